import AdapterKit
import NormalizedFormat
import Testing

@testable import HL7v2

/// How many messages one frame may hold, and one message may become.
@Suite struct FrameBoundTests {
  private func adapter() throws -> HL7v2Adapter { try HL7v2Adapter(AdapterConfiguration()) }

  private func ingest(_ part: [UInt8]) throws -> Ingestion {
    try adapter().ingest(
      RawMessage(bytes: part, digest: Array(repeating: 0, count: 32)),
      context: IngestContext(received: 0, zone: LocalZone(minutes: 0), link: "l", subject: "s"))
  }

  private static func frame(_ messages: Int) -> [UInt8] {
    Array(repeating: Array("MSH|^~\\&|A|B|||2026||ADT^A08|7|P|2.5\r".utf8), count: messages)
      .flatMap { $0 }
  }

  @Test func `a frame is cut into ten thousand messages`() throws {
    #expect(try adapter().split(Self.frame(10_000)).count == 10_000)
  }

  @Test(arguments: [frame(10_001), Array("BHS|^~\\&|A\r".utf8) + frame(10_001)])
  func `a frame of more is one record in quarantine, and is answered once`(frame: [UInt8]) throws {
    let parts = try adapter().split(frame)
    #expect(parts == [frame])
    let ingestion = try ingest(frame)
    #expect(ingestion.outcome == .quarantined(AdapterError(.limit, place: "MSH")))
    #expect(ingestion.messages.count == 1)
    let replies = try adapter().acknowledgements.replies(
      to: frame, outcomes: [ingestion.outcome], context: ReplyContext(now: 0, serial: 1))
    #expect(replies.count == 1)
  }

  @Test func `a flood of the smallest messages costs one record`() throws {
    let frame = Array(repeating: Array("MSH|\r".utf8), count: 3_000_000).flatMap { $0 }
    #expect(try adapter().split(frame).count == 1)
    let ingestion = try ingest(frame)
    #expect(ingestion.outcome == .quarantined(AdapterError(.limit)))
  }

  @Test func `a message about more patients than a link hands over together is refused`() throws {
    let header = "MSH|^~\\&|A|B|||2026||ORU^R01|1|P|2.5"
    let patients = { (count: Int) in String(repeating: "\nPID", count: count) }
    #expect(try Mapped.messages(header + patients(4_096)).count == 4_096)
    #expect(throws: AdapterError(.limit)) { try Mapped.messages(header + patients(4_097)) }
  }

  @Test func `an appointment's resources times its patients are bounded, however small they are`()
    throws
  {
    let appointment = { (patients: Int, resources: Int) in
      "MSH|^~\\&|A|B|||2026||SIU^S12|1|P|2.5\nSCH|7\nPID|1|||"
        + String(repeating: "x", count: 90_000) + String(repeating: "\nPID", count: patients - 1)
        + String(repeating: "\nAIS", count: resources)
    }
    #expect(try Mapped.messages(appointment(100, 1_000)).count == 100)
    #expect(throws: AdapterError(.limit)) { try Mapped.messages(appointment(100, 1_100)) }
  }
}

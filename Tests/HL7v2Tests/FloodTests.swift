import AdapterKit
import NormalizedFormat
import Testing

@testable import HL7v2

/// Small frames that ask for a lot.
@Suite struct FloodTests {
  /// Something whose comparisons are counted.
  private struct Counted: Equatable {
    final class Count { var value = 0 }

    let value: Int
    let count: Count

    static func == (left: Counted, right: Counted) -> Bool {
      left.count.value += 1
      return left.value == right.value
    }
  }

  @Test func `a flood of repetitions is compared with a bounded number of others`() {
    let count = Counted.Count()
    var all = (0..<20_000).map { Counted(value: $0, count: count) }
    all.appendNew((20_000..<40_000).map { Counted(value: $0, count: count) })
    #expect(all.count == 40_000)
    #expect(count.value <= 20_000 * 32)
  }

  @Test(arguments: [
    String(repeating: "\\.sp64\\", count: 30_000), String(repeating: "\\.sk64\\", count: 30_000),
  ])
  func `escapes that ask for much more text than they are refuse the message`(text: String) {
    #expect(throws: AdapterError(.limit)) {
      try Mapped.message(
        "MSH|^~\\&|A|B|||2026||ORU^R01|1|P|2.5\nOBR|1|||X\nOBX|1|FT|A^B^L||\(text)")
    }
  }

  @Test func `escapes in the measure of a report are what they say`() throws {
    let text = String(repeating: "line\\.sp3\\", count: 2_000)
    let rows = try Mapped.rows("OBX|1|FT|A^B^L||\(text)")
    #expect(rows[0].values == [.text(String(repeating: "line\n\n\n", count: 2_000))])
  }

  @Test func `a long header is not repeated for thousands of patients`() throws {
    let patients = { (count: Int) in String(repeating: "\nPID|1||1", count: count) }
    let header = "MSH|^~\\&|A|B|||2026||ORU^R01|1|P|2.5" + String(repeating: "|", count: 18)
    let long = header + String(repeating: "x", count: 400_000)
    #expect(throws: AdapterError(.limit)) { try Mapped.messages(long + patients(3_000)) }
    #expect(try Mapped.messages(long + patients(3)).count == 3)
    #expect(try Mapped.messages(header + patients(3_000)).count == 3_000)
  }

  @Test func `an appointment of many is told once for each, and of far too many is refused`() throws
  {
    let appointment = { (patients: Int, title: String) in
      "MSH|^~\\&|A|B|||2026||SIU^S12|1|P|2.5\nSCH|7||||||\(title)\n"
        + (0..<patients).map { "PID|\($0)||\($0)||A^B||19700101|M|||1 Street^^Town\n" }.joined()
        + "RGS|1\nAIS|1||X"
    }
    let messages = try Mapped.messages(appointment(1_000, "short"))
    #expect(messages.map { $0.patient?.identifiers.first?.value } == (0..<1_000).map { "\($0)" })
    for message in messages {
      guard case .appointment(let content) = message.content else { continue }
      #expect(content.placerIdentifiers.first?.value == "7")
      #expect(content.participants.count == 1)
    }
    #expect(throws: AdapterError(.limit)) {
      try Mapped.messages(appointment(1_000, String(repeating: "long", count: 500)))
    }
  }

  @Test func `what a later field says again stands once`() throws {
    let patient = try Mapped.message(
      "MSH|^~\\&|A|B|||2026||ADT^A08|1|P|2.4\nPID|1|8|7~8~9|9~10"
    ).patient
    #expect(patient?.identifiers.map(\.value) == ["7", "8", "9", "10"])
  }

  @Test func `a patient of ten thousand identifiers keeps them all`() throws {
    let identifiers = (0..<10_000).map { String($0) }
    let patient = try Mapped.message(
      "MSH|^~\\&|A|B|||2026||ADT^A08|1|P|2.4\nPID|1|0|" + identifiers.joined(separator: "~")
    ).patient
    #expect(patient?.identifiers.compactMap(\.value) == identifiers)
  }
}

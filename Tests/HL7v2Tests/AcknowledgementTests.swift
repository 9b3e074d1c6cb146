import AdapterKit
import AdapterTesting
import Testing

@testable import HL7v2

@Suite struct AcknowledgementTests {
  private func replies(
    to message: String, _ outcomes: [IngestOutcome], _ settings: [String: String] = [:]
  ) throws -> [String] {
    let adapter = try HL7v2Adapter(AdapterConfiguration(settings))
    return adapter.acknowledgements.replies(
      to: Array(message.utf8), outcomes: outcomes,
      context: ReplyContext(now: 1_795_478_400_000, serial: 4_711)
    ).map { String(decoding: $0, as: UTF8.self) }
  }

  private func header(
    accept: String = "", application: String = "", version: String = "2.5.1",
    type: String = "ORU^R01^ORU_R01"
  ) -> String {
    "MSH|^~\\&|LIS^1.2^ISO|LAB|VGM|GW^9.9^ISO|20261124||\(type)|ID-7|T|\(version)|||"
      + "\(accept)|\(application)||8859/1\rPID|1\r"
  }

  private func code(_ reply: String?) -> String? {
    reply?.split(separator: "\r").dropFirst().first.map { $0.split(separator: "|")[1] }
      .map(String.init)
  }

  @Test func `original mode accepts with AA, addresses swapped, id verbatim, CR at the end`() throws
  {
    let reply = try replies(to: header(), [.accepted])
    #expect(
      reply == [
        "MSH|^~\\&|VGM|GW^9.9^ISO|LIS^1.2^ISO|LAB|20261124000000+0000||ACK^R01^ACK|V1267|T|2.5.1"
          + "||||||8859/1\rMSA|AA|ID-7\r"
      ])
  }

  @Test(arguments: [
    ("AL", "NE", "CA"), ("AL", "AL", "CA"), ("NE", "AL", "AA"), ("", "AL", "AA"),
    ("ER", "AL", "AA"), ("SU", "NE", "CA"),
  ])
  func `enhanced mode answers success at the level that was asked for`(
    accept: String, application: String, wanted: String
  ) throws {
    let reply = try replies(to: header(accept: accept, application: application), [.accepted])
    #expect(reply.count == 1)
    #expect(code(reply.first) == wanted)
  }

  @Test(arguments: [
    ("AL^Always", "NE"), ("A", ""), ("XX", "NE"), ("AL~NE", "NE"), ("al", "ne"), ("ALWAYS", ""),
  ])
  func `a word that is not in table 0155 does not keep a sender waiting`(
    accept: String, application: String
  ) throws {
    let message = header(accept: accept, application: application)
    #expect(try replies(to: message, [.accepted]).map { code($0) } == ["CA"])
  }

  @Test func `a frame that broke off inside MSH-15 is answered`() throws {
    let half = "MSH|^~\\&|A|B|C|D|2026||ADT^A01|ID-8|P|2.3|||A"
    let reply = try replies(to: half, [.unreadable(AdapterError(.frameTruncated))])
    #expect(code(reply.first) == "CR")
  }

  @Test(arguments: [("NE", "NE"), ("ER", "NE"), ("ER", ""), ("NE", "ER"), ("NE^Never", "NE")])
  func `enhanced mode is silent on success where nothing was asked for`(
    accept: String, application: String
  ) throws {
    #expect(try replies(to: header(accept: accept, application: application), [.accepted]) == [])
  }

  @Test(arguments: [("ER", "NE", "CE"), ("AL", "NE", "CE"), ("NE", "ER", "AE")])
  func `enhanced mode answers a busy cell with an error at the level that was asked for`(
    accept: String, application: String, wanted: String
  ) throws {
    let reply = try replies(to: header(accept: accept, application: application), [.busy])
    #expect(code(reply.first) == wanted)
  }

  @Test func `both levels are answered where the link says so, accept first`() throws {
    let reply = try replies(
      to: header(accept: "AL", application: "AL"), [.accepted],
      ["application-acknowledgement": "both"])
    #expect(reply.map { code($0) } == ["CA", "AA"])
    #expect(reply[0].contains("|V1267|"))
    #expect(reply[1].contains("|V1267-2|"))
  }

  @Test func `a link may insist on original mode against what its device asks for`() throws {
    let reply = try replies(
      to: header(accept: "AL", application: "NE"), [.accepted], ["acknowledge": "original"])
    #expect(code(reply.first) == "AA")
  }

  @Test func `a link may be told nothing`() throws {
    #expect(try replies(to: header(), [.accepted], ["acknowledge": "none"]) == [])
  }

  @Test func `what is safe in quarantine is accepted, or an error where the link says so`() throws {
    let error = AdapterError(.untranslatable)
    #expect(try code(replies(to: header(), [.quarantined(error)]).first) == "AA")
    let strict = ["quarantine-reply": "error"]
    #expect(try code(replies(to: header(), [.quarantined(error)], strict).first) == "AE")
  }

  @Test(arguments: ["2.3", "2.5.1", "2.8"])
  func `what is accepted into quarantine says so in MSA-3, and in no ERR`(version: String) throws {
    let error = AdapterError(.configuration, blame: .site)
    let kept = try replies(to: header(version: version), [.quarantined(error)])
    #expect(kept.first?.hasSuffix("\rMSA|AA|ID-7|VGM-1010\r") == true)
    let delivered = try replies(to: header(version: version), [.accepted])
    #expect(delivered.first?.hasSuffix("\rMSA|AA|ID-7\r") == true)
  }

  @Test func `what can't be read is rejected even though it is kept`() throws {
    let error = AdapterError(.encoding, place: "MSH-18")
    #expect(try code(replies(to: header(), [.quarantined(error)]).first) == "AR")
    #expect(try code(replies(to: header(accept: "AL"), [.quarantined(error)]).first) == "CR")
  }

  @Test func `a refusal says where and why in ERR and MSA-3`() throws {
    let error = AdapterError(.typeMissing, place: "MSH-9")
    let reply = try replies(to: header(), [.quarantined(error)])
    let lines = reply.first?.split(separator: "\r").map(String.init)
    #expect(lines?[1] == "MSA|AR|ID-7|VGM-1005")
    #expect(
      lines?[2] == "ERR||MSH^1^9|101^Required field missing^HL70357|E|VGM-1005^^99VGM")
  }

  @Test func `before version 2_5 only MSA-3 says why, from 2_7 on only ERR`() throws {
    let old = try replies(to: header(version: "2.3"), [.busy])
    #expect(old.first?.hasSuffix("MSA|AE|ID-7|VGM-1050\r") == true)
    let new = try replies(to: header(version: "2.7"), [.busy])
    #expect(new.first?.contains("MSA|AE|ID-7\rERR|") == true)
  }

  @Test(arguments: ["ACK", "ACK^R01^ACK", "MCF"])
  func `an acknowledgement is never acknowledged`(type: String) throws {
    #expect(try replies(to: header(accept: "AL", type: type), [.accepted]) == [])
  }

  @Test func `an answer to a query is not acknowledged in original mode`() throws {
    let answer = "MSH|^~\\&|A|B|C|D|||ORR^O02|9|P|2.5\rMSA|AA|1\r"
    #expect(try replies(to: answer, [.accepted]) == [])
  }

  @Test func `a commit block of MLLP release 2 is not acknowledged`() throws {
    #expect(try replies(to: "\u{6}", [.quarantined(AdapterError(.headerMissing))]) == [])
  }

  @Test func `an overlong or empty frame is rejected, not left without an answer`() throws {
    let reply = try replies(to: "", [.unreadable(AdapterError(.frameOverlong))])
    #expect(code(reply.first) == "AR")
  }

  @Test func `what the cell refused but keeps in quarantine is accepted`() throws {
    let error = AdapterError(.refusedByCell, blame: .site)
    #expect(try code(replies(to: header(), [.quarantined(error)]).first) == "AA")
  }

  @Test func `bytes without a header get a reject with what is left to say`() throws {
    let reply = try replies(to: "PID|1||7\r", [.quarantined(AdapterError(.headerMissing))])
    #expect(
      reply == [
        "MSH|^~\\&|||||20261124000000+0000||ACK|V1267|P|2.5\rMSA|AR||VGM-1002\r"
          + "ERR|||100^Segment sequence error^HL70357|E|VGM-1002^^99VGM\r"
      ])
  }

  @Test func `a truncated frame is rejected under its own id`() throws {
    let half = "MSH|^~\\&|A|B|C|D|2026||ADT^A01|ID-8|P|2.3\rPID|1||12"
    let reply = try replies(to: half, [.unreadable(AdapterError(.frameTruncated))])
    #expect(reply.first?.hasSuffix("MSA|AR|ID-8|VGM-1007\r") == true)
  }

  @Test func `an alert is answered as IHE PCD says`() throws {
    let alert = header(accept: "AL", application: "", type: "ORU^R40^ORU_R40")
    #expect(try replies(to: alert, [.accepted]).first?.contains("|ACK^R40^ACK|") == true)
    let application = header(accept: "NE", application: "AL", type: "ORU^R40^ORU_R40")
    #expect(
      try replies(to: application, [.accepted]).first?.contains("|ORA^R41^ORA_R41|") == true)
  }

  @Test func `the reply speaks with the delimiters of the message`() throws {
    let message = "MSH$%!?*$A$B$C%1*2$D$2026$$ADT%A31$D1$P$2.3\r"
    let reply = try replies(to: message, [.accepted])
    #expect(
      reply == ["MSH$%!?*$C%1*2$D$A$B$20261124000000+0000$$ACK%A31%ACK$V1267$P$2.3\rMSA$AA$D1\r"])
  }

  @Test func `several messages in one frame are answered one by one`() throws {
    let two = header() + header()
    let reply = try replies(to: two, [.accepted, .refused])
    #expect(reply.map { code($0) } == ["AA", "AR"])
  }

  @Test func `a batch is answered by a batch`() throws {
    let batch =
      "BHS|^~\\&|A|B|C|D|2026||||B77\r" + header() + header() + "BTS|2\r"
    let reply = try replies(to: batch, [.accepted, .busy])
    #expect(reply.count == 1)
    let lines = reply.first?.split(separator: "\r").map(String.init) ?? []
    #expect(lines.first == "BHS|^~\\&|C|D|A|B|20261124000000+0000||||V1267-3|B77")
    #expect(lines.last == "BTS|2")
    #expect(lines.filter { $0.hasPrefix("MSA|A") }.count == 2)
  }

  @Test(arguments: [
    "BHS|^~\\&|A|B|C|D|2026||||B1\rMSH|^~\\&|A|B|C|D|2026||ACK|7|P|2.5\rMSA|AA|1\rBTS|1\r",
    "BHS|^~\\&|A|B|C|D|2026||||B1\rBTS|0\r", "FHS|^~\\&|A\rBHS|^~\\&|A\rBTS|0\rFTS|1\r",
    "BHS|^~\\&\r", "BHS|^~\\&|A\rBTS|3\r", "FHS|^~\\&|A\rFTS|1\r",
    "BHS|^~\\&|A|B|C|D\rMSH|^~\\&|A|B|C|D|2026||ADT^A01|7|P|2.5\rBTS|1\r", "PID|1||7\r",
    "BHS|^~\\&|A|B|C|D\rMSH|^~\\&|A|B|C|D|2026||||P|2.5\rBTS|1\r", "BHS|^~\\&|A\rPID|1\rBTS|1\r",
    "MSH|^~\\&|A|B|C|D|2026||ACK^A01|7|P|2.5|||AL|AL\rMSA|AA|1\r", "\u{6}", "",
  ])
  func `two gateways that answer each other fall silent`(first: String) throws {
    let adapter = try HL7v2Adapter(AdapterConfiguration())
    var frames = [Array(first.utf8)]
    for round in 0..<3 where !frames.isEmpty {
      #expect(round < 2)
      frames = frames.flatMap { frame in
        let outcomes = adapter.split(frame).map { part in
          adapter.ingest(
            Conformance<HL7v2Adapter>.raw(part), context: Conformance<HL7v2Adapter>.context
          ).outcome
        }
        return adapter.acknowledgements.replies(
          to: frame, outcomes: outcomes, context: ReplyContext(now: 0, serial: 1))
      }
    }
  }

  @Test func `a batch of nothing is accepted, leaves nothing and is not answered`() throws {
    let adapter = try HL7v2Adapter(AdapterConfiguration())
    let batch = "BHS|^~\\&|A|B|C|D|2026||||B1\rBTS|0\r"
    let ingestion = adapter.ingest(
      Conformance<HL7v2Adapter>.raw(Array(batch.utf8)), context: Conformance<HL7v2Adapter>.context)
    #expect(ingestion.outcome == .accepted)
    #expect(ingestion.messages == [])
    #expect(try replies(to: batch, [.accepted]) == [])
  }

  @Test(arguments: [
    "BHS|^~\\&|A\rBTS", "BHS|^~\\&|A\rBTS|\r", "BHS|^~\\&|A\nBTS|000|none\n",
    "FHS|^~\\&|A\rBHS|^~\\&|A\rBTS|0\rBHS|^~\\&|A\rBTS|0\rFTS|2\r", "FHS|^~\\&|A\rFTS|0",
    "BHS$^~\\&$A\rBTS$0\r",
  ])
  func `an envelope that says that nothing is in it is accepted`(batch: String) throws {
    #expect(ER7Batch.holdsNothing(Array(batch.utf8)))
  }

  @Test(arguments: [
    "BHS|^~\\&|A\rBTS|3", "BHS|^~\\&|A\rBTS|three", "BHS|^~\\&|A\rFTSecret result",
    "BHS|^~\\&|A\rBTS$0", "FHS|^~\\&|A\rFTS|1", "BHS|^~\\&|A\rBHSMSH|^~\\&",
    "FHS|^~\\&|A\rBHS|^~\\&|A\rBTS|0\rFTS|7\r", "BHS|^~\\&|A\rBTS|0\rBTS|1\r",
    "BHS|^~\\&|A\rBTS|00000000000000000000001",
  ])
  func `an envelope that says that something is in it is kept and answered`(batch: String) throws {
    let adapter = try HL7v2Adapter(AdapterConfiguration())
    let ingestion = adapter.ingest(
      Conformance<HL7v2Adapter>.raw(Array(batch.utf8)), context: Conformance<HL7v2Adapter>.context)
    #expect(
      ingestion.outcome == .quarantined(AdapterError(.headerMissing, place: "MSH", offset: 0)))
    #expect(ingestion.messages.count == 1)
    let reply = try replies(to: batch, [ingestion.outcome])
    #expect(reply.first?.contains("\rMSA|AR||VGM-1002\r") == true)
  }

  @Test func `a header of megabytes of delimiters is read to MSH-18 and no further`() throws {
    let head = "MSH|^~\\&|A|B|C|D|2026||ADT^A01" + String(repeating: "^", count: 4_000_000)
    let message = head + "|ID-7|P|2.5" + String(repeating: "|", count: 15_000_000) + "x"
    let line = try #require(HeaderLine(Array(message.utf8)))
    #expect(line.raw(9, component: 2) == Array("A01".utf8))
    #expect(line.raw(10) == Array("ID-7".utf8))
    #expect(line.fields.count == 18)
  }

  @Test(arguments: [
    ("MSH|^~\\&|A|B|C|D|2026||ADT^A01|ID-7|P|2.5\r", "ID-7"),
    ("MSH|^~\\&|A|B|C|D|||ADT^A01|ID-7|P|2.5\r", ""),
    ("MSH|^~\\&|A|B|C|D|2026||ADT^A01||P|2.5\r", ""), ("PID|1\r", ""),
    ("BHS|^~\\&|A\rMSH|^~\\&|A|B|C|D|2026||ADT^A01|ID-7|P|2.5\r", "ID-7"),
  ])
  func `a message is named by MSH-10, where it says a time as well`(
    text: String, name: String
  ) throws {
    let adapter = try HL7v2Adapter(AdapterConfiguration())
    let found = adapter.name(of: Conformance<HL7v2Adapter>.raw(Array(text.utf8)))
    #expect(found == (name.isEmpty ? nil : Array(name.utf8)))
  }

  @Test(arguments: ["ID\t7", "\u{1}7", " 7 ", "7\u{7F}", "é-7", "A^B&C", "\\X0D\\7"])
  func `whatever stands in MSH-10 goes back as it came`(identifier: String) throws {
    let message = "MSH|^~\\&|A|B|C|D|||ADT^A01|\(identifier)|P|2.5\r"
    #expect(
      try replies(to: message, [.accepted]).first?.contains("\rMSA|AA|\(identifier)\r") == true)
  }

  @Test func `a sender can't put a segment into our reply`() throws {
    let message = "MSH|^~\\&|A|B|C|D|||ADT^A01|X\\X0D\\MSA\u{B}Y|P|2.5\r"
    let reply = try replies(to: message, [.accepted])
    #expect(reply.first?.split(separator: "\r").count == 2)
    #expect(reply.first?.contains("\u{B}") == false)
  }
}

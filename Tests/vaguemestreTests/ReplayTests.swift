import Foundation
import NormalizedFormat
import Site
import Testing

@testable import vaguemestre

/// What is sent again from quarantine, and what is believed of the answers.
@Suite struct ReplayTests {
  private func item(
    _ raw: String, reason: UInt32 = 1_010, offset: UInt64 = 2
  ) -> QuarantinedItem {
    QuarantinedItem(
      offset: offset, issuedAt: 1_800_000_000_000, subject: "bed-1",
      content: Quarantine(reason: reason, raw: Array(raw.utf8)))
  }

  private let named = "MSH|^~\\&|A|B|C|D|20260101||ORU^R01|77|P|2.5\rPID|1||7\r"
  private let nameless = "MSH|^~\\&|A|B|C|D|||ORU^R01||P|2.5\rPID|1||7\r"

  private func replayed(_ keys: String...) throws -> ReplayedMessages {
    let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    var replayed = try ReplayedMessages(at: path)
    for key in keys { try replayed.add(key) }
    try? FileManager.default.removeItem(atPath: path)
    return replayed
  }

  @Test func `a frame that broke off is not sent again, whoever asks for it`() throws {
    let cut = item("MSH|^~\\&|A|B|C|D|2026||ORU^R01|77\rOBX|1|NM|HR||12", reason: 1_007)
    #expect(cut.leftOut(by: try replayed(), again: true) == .brokenOff)
  }

  @Test func `what was replayed is left out, in any later record of the same message`() throws {
    let first = item(named)
    let later = item(named, offset: 9)
    let memory = try replayed(first.replayKey)
    #expect(first.leftOut(by: memory, again: false) == .replayed)
    #expect(later.leftOut(by: memory, again: false) == .replayed)
    #expect(first.leftOut(by: memory, again: true) == nil)
  }

  @Test(arguments: [true, false])
  func `what can't be read now is not forgotten, what is gone is`(isWhole: Bool) throws {
    let (there, other) = (item(named), item(nameless))
    var memory = try replayed(there.replayKey, other.replayKey)
    try QuarantineReader.Content(items: [there], isWhole: isWhole).forgetGone(in: &memory)
    #expect(there.leftOut(by: memory, again: false) == .replayed)
    #expect((other.leftOut(by: memory, again: false) == nil) == isWhole)
  }

  @Test func `the same bytes without a name are two events, each to be replayed`() throws {
    let memory = try replayed(item(nameless).replayKey)
    #expect(item(nameless).leftOut(by: memory, again: false) == .replayed)
    #expect(item(nameless, offset: 9).leftOut(by: memory, again: false) == nil)
  }

  private func answer(_ said: String..., to message: String? = nil) -> ReplayAnswer {
    ReplayAnswer(
      to: Array((message ?? named).utf8), said.map { Array($0.utf8) }, isSilent: false)
  }

  private let head = "MSH|^~\\&|C|D|A|B|20260101||ACK|V1|P|2.5\r"

  @Test func `a positive answer is delivery, unless it says that quarantine took the message`() {
    #expect(answer(head + "MSA|AA|77\r") == .delivered(code: "AA"))
    #expect(answer(head + "MSA|CA|77\r") == .delivered(code: "CA"))
    #expect(answer(head + "MSA|AA|77|VGM-1010\r") == .quarantined("VGM-1010"))
    #expect(answer(head + "MSA|AE|77|VGM-1050\r") == .refused(code: "AE"))
  }

  @Test func `the answer to a part of a batch is a batch, and its MSA counts`() {
    let part = "BHS|^~\\&|A|B\r" + named
    let batch = "BHS|^~\\&|C|D\r" + head + "MSA|AA|77\rBTS|1\r"
    #expect(answer(batch, to: part) == .delivered(code: "AA"))
    #expect(answer(batch, to: "\u{FEFF}  " + named) == .delivered(code: "AA"))
  }

  @Test func `the answer to another message is none to this one`() {
    #expect(answer(head + "MSA|AA|78\r") == .failed("the answer is to another message"))
    #expect(answer(head) == .failed("the answer has no MSA"))
  }

  @Test(arguments: [
    ("NE|NE", true), ("ER|NE", true), ("|NE", true), ("|", false), ("AL|NE", false),
    ("NE|SU", false), ("NE|AL^Always", false), ("A|", false),
  ])
  func `silence is an answer only where the sender asks for it`(
    conditions: String, isWanted: Bool
  ) {
    let message = "MSH|^~\\&|A|B|C|D|20260101||ORU^R01|77|P|2.5|||\(conditions)\r"
    #expect((answer(to: message) == .unanswered) == isWanted)
  }

  @Test func `a link that never answers leaves open what became of the message`() {
    #expect(ReplayAnswer(to: Array(named.utf8), [], isSilent: true) == .unanswered)
  }

  @Test func `the control id is found behind batch headers, blanks and a byte order mark`() {
    for before in ["", "FHS|^~\\&\rBHS|^~\\&\r", "\u{FEFF}", " \n"] {
      #expect(HL7Text.controlID(Array((before + named).utf8)) == "77")
    }
    #expect(HL7Text.controlID(Array("PID|1\r".utf8)) == "")
  }
}

import AdapterKit
import AdapterTesting
import NormalizedFormat
import Testing

@testable import HL7v2

/// Small frames that ask for a lot.
@Suite struct FloodTests {
  @Test func `a flood of repetitions is compared with a bounded number of others`() throws {
    let identifiers = { (from: Int) in (from..<(from + 10_000)).map { String($0) } }
    let (first, second) = (identifiers(10_000), identifiers(20_000))
    let patient = try Mapped.message(
      "MSH|^~\\&|A|B|||2026||ADT^A08|1|P|2.4\nPID|1||" + first.joined(separator: "~") + "|"
        + second.joined(separator: "~")
    ).patient
    #expect(patient?.identifiers.compactMap(\.value) == first + second)
  }

  /// Over half a megabyte; whoever reads what stands before each dash anew never comes to an end.
  @Test(arguments: [("0", "-"), ("0", "^"), ("0 ", "-"), (" ", " -"), ("0-", "0"), ("-", "0")])
  func `limits of zeros and dashes cost no more than they are long`(
    first: String, second: String
  ) throws {
    let text =
      String(repeating: first, count: 300_000) + String(repeating: second, count: 300_000)
    let range = try Mapped.rows("OBX|1|NM|A^B^L||1||\(text)").first?.referenceRanges.first
    #expect(range?.low == nil)
    #expect(range?.text?.utf8.count == text.utf8.count)
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
      guard case .appointment(let content) = message.content else {
        Issue.record("no appointment")
        continue
      }
      #expect(content.placerIdentifiers.first?.value == "7")
      #expect(content.participants.count == 1)
    }
    #expect(throws: AdapterError(.limit)) {
      try Mapped.messages(appointment(1_000, String(repeating: "long", count: 500)))
    }
  }

  @Test func `what stands in the messages of ten patients counts ten times`() throws {
    let remark = "\nNTE|1||" + String(repeating: "\\.sp64\\", count: 900)
    let text =
      "MSH|^~\\&|A|B|||2026||SIU^S12|1|P|2.5\nSCH|7" + String(repeating: remark, count: 7)
      + (0..<10).map { "\nPID|\($0)||\($0)||" + String(repeating: "x", count: 6_000) }.joined()
    #expect(text.utf8.count * 4 + 64 << 10 < 7 * 900 * 64 * 10)
    #expect(throws: AdapterError(.limit)) { try Mapped.messages(text) }
  }

  @Test func `each of many patients is compared with a bounded part of the first`() throws {
    let identifiers = (0..<9_999).map { String($0) }.joined(separator: "~")
    let prior = String(repeating: "\nPID|||1", count: 20_000)
    let message = try Mapped.message(
      "MSH|^~\\&|A|B|||2026||OML^O21|1|P|2.5\nPID|||\(identifiers)\nORC|NW|1\nOBR|1|1||X" + prior)
    #expect(message.patient?.identifiers.count == 9_999)
  }

  /// A segment and a flood of others that all go into it. If each of them copied those before it,
  /// one of these would take minutes.
  @Test(arguments: [
    ("OUL^R22", "SPM|1", "OBX"), ("OUL^R22", "SPM|1", "NTE|1||x"),
    ("OUL^R22", "SPM|1", "SAC|1|2"), ("OUL^R22", "SPM|1", "PRT|1|UC|||7"),
    ("OUL^R22", "SPM|1\nOBX", "OBR|1"), ("OUL^R22", "OBR|1", "ORC|RE|7"),
    ("OML^O33", "SPM|1", "OBX"), ("OML^O33", "SPM|1", "SAC|1|2"),
    ("OML^O33", "SPM|1\nORC", "OBR|1"), ("OML^O33", "SPM|1", "ORC|NW"),
    ("OML^O21", "ORC\nOBR\nSPM|1", "OBX"),
    ("OML^O21", "PID|||1\nORC\nPID|||1\nSPM|1", "OBX"), ("RDE^O11", "ORC\nRXE|1", "RXC|1"),
    ("OMN^O07", "ORC\nRQD|1", "RQ1|1"), ("ADT^A01", "PV1", "ROL|1|||7"),
    ("ADT^A01", "PV1", "PRT|1|UC|||7"), ("ADT^A17", "PID|1\nPID|2", "AL1|1||x"),
    ("ADT^A17", "PID|1\nPID|2", "PV1|1||x"), ("ORU^R40", "OBR|1||7", "OBX|1|NM|1^A^MDC|1.1.1.1|7"),
    ("ORU^R40", "OBR|1||7", "OBX|1|ST|68481^MDC_ATTR_EVENT_PHASE^MDC|1.1.1.1.3|start"),
    ("ORU^R40", "OBX|1|NM|1^A^MDC|1.1.1.1.2|7", "NTE|1||x"),
    ("ORU^R40", "OBX|1|NM|1^A^MDC|1.1.1.1.2|7", "PRT|1|UC|||7"),
    (
      "ORU^R01", "OBX|1|NA|1^A^MDC|1.1.1.1|7",
      "OBX|2|NM|0^MDC_ATTR_SAMP_RATE^MDC|1.1.1.2.1|7|Hz^^UCUM"
    ),
  ])
  func `a flood of segments that belong to one thing costs no more than its length`(
    type: String, first: String, flood: String
  ) throws {
    let adapter = try HL7v2Adapter(AdapterConfiguration())
    let text =
      "MSH|^~\\&|A|B|||2026||\(type)|1|P|2.5\n\(first)\n"
      + String(repeating: flood + "\n", count: 60_000)
    let bytes = text.utf8.map { $0 == 10 ? 13 : $0 }
    // Taken or refused: what comes of it may be more than a message holds.
    _ = try? adapter.normalize(
      Conformance<HL7v2Adapter>.raw(bytes), context: Conformance<HL7v2Adapter>.context)
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

import AdapterKit
import AdapterTesting
import HL7v2
import NormalizedFormat
import Testing

/// What templates write is what the mapping would have made, in every byte.
@Suite struct TemplateTests {
  @Test func `the third message of a monitor is written by its template`() throws {
    let twin = try Twin()
    let monitor = Monitor(bed: 1)
    #expect(!twin.take(monitor.message(1)))
    #expect(!twin.take(monitor.message(2)))
    for number in 3..<60 { #expect(twin.take(monitor.message(number))) }
    #expect(twin.adapter.templateLoad.templates == 1)
  }

  @Test func `interleaved monitors keep their patients apart`() throws {
    let twin = try Twin()
    for number in 0..<12 {
      for bed in 0..<20 {
        let isWritten = twin.take(Monitor(bed: bed, rows: 3 + bed % 4).message(number))
        #expect(isWritten == (number >= 2), "bed \(bed), message \(number)")
      }
    }
  }

  @Test func `of one device, another patient is another template`() throws {
    let twin = try Twin()
    let message = Monitor(bed: 7).message(3)
    for _ in 0..<3 { twin.take(message) }
    for (one, other) in [("70017", "70018"), ("NÉ7", "NÈ7"), ("19520304", "19520305")] {
      #expect(!twin.take(message.replacing(one, with: other)), "\(one)")
    }
    #expect(twin.take(message))
  }

  /// With keys of no bits all messages find the one template, and only the comparison of bytes
  /// keeps it from them.
  @Test(arguments: [64, 0])
  func `any byte that changes in a warm message changes both ways alike`(bits: Int) throws {
    var limits = TemplateLimits()
    limits.keyBits = bits
    let twin = try Twin([:], limits)
    let bytes = Array(Monitor(bed: 3, rows: 3).message(5).utf8)
    for _ in 0..<3 { twin.take(bytes) }
    #expect(twin.take(bytes))
    var written = 0
    let others: [UInt8] = Array("|^~\\&\r\n\"0 .-+A".utf8) + [0x00, 0xC3, 0xFF]
    for at in bytes.indices {
      let replaced = others[at % others.count]
      for other in [bytes[at] ^ 1, bytes[at] ^ 0x10, replaced] where other != bytes[at] {
        var changed = bytes
        changed[at] = other
        if twin.take(changed, "byte \(at) is \(other)") { written += 1 }
      }
      var shorter = bytes
      shorter.remove(at: at)
      if twin.take(shorter, "without byte \(at)") { written += 1 }
      var longer = bytes
      longer.insert(replaced, at: at)
      if twin.take(longer, "\(replaced) before byte \(at)") { written += 1 }
      #expect(twin.take(bytes), "still warm after byte \(at)")
    }
    // Times, ids and values have some 200 bytes; most changes in them are other values.
    #expect((100..<1_500).contains(written))
  }

  @Test func `all vectors, again and again, in one adapter`() throws {
    let twin = try Twin()
    let vectors = try Vector.folder(Corpus.vectors, messageExtension: "hl7").map(\.bytes)
    for _ in 0..<4 {
      for bytes in vectors {
        for part in twin.adapter.split(bytes) { twin.take(part) }
      }
    }
    let monitor = try #require(vectors.first { $0.starts(with: "MSH|^~\\&|MONITOR^".utf8) })
    #expect(twin.adapter.templateLoad.templates > 0)
    #expect(!monitor.isEmpty)
  }

  @Test(.enabled(if: Corpus.isThere, "the corpora do not lie beside the project"))
  func `the corpora, interleaved with monitors`() throws {
    let twin = try Twin()
    let all = try Corpus.simhospital() + Corpus.microsoft().map(\.bytes)
    for (number, bytes) in all.enumerated() {
      for _ in 0..<3 { twin.take(bytes) }
      twin.take(Monitor(bed: number % 5).message(number))
    }
  }

  @Test func `spoiled messages of warm monitors, thrice each`() throws {
    let twin = try Twin()
    let seeds = (0..<6).map { Array(Monitor(bed: $0, rows: 3).message(9).utf8) }
    var mutator = Mutator(seeds, seed: 20_261_126, bytesMax: 4_096)
    for number in 0..<1_500 {
      let spoiled = mutator.next()
      for _ in 0..<3 { twin.take(spoiled, "mutation \(number)") }
      twin.take(Monitor(bed: number % 6, rows: 3).message(number))
    }
  }

  // MARK: Values that are none

  /// A message with one row, and in it a value, a time of the row and one of the message.
  private func row(
    _ value: String, _ time: String = "20261124123001+0100",
    sent: String = "20261124123000+0100", type: String = "NM"
  ) -> String {
    """
    MSH|^~\\&|M|I|||\(sent)||ORU^R01^ORU_R01|1|P|2.6
    PID|1||4711^^^H
    OBR|1|A1^M|B1^M|X^Y^MDC|||20261124122959
    OBX|1|\(type)|150344^MDC_TEMP^MDC|1.1.1.1|\(value)|268192^MDC_DIM_DEGC^MDC|||||R|||\(time)
    """
  }

  @Test(arguments: [
    "-0", "+5", " 5", "5 ", "5.", ".5", "1E3", "-1", "-1.0", "32767", "32767.00", "--1", "1-2",
    "1.2.3", ".", "-", "", "\"\"", "0.10", "007", "-5.20", "123456789012345678",
    "1234567890123456789", "99999999999999999999", "INV", "<15", "5~6", "5^6", "5&6", "0",
  ])
  func `a value of any form`(value: String) throws {
    for settings in [[:], ["sentinels": "-1, 32767"]] {
      let twin = try Twin(settings)
      for warm in ["37.2", "38", "39.1"] { twin.take(row(warm)) }
      #expect(twin.take(row("36.6")))
      for _ in 0..<4 { twin.take(row(value)) }
      #expect(twin.take(row("36.7")))
      let first = try Twin(settings)
      for _ in 0..<4 { first.take(row(value)) }
      first.take(row("36.6"))
    }
  }

  @Test func `a sentinel is never written by a template`() throws {
    let twin = try Twin(["sentinels": "-1, 32767"])
    for value in ["1", "2", "3"] { twin.take(row(value)) }
    #expect(twin.take(row("4")))
    for value in ["-1", "-1.00", "32767"] { #expect(!twin.take(row(value))) }
  }

  @Test func `a message without a value to learn from puts learning off`() throws {
    let twin = try Twin(["sentinels": "-1"])
    for value in ["-1", "-1", "-1.0", "--5", "-1"] { #expect(!twin.take(row(value))) }
    let isWritten = ["36", "37", "38"].map { twin.take(row($0)) }
    #expect(isWritten.last == true)
  }

  @Test(arguments: [
    "20260230120000", "20261124246060", "20261124125960", "00000101000000", "99991231235959",
    "20261124120000.1", "20261124120000.1234", "20261124120000.123", "202611241200", "20261124",
    "20261124120000Z", "20261124120000+1500", "20261124120000-0330", "20261025023000",
    "20260329023000", "20261124120000+01", "", "\"\"", "20261124120000^M",
  ])
  func `a time of any form, in any zone`(time: String) throws {
    var twin = try Twin()
    let hour: Int64 = 3_600_000
    // Central European time of 2026.
    let paris = LocalZone(
      minutes: 60,
      changes: [
        .init(at: 1_774_746_000_000, minutes: 120), .init(at: 1_792_890_000_000, minutes: 60),
      ], known: 1_767_225_600_000..<(1_767_225_600_000 + 366 * 24 * hour))
    for zone in [LocalZone(minutes: 60), paris, LocalZone(minutes: -210)] {
      twin.context = IngestContext(
        received: 1_800_000_000_000, zone: zone, link: "l", subject: "s")
      for sent in ["20261124123000", "20261124123000+0100"] {
        for _ in 0..<3 {
          twin.take(row("37", time, sent: sent))
          twin.take(row("37", "20260701120000", sent: sent))
          twin.take(row("37", sent: time))
        }
        for _ in 0..<3 { twin.take(row("37.5", "20261025023000", sent: sent)) }
        #expect(twin.take(row("37.1", "20261025013000", sent: sent)))
        twin.take(row("37.1", time, sent: sent))
      }
    }
  }

  @Test func `templates hold for one zone of the link`() throws {
    var twin = try Twin()
    for _ in 0..<3 { twin.take(row("37", "20261124123000", sent: "20261124123000")) }
    #expect(twin.take(row("38", "20261124123000", sent: "20261124123000")))
    twin.context = IngestContext(
      received: 0, zone: LocalZone(minutes: 0), link: "l", subject: "s")
    #expect(!twin.take(row("38", "20261124123000", sent: "20261124123000")))
    #expect(twin.adapter.templateLoad.templates == 0)
  }

  @Test func `a number that means something for another row has no template`() throws {
    let twin = try Twin()
    for rate in ["3", "250", "7", "500", "0.1", "250"] {
      let isWritten = twin.take(
        """
        MSH|^~\\&|M|I|||20261124123000+0100||ORU^W01^ORU_R01|1|P|2.6
        OBR|1|||X|||20261124122959
        OBX|1|NA|131329^MDC_ECG_ELEC_POTL_I^MDC|1.1.1.1|1^2^3|266418^MDC_DIM_MILLI_VOLT^MDC
        OBX|2|NM|0^MDC_ATTR_SAMP_RATE^MDC|1.1.1.1.1|\(rate)|264608^MDC_DIM_X_HZ^MDC
        """)
      #expect(!isWritten)
    }
  }

  @Test func `when it was received and the digest are those of each message`() throws {
    let twin = try Twin()
    for number in 0..<9 {
      let isWritten = twin.take(row("\(number * 1_000)"), received: Int64(number) * 977)
      #expect(isWritten == (number >= 2))
    }
  }

  @Test func `a message with a value that the learner uses is not learned from`() throws {
    // The learner's own values, and their bytes in a text beside them.
    let twin = try Twin()
    for value in ["708196352410005", "708196352410004", "37"] {
      for _ in 0..<4 {
        twin.take(row(value) + "\nNTE|1||vaguemestre-7081963524-10001 708196352410005")
        twin.take(
          row(value).replacing("A1^M", with: "vaguemestre-7081963524-10002^M")
            + "\nNTE|1||vaguemestre-7081963524-10001")
      }
    }
  }
}

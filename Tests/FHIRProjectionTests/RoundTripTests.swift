import FHIRProjection
import NormalizedFormat
import NormalizedFormatTesting
import Testing

/// Lossless into the model: message to FHIR to message is the same message.
@Suite struct RoundTripTests {
  @Test(arguments: 0..<FormatSchema.contents.count)
  func `random messages of a kind come back from FHIR as they were`(kind: Int) throws {
    for seed in 0..<25 as Range<UInt64> {
      let bytes = RandomMessage.bytes(seed: seed, kind: kind, density: seed % 5 * 20 + 10)
      let message = try Message(decoding: bytes)
      let bundle = FHIRBundle(of: message)
      let back: FHIRBundle
      do { back = try FHIRBundle(bundle.bytes) } catch {
        Issue.record("seed \(seed): \(error) \(Excerpt.of(bundle.bytes, at: error.offset))")
        return
      }
      guard back.message.encoded() == bytes else {
        Issue.record("seed \(seed): \(Excerpt.difference(message.json(), back.message.json()))")
        return
      }
    }
  }

  @Test func `messages with all their fields come back from FHIR`() throws {
    for kind in FormatSchema.contents.indices {
      for seed in 1_000..<1_003 as Range<UInt64> {
        let bytes = RandomMessage.bytes(seed: seed, kind: kind, density: 100)
        let message = try Message(decoding: bytes)
        try #require(
          try FHIRBundle(FHIRBundle(of: message).bytes).message.encoded() == bytes,
          "kind \(kind), seed \(seed)")
      }
    }
  }

  @Test func `a unit that is UCUM by its coding alone is not taken for a verified one`() throws {
    var unit = UnitOfMeasure()
    unit.codings = [Coding(system: .ucum, code: "furlong")]
    unit.flagged = true
    var observation = Observation(code: Concept(text: "speed"))
    observation.values = [.quantity(Quantity(value: DecimalNumber(5), unit: unit))]
    var set = ObservationSet()
    set.observations = [observation]
    let message = Message(
      provenance: Provenance(
        adapter: AdapterIdentity(name: "a", version: "1"), source: MessageSource(standard: "s")),
      content: .observations(Observations(sets: [set])))
    #expect(try FHIRBundle(FHIRBundle(of: message).bytes).message == message)
  }

  @Test func `the same message gives the same bytes, and another one other entries`() throws {
    let one = try Message(decoding: RandomMessage.bytes(seed: 1, kind: 0, density: 30))
    let other = try Message(decoding: RandomMessage.bytes(seed: 2, kind: 0, density: 30))
    #expect(FHIRBundle(of: one).bytes == FHIRBundle(of: one).bytes)
    let first = try #require(Document(FHIRBundle(of: one)).entries.first?["fullUrl"] as? String)
    #expect(!FHIRBundle(of: other).json.contains(first))
  }

  @Test func `a label comes back with the message`() throws {
    let message = try Message(decoding: RandomMessage.bytes(seed: 3, kind: 1, density: 30))
    let label = FHIRLabel(
      policy: "north", confidentiality: "R",
      categories: [
        .init(kind: "restrictive", tagSet: "compartment", values: ["icu", "lab"]),
        .init(kind: "permissive", tagSet: "releasable/to", values: []),
      ])
    let back = try FHIRBundle(FHIRBundle(of: message, label: label).bytes)
    #expect(back.label == label)
    #expect(back.message == message)
  }

  @Test(arguments: [
    DecimalNumber(.min), DecimalNumber(0, exponent: -2), DecimalNumber(5, exponent: .min),
    DecimalNumber(.max, exponent: .max), DecimalNumber(970, exponent: -1),
  ])
  func `a number keeps every digit`(number: DecimalNumber) throws {
    let message = Samples.message([.quantity(Quantity(value: number))])
    let bundle = FHIRBundle(of: message)
    #expect(try FHIRBundle(bundle.bytes).message == message)
    #expect(bundle.json.contains("\"value\":\(number)"))
  }

  @Test(arguments: [
    "", " ", "a\u{0}b", "5\u{a0}°C", "\u{feff}", "\"quoted\"\n", "e\u{301}", "\u{1F600}",
    "  two  blanks ", "\u{2028}", "\\u0041",
  ])
  func `any text comes back, scalar by scalar`(text: String) throws {
    var message = Samples.message([.text(text)])
    var profile = Identifier()
    profile.value = text
    profile.system = text
    message.provenance.source.profiles = [profile]
    let back = try FHIRBundle(FHIRBundle(of: message).bytes).message
    #expect(back.encoded() == message.encoded())
  }
}

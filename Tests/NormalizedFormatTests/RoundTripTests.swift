import NormalizedFormatTesting
import Testing

@testable import NormalizedFormat

@Suite struct RoundTripTests {
  @Test(arguments: 0..<FormatSchema.contents.count)
  func `messages of a kind come back from their bytes as they were`(kind: Int) throws {
    for seed in 0..<100 as Range<UInt64> {
      let bytes = RandomMessage.bytes(seed: seed, kind: kind, density: seed % 5 * 20 + 10)
      let message = try Message(decoding: bytes)
      try #require(message.encoded() == bytes, "seed \(seed)")
      try #require(message.content.number == FormatSchema.contents[kind].content.number)
    }
  }

  @Test(arguments: FormatSchema.records.map(\.rule))
  func `a record with all its fields comes back from its bytes`(rule: String) throws {
    let schema = try #require(FormatSchema.byRule[rule])
    let type = try #require(RecordTypes.byRule[rule])
    for seed in 0..<10 as Range<UInt64> {
      let bytes = RandomMessage.full(schema, seed: seed)
      try #require(try Self.roundTrip(type, bytes) == bytes, "seed \(seed)")
    }
  }

  @Test func `two models that differ have different bytes`() throws {
    var message = Message(
      provenance: Provenance(
        adapter: AdapterIdentity(name: "a", version: "1"), source: MessageSource(standard: "s")),
      content: .other(Other(type: "t")))
    let before = message.encoded()
    message.patient = Patient()
    let after = message.encoded()
    #expect(before != after)
    #expect(try Message(decoding: after).patient == Patient())
  }

  @Test func `a record of more than 23 fields has a head of two bytes`() throws {
    let schema = try #require(FormatSchema.byRule["patient"])
    let bytes = RandomMessage.full(schema, seed: 1)
    #expect(bytes[0] == 0xb8)
    #expect(bytes[1] == UInt8(schema.fields.count))
    #expect(try Self.roundTrip(Patient.self, bytes) == bytes)
  }

  private static func roundTrip<T: Record>(_ type: T.Type, _ bytes: [UInt8]) throws -> [UInt8] {
    var decoder = MessageDecoder(bytes)
    let record = try T(from: &decoder)
    try decoder.finish()
    var encoder = MessageEncoder(capacity: 64)
    defer { encoder.output.deallocate() }
    record.encode(to: &encoder)
    return encoder.output.bytes ?? []
  }
}

/// The types of the records, by rule.
enum RecordTypes {
  static let byRule: [String: any Record.Type] = {
    var types: [String: any Record.Type] = [:]
    func enter(_ type: any Wire.Type) {
      if type == Value.self {
        for field in FormatSchema.valueFields { if let type = field.type { enter(type) } }
      }
      guard let record = type as? any Record.Type, types[record.rule.description] == nil else {
        return
      }
      types[record.rule.description] = record
      for field in FieldCollector.fields(of: record) { if let type = field.type { enter(type) } }
    }
    enter(Message.self)
    for content in FormatSchema.contents { enter(content.type) }
    return types
  }()
}

import CBOR
import NormalizedFormatTesting
import Testing

@testable import NormalizedFormat

@Suite struct HostileBytesTests {
  @Test(arguments: BadMessage.againstTheGrammar + BadMessage.againstTheText)
  func `a message that is wrong in one place is refused with its code`(bad: BadMessage) {
    #expect { try Message(decoding: bad.bytes) } throws: { error in
      guard let error = error as? FormatError else { return false }
      return error.code == bad.code && (0...bad.bytes.count).contains(error.offset)
    }
  }

  @Test(arguments: 0..<FormatSchema.contents.count)
  func `a message cut at any byte is refused`(kind: Int) throws {
    let bytes = RandomMessage.bytes(seed: 7, kind: kind, density: 25)
    for length in 0..<bytes.count {
      let result = Result { try Message(decoding: Array(bytes[..<length])) }
      guard case .failure(let error as FormatError) = result else {
        Issue.record("cut at \(length)")
        return
      }
      try #require(error.offset <= length)
    }
  }

  @Test func `no mutation of a message makes the decoder trap, and what it accepts is a message`()
    throws
  {
    var random = SeededRandom(42)
    var accepted = 0
    let seeds = FormatSchema.contents.indices.map {
      RandomMessage.bytes(seed: UInt64($0), kind: $0, density: 12)
    }
    for _ in 0..<20_000 {
      var bytes = seeds[Int.random(in: seeds.indices, using: &random)]
      for _ in 0...Int.random(in: 0..<3, using: &random) { Self.mutate(&bytes, &random) }
      guard let message = try? Message(decoding: bytes) else { continue }
      accepted += 1
      try #require(try Message(decoding: message.encoded()) == message)
    }
    #expect(accepted > 100, "mutations that only break heads would prove little")
  }

  private static func mutate(_ bytes: inout [UInt8], _ random: inout SeededRandom) {
    guard !bytes.isEmpty else { return }
    let place = Int.random(in: bytes.indices, using: &random)
    switch Int.random(in: 0..<5, using: &random) {
    case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
    case 1: bytes[place] ^= 1 << UInt8(random.next() % 8)
    case 2: bytes.remove(at: place)
    case 3: bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: place)
    default: bytes.replaceSubrange(place..<min(place + 8, bytes.count), with: [0xff, 0x9f, 0xbb])
    }
  }

  static let withExtension: [UInt8] =
    (try? SampleMessages.least(-7, .text("later")).encoded()) ?? []

  @Test func `an extension is skipped and the message is the same`() throws {
    #expect(try Message(decoding: Self.withExtension) == Message(decoding: BadMessage.leastBytes))
  }

  @Test(arguments: FormatSchema.records.map(\.rule))
  func `a record refuses the first key after its own`(rule: String) throws {
    let type = try #require(RecordTypes.byRule[rule])
    let schema = RecordSchema(type)
    let key = (schema.fields.map(\.key).max() ?? 0) + 1
    var writer = CBORWriter()
    writer.map(1)
    writer.unsigned(key)
    writer.unsigned(0)
    #expect(throws: FormatError(.unknownKey, at: 1)) {
      var decoder = MessageDecoder(writer.bytes)
      _ = try type.init(from: &decoder)
    }
  }

  @Test(
    arguments: FormatSchema.records.filter { $0.fields.contains(where: \.isRequired) }.map(\.rule))
  func `a record without what it must have is refused`(rule: String) throws {
    let type = try #require(RecordTypes.byRule[rule])
    #expect(throws: FormatError(.missingKey, at: 0)) {
      var decoder = MessageDecoder([0xa0])
      _ = try type.init(from: &decoder)
    }
  }

  @Test func `the keys that the code demands are those that the schema calls required`() {
    for schema in FormatSchema.records {
      var keys: KeySet = []
      for field in schema.fields where field.isRequired { keys.insert(field.key) }
      #expect(keys == schema.required, "\(schema.rule)")
    }
  }

  @Test func `keys ascend in every record, so that its encoding is deterministic`() {
    for schema in FormatSchema.records where schema.rule != "timestamp" {
      let keys = schema.fields.map(\.key)
      #expect(keys == Array(1...UInt64(keys.count)), "\(schema.rule)")
    }
  }
}

@Suite struct FormatLimitTests {
  @Test func `observations within observations beyond the depth are refused`() throws {
    func bytes(_ levels: Int) -> [UInt8] {
      var writer = CBORWriter()
      // A tree refuses such depth itself, so the bytes are made by hand.
      writer.encoded([0xa4, 0x00, 0x01, 0x01])
      writer.encoded((try? SampleMessages.provenance.encoded()) ?? [])
      writer.encoded([0x04, 0x01, 0x05, 0xa1, 0x01, 0x81, 0xa1, 0x05, 0x81])
      for _ in 0..<levels { writer.encoded([0xa2, 0x01, 0xa0, 0x17, 0x81]) }
      writer.encoded([0xa1, 0x01, 0xa0])
      return writer.bytes
    }
    #expect(throws: Never.self) { try Message(decoding: bytes(FormatLimit.depthMax - 5)) }
    #expect {
      try Message(decoding: bytes(FormatLimit.depthMax - 3))
    } throws: { ($0 as? FormatError)?.code == .depth }
    #expect {
      try Message(decoding: bytes(100_000))
    } throws: { ($0 as? FormatError)?.code == .depth }
  }

  @Test func `a message beyond its size is refused before it is read`() {
    let bytes = [UInt8](repeating: 0xff, count: FormatLimit.messageBytesMax + 1)
    #expect(throws: FormatError(.tooLarge, at: FormatLimit.messageBytesMax)) {
      try Message(decoding: bytes)
    }
  }

  @Test func `a megabyte of empty observations is refused, not built`() {
    var writer = CBORWriter()
    writer.encoded([0xa4, 0x00, 0x01, 0x01])
    writer.encoded((try? SampleMessages.provenance.encoded()) ?? [])
    writer.encoded([0x04, 0x01, 0x05, 0xa1, 0x01, 0x84])
    for _ in 0..<4 {
      writer.encoded([0xa1, 0x05])
      writer.array(60_000)
      for _ in 0..<60_000 { writer.encoded([0xa1, 0x01, 0xa0]) }
    }
    #expect {
      try Message(decoding: writer.bytes)
    } throws: { ($0 as? FormatError)?.code == .tooLarge }
  }

  @Test func `an array of more items than the limit is refused`() {
    let texts = [CBORValue](repeating: .text(""), count: FormatLimit.itemsMax + 1)
    let bytes = (try? SampleMessages.least(7, .array(texts)).encoded()) ?? []
    #expect { try Message(decoding: bytes) } throws: { ($0 as? FormatError)?.code == .tooLarge }
  }

  @Test func `a count that the bytes can't hold allocates nothing`() {
    let bytes: [UInt8] = [
      0xa4, 0x00, 0x01, 0x07, 0x9b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    ]
    #expect(throws: FormatError(.truncated, at: 4)) { try Message(decoding: bytes) }
  }

  @Test func `limits stand in their relations`() {
    #expect(FormatLimit.samplesMax * MemoryLayout<Int64?>.stride <= FormatLimit.decodedBytesMax)
    #expect(FormatLimit.itemsMax <= FormatLimit.messageBytesMax)
    #expect(FormatLimit.decodedBytesMax + FormatLimit.messageBytesMax <= 64 << 20)
  }

  @Test func `an error says its code and place and nothing else`() {
    #expect(FormatError(.unknownKey, at: 17).description == "VGM-1504 at 17")
  }
}

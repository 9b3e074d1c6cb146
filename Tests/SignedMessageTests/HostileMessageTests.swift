import CBOR
import Cryptography
import Labels
import SignedMessage
import Testing

/// Messages of somebody who has captured good ones, or is a producer that went bad.
@Suite struct HostileMessageTests {
  let producer: Producer
  let verifier: MessageVerifier

  init() throws {
    producer = try Producer()
    verifier = producer.verifier
  }

  @Test func `no bit of a message can be changed`() throws {
    let message = try producer.sign([Producer.draft()])[0]
    #expect(code(of: message, verifier) == nil)
    for index in message.indices {
      for bit in [0, 3, 7] {
        var forged = message
        forged[index] ^= 1 << UInt8(bit)
        #expect(code(of: forged, verifier) != nil, "bit \(bit) of byte \(index)")
      }
    }
  }

  /// Of the last one: elsewhere some other sizes of the tree ask for the same path, and are the
  /// same proof.
  @Test func `no bit of the last message of a batch can be changed, cached signature or not`()
    throws
  {
    let message = try producer.sign(count: 11)[10]
    #expect(code(of: message, verifier) == nil)
    for index in message.indices {
      var forged = message
      forged[index] ^= 1 << UInt8(index % 8)
      #expect(code(of: forged, verifier) != nil, "byte \(index)")
      #expect(code(of: message, verifier) == nil)
    }
  }

  @Test func `every truncation is malformed, and so is a byte more`() throws {
    for message in [try producer.sign(count: 1)[0], try producer.sign(count: 5)[2]] {
      for count in message.indices {
        #expect(code(of: Array(message[..<count]), verifier) == .malformed)
      }
      #expect(code(of: message + [0], verifier) == .malformed)
    }
  }

  @Test func `random bytes are refused and never trap`() throws {
    var random = SeededGenerator(seed: 1)
    for _ in 0..<20_000 {
      let count = Int.random(in: 0..<80, using: &random)
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
      #expect(code(of: bytes, verifier) != nil)
      #expect(code(of: [0x84] + bytes, verifier) != nil)
    }
  }

  @Test func `messages with random damage are refused and never trap`() throws {
    var random = SeededGenerator(seed: 2)
    let messages = try producer.sign(count: 6) + producer.sign(count: 1)
    for _ in 0..<5000 {
      var bytes = messages[Int.random(in: messages.indices, using: &random)]
      let original = bytes
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        // The head of the message is where the structure is.
        let place = Int.random(in: 0..<min(bytes.count, 260), using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: place)
        default: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
        }
      }
      if bytes != original { #expect(code(of: bytes, verifier) != nil) }
    }
  }

  @Test func `a message is found within a frame and nowhere around it`() throws {
    let message = try producer.sign(count: 1)[0]
    let frame = [0x01, 0x02] + message + [0x03]
    let range = 2..<2 + message.count
    #expect(try Array(verifier.verify(UnverifiedMessage(frame, in: range)).bytes) == message)
    #expect(throws: MessageError.self) { try UnverifiedMessage(frame, in: 1..<range.upperBound) }
    #expect(throws: MessageError.self) { try UnverifiedMessage(frame, in: 2..<frame.count) }
    #expect(throws: MessageError.self) { try UnverifiedMessage(frame, in: 2..<frame.count + 100) }
    #expect(throws: MessageError.self) { try UnverifiedMessage(frame, in: 5..<5) }
  }

  @Test func `an error's offset is the place in the frame`() throws {
    var raw = try RawMessage(producer.key)
    raw[1] = cbor { $0.integer(-8) }
    let frame = [0, 0, 0] + raw.bytes
    let error = #expect(throws: MessageError.self) {
      try UnverifiedMessage(frame, in: 3..<frame.count)
    }
    // Array head, byte string head of three bytes, map head, key, and there it is.
    #expect(try #require(error).offset == 3 + 1 + 2 + 1 + 1)
  }

  @Test func `an unknown key is refused`() throws {
    let message = try Producer().sign(count: 1)[0]
    #expect(code(of: message, verifier) == .unknownKey)
  }

  @Test func `a key given under another id is refused`() throws {
    let other = try SigningKey.generate().publicKey
    let message = try producer.sign(count: 1)[0]
    #expect(code(of: message, MessageVerifier { _ in other }) == .unknownKey)
  }

  @Test func `a key that is revoked between two messages of a batch is refused at once`() throws {
    let messages = try producer.sign(count: 2)
    let revoked = Flag()
    let key = producer.key.publicKey
    let verifier = MessageVerifier { _ in revoked.isSet ? nil : key }
    #expect(code(of: messages[0], verifier) == nil)
    revoked.isSet = true
    #expect(code(of: messages[1], verifier) == .unknownKey)
  }

  @Test func `the signature of one message is not taken for another of the same key`() throws {
    let first = try producer.sign(count: 1)[0]
    let second = try producer.sign(count: 1)[0]
    #expect(code(of: first, verifier) == nil)
    #expect(code(of: second.dropLast(64) + first.suffix(64), verifier) == .signature)
  }

  @Test func `another valid signature of the same batch is verified and not taken from the cache`()
    throws
  {
    var raw = try RawMessage(producer.key)
    let other = MerkleTree.leafHash([1])
    try raw.join([other], at: 0, producer.key)
    let first = raw.bytes
    try raw.join([other], at: 0, producer.key)
    #expect(raw.bytes != first)
    #expect(code(of: first, verifier) == nil)
    #expect(code(of: raw.bytes, verifier) == nil)
    raw.signature[40] ^= 1
    #expect(code(of: raw.bytes, verifier) == .signature)
  }

  @Test func `a payload or a header over its bound is refused before it is hashed`() throws {
    var raw = try RawMessage(
      producer.key, payload: [UInt8](repeating: 0, count: MessageLimit.payloadBytesMax + 1))
    #expect(code(of: raw.bytes, verifier) == .tooLarge)
    raw.payload = [UInt8](repeating: 0, count: MessageLimit.messageBytesMax)
    #expect(code(of: raw.bytes, verifier) == .tooLarge)
    raw.payload = []
    raw[RawMessage.labelKey] = cbor { $0.bytes([UInt8](repeating: 0, count: 4096)) }
    #expect(code(of: raw.bytes, verifier) == .tooLarge)
  }

  @Test func `messages of many batches mixed verify, beyond what the caches hold`() throws {
    let batches = try (0..<20).map { _ in try producer.sign(count: 3) }
    for index in 0..<3 {
      for batch in batches { #expect(code(of: batch[index], verifier) == nil) }
    }
  }

  @Test func `messages with many labels each keep their own`() throws {
    for _ in 0..<2 {
      for number in 0..<40 {
        let label = Label(
          policy: "hospital", classification: .normal,
          restrictive: [Category("compartment", "c\(number)")])
        let message = try producer.sign([Producer.draft(label: label)])[0]
        #expect(try verifier.verify(UnverifiedMessage(message)).label == label)
      }
    }
  }

  @Test func `an error says nothing of the content`() throws {
    var raw = try RawMessage(producer.key)
    raw[RawMessage.contextKey] = RawContext(subject: "Jean Dupont").encoded
    let error = #expect(throws: MessageError.self) { try UnverifiedMessage(raw.bytes) }
    let text = try #require(error).description
    #expect(text.hasPrefix("VGM-2108 at "))
    #expect(!text.contains("Dupont"))
  }
}

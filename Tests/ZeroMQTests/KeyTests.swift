import Testing

@testable import ZeroMQ

@Suite struct KeyTests {
  @Test func `Z85 has the words of its specification`() {
    let bytes: [UInt8] = [0x86, 0x4F, 0xD2, 0x6F, 0xB5, 0x59, 0xF7, 0x5B]
    #expect(Z85.encode(bytes) == "HelloWorld")
    #expect(Z85.decode("HelloWorld") == bytes)
  }

  @Test func `a generated pair is the pair of its secret text`() throws {
    let pair = try CurveKeyPair.generate()
    let again = try CurveKeyPair(secretText: pair.secretText)
    #expect(again.publicKey == pair.publicKey)
    #expect(pair.secretText.utf8.count == 40)
  }

  @Test func `the public key of RFC 7748's first scalar is computed`() throws {
    // RFC 7748, 6.1: Alice's private and public key.
    let secret: [UInt8] = [
      0x77, 0x07, 0x6D, 0x0A, 0x73, 0x18, 0xA5, 0x7D, 0x3C, 0x16, 0xC1, 0x72, 0x51, 0xB2, 0x66,
      0x45, 0xDF, 0x4C, 0x2F, 0x87, 0xEB, 0xC0, 0x99, 0x2A, 0xB1, 0x77, 0xFB, 0xA5, 0x1D, 0xB9,
      0x2C, 0x2A,
    ]
    let key: [UInt8] = [
      0x85, 0x20, 0xF0, 0x09, 0x89, 0x30, 0xA7, 0x54, 0x74, 0x8B, 0x7D, 0xDC, 0xB4, 0x3E, 0xF7,
      0x5A, 0x0D, 0xBF, 0x3A, 0x0D, 0x26, 0x38, 0x1A, 0xF4, 0xEB, 0xA4, 0xA9, 0x8E, 0xAA, 0x9B,
      0x4E, 0x6A,
    ]
    #expect(try CurveKeyPair(secretKey: secret).publicKey.bytes == key)
  }

  @Test func `two generated pairs differ`() throws {
    #expect(try CurveKeyPair.generate().publicKey != CurveKeyPair.generate().publicKey)
  }

  @Test func `a public key survives its text`() throws {
    let key = try CurveKeyPair.generate().publicKey
    #expect(try CurvePublicKey(text: key.text) == key)
  }

  @Test(arguments: [
    "", "short", String(repeating: "0", count: 39), String(repeating: "0", count: 45),
    String(repeating: "\"", count: 40), String(repeating: "#", count: 40),
    String(repeating: " ", count: 40), String(repeating: "é", count: 20),
  ])
  func `a malformed key text is refused`(text: String) throws {
    let asPublic = try #require(throws: ZeroMQError.self) { try CurvePublicKey(text: text) }
    let asSecret = try #require(throws: ZeroMQError.self) { try CurveKeyPair(secretText: text) }
    #expect(asPublic.code == .keyMalformed)
    #expect(asSecret.code == .keyMalformed)
  }

  @Test(arguments: [0, 31, 33]) func `a secret of another length is refused`(count: Int) {
    #expect(throws: ZeroMQError.self) {
      try CurveKeyPair(secretKey: [UInt8](repeating: 1, count: count))
    }
  }

  @Test func `a pair prints its public key only`() throws {
    let pair = try CurveKeyPair.generate()
    var dumped = ""
    dump(pair, to: &dumped)
    for text in ["\(pair)", String(reflecting: pair), dumped] {
      #expect(!text.contains(pair.secretText))
      #expect(text.contains(pair.publicKey.text))
    }
  }
}

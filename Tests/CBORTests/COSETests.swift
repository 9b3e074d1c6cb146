import CBOR
import Testing

@Suite struct COSESign1Tests {
  @Test func `what is encoded decodes to its parts`() throws {
    let protected = COSEHeader.es256(keyID: [7, 7])
    let bytes = COSESign1.encode(
      protected: protected, payload: [1, 2, 3], signature: [9], tagged: true)
    let message = try COSESign1(decoding: bytes, tagging: .required)
    #expect(Array(bytes[message.headers.protected]) == protected)
    #expect(message.payload.map { Array(bytes[$0]) } == [1, 2, 3])
    #expect(Array(bytes[message.signature]) == [9])
    let header = try COSEHeader(of: bytes, in: message.headers.protected)
    #expect(header.algorithm == COSE.es256)
    #expect(header.keyID.map { Array(bytes[$0]) } == [7, 7])
    #expect(!header.hasOthers)
  }

  @Test func `a detached payload is no payload`() throws {
    let bytes = COSESign1.encode(protected: [], payload: nil, signature: [9])
    #expect(try COSESign1(decoding: bytes).payload == nil)
  }

  @Test func `an empty protected map is signed as an empty string`() {
    let full = COSE.sigStructure(protected: [0xa0], payload: [1])
    #expect(full == COSE.sigStructure(protected: [], payload: [1]))
    #expect(full == hex("84 6a5369676e617475726531 40 40 4101"))
  }

  @Test(arguments: [
    // name, message, code, offset
    ("three parts", "83 40 a0 41 00", CBORError.Code.wrongCount, 0),
    ("five parts", "85 40 a0 4100 4109 00", .wrongCount, 0),
    ("protected is a map", "84 a0 a0 4100 4109", .wrongType, 1),
    ("protected holds an array", "84 4180 a0 4100 4109", .wrongType, 2),
    ("protected holds two maps", "84 42a0a0 a0 4100 4109", .trailing, 3),
    (
      "protected holds a map twice the same label", "84 45a201260126 a0 4100 4109", .duplicateKey, 5
    ),
    ("protected is cut", "84 42a101 a0 4100 4109", .truncated, 2),
    ("protected has indefinite map", "84 42bfff a0 4100 4109", .indefinite, 2),
    ("protected label is a byte string", "84 44a1410100 a0 4100 4109", .structure, 3),
    ("protected value is tagged", "84 44a101c100 a0 4100 4109", .tag, 4),
    ("unprotected is an array", "84 40 80 4100 4109", .wrongType, 2),
    ("unprotected keys out of order", "84 40 a204000100 4100 4109", .keyOrder, 5),
    ("a label in both", "84 43a10126 a10126 4100 4109", .duplicateKey, 6),
    ("crit is unprotected", "84 40 a1028101 4100 4109", .structure, 3),
    ("crit is empty", "84 43a10280 a0 4100 4109", .structure, 4),
    ("crit is not a list", "84 43a10201 a0 4100 4109", .wrongType, 4),
    ("crit lists a byte string", "84 45a102814101 a0 4100 4109", .structure, 5),
    ("payload is a text", "84 40 a0 6100 4109", .wrongType, 3),
    ("signature is null", "84 40 a0 4100 f6", .wrongType, 5),
    ("signature is missing", "84 40 a0 4100", .truncated, 5),
    ("something follows", "84 40 a0 4100 4109 00", .trailing, 7),
    ("tagged twice", "d2d2 84 40 a0 4100 4109", .tag, 0),
  ])
  func `a COSE_Sign1 of another form is refused`(
    name: String, text: String, code: CBORError.Code, offset: Int
  ) throws {
    let bytes = try #require(hex(text))
    #expect(throws: CBORError(code, at: offset), "\(name)") { try COSESign1(decoding: bytes) }
  }

  @Test func `of a label in both buckets the walk finds each one`() throws {
    for shared in [1, 4, 5, 7] as [UInt8] {
      let bytes = COSESign1.encode(
        protected: [0xa4, 1, 0, 4, 0, 5, 0, 7, 0], unprotected: [0xa3, 0, 0, shared, 0, 8, 0],
        payload: [], signature: [])
      #expect(throws: CBORError.self) { try COSESign1(decoding: bytes) }
    }
    let distinct = COSESign1.encode(
      protected: [0xa2, 1, 0, 4, 0], unprotected: [0xa3, 0, 0, 3, 0, 8, 0], payload: [],
      signature: [])
    #expect(throws: Never.self) { try COSESign1(decoding: distinct) }
  }

  @Test func `a failed read leaves the reader where it was`() throws {
    var reader = CBORReader([0x00, 0x84, 0x40, 0xa0, 0x41, 0x00, 0xf6])
    _ = try reader.unsigned()
    #expect(throws: CBORError(.wrongType, at: 6)) { try COSESign1(from: &reader) }
    #expect(reader.offset == 1)
  }

  @Test func `a text label is another label and is told to the caller`() throws {
    let bytes = try #require(hex("84 47a201266161 4100 a0 4100 4109".replacing(" ", with: "")))
    let message = try COSESign1(decoding: bytes)
    #expect(try COSEHeader(of: bytes, in: message.headers.protected).hasOthers)
  }

  @Test func `critical labels are listed as they stand`() throws {
    let header: [UInt8] = [0xa2, 1, 0x26, 2, 0x82, 1, 0x20]
    #expect(try COSEHeader(of: header, in: 0..<header.count).critical == [1, -1])
  }
}

@Suite struct COSESignTests {
  private let part = COSESign.Signed(protected: COSEHeader.es256(keyID: [1]), signature: [9])

  @Test func `what is encoded decodes to its parts`() throws {
    let bytes = COSESign.encode(payload: [1, 2], signatures: [part, part], tagged: true)
    let message = try COSESign(decoding: bytes, tagging: .required)
    #expect(message.payload.map { Array(bytes[$0]) } == [1, 2])
    #expect(message.signatures.count == 2)
    let second = try #require(message.signatures.last)
    #expect(Array(bytes[second.headers.protected]) == part.protected)
    #expect(Array(bytes[second.signature]) == [9])
  }

  @Test func `no signature at all is refused`() {
    let bytes = COSESign.encode(payload: [1], signatures: [])
    #expect(throws: CBORError(.structure, at: 5)) { try COSESign(decoding: bytes) }
  }

  @Test func `more signatures than the limit are refused before they are read`() {
    let some = Array(repeating: part, count: COSESign.signaturesMax)
    let bytes = COSESign.encode(payload: [1], signatures: some + [part])
    #expect(throws: CBORError(.outOfRange, at: 5)) { try COSESign(decoding: bytes) }
    let most = COSESign.encode(payload: [1], signatures: some)
    #expect(throws: Never.self) { try COSESign(decoding: most) }
  }

  @Test func `a COSE_Sign1 is not a COSE_Sign`() {
    let bytes = COSESign1.encode(protected: [], payload: [1], signature: [9])
    #expect(throws: CBORError(.wrongType, at: 5)) { try COSESign(decoding: bytes) }
  }

  @Test func `the body's and the signer's headers are both signed, in this order`() {
    let bytes = COSE.sigStructure(
      bodyProtected: [0xa1, 3, 0], signerProtected: [0xa1, 1, 0x26], payload: [7])
    #expect(bytes == hex("85 695369676e6174757265 43a10300 43a10126 40 4107"))
  }
}

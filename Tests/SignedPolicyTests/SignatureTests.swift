import CBOR
import Cryptography
import Policy
import SignedPolicy
import Testing

@Suite struct SignatureTests {
  private let hospital: Hospital
  private let bytes: [UInt8]

  init() throws {
    hospital = try Hospital()
    var signer = try PolicySigner(hospital.charter)
    for key in [0, 1] { try signer.sign(with: Keys.signing(key)) }
    bytes = signer.encoded
  }

  private func verify(_ bytes: [UInt8]) throws -> VerifiedCharter {
    try PolicyVerifier.verify(
      try UnverifiedCharter(bytes), trusting: .pinned(hospital.pin, accepted: nil),
      at: Hospital.time)
  }

  /// The signed charter with its four parts changed.
  private func rebuilt(_ change: (inout [CBORValue]) -> Void) throws -> [UInt8] {
    guard case .tagged(98, .array(var parts)) = try CBORValue(decoding: bytes, tags: true) else {
      Issue.record("no COSE_Sign")
      return []
    }
    change(&parts)
    return try CBORValue.tagged(98, .array(parts)).encoded()
  }

  /// The signed charter with its list of signatures changed.
  private func resigned(_ change: (inout [CBORValue]) -> Void) throws -> [UInt8] {
    try rebuilt { parts in
      guard case .array(var signatures) = parts[3] else { return }
      change(&signatures)
      parts[3] = .array(signatures)
    }
  }

  @Test func `the untouched bytes verify`() throws {
    #expect(try verify(bytes).document == hospital.charter)
    #expect(try rebuilt { _ in } == bytes)
  }

  @Test func `every cut is refused`() {
    for count in stride(from: 0, to: bytes.count, by: 7) {
      #expect(throws: VerificationFault.self) { try UnverifiedCharter(Array(bytes[..<count])) }
    }
  }

  @Test func `every changed byte is refused`() {
    for place in stride(from: 0, to: bytes.count, by: 3) {
      var changed = bytes
      changed[place] ^= 0x01
      #expect(throws: VerificationFault.self) { try verify(changed) }
    }
  }

  @Test func `case 33: the same key under two ids counts once`() throws {
    let (zero, stranger) = (try Keys.id(0), try Keys.id(40))
    // The second entry claims another id for the same signature of key 0.
    let other = try Keys.signing(1).publicKey.keyID
    let forged = try resigned { signatures in
      signatures = signatures.filter { $0.isBy(zero) }
      signatures.append(signatures[0].signed(as: other))
    }
    #expect(throws: VerificationFault.invalidSignature) { try verify(forged) }
    let unknown = try resigned { signatures in
      signatures = signatures.filter { $0.isBy(zero) }
      signatures.append(signatures[0].signed(as: stranger))
    }
    #expect(throws: VerificationFault.thresholdNotMet) { try verify(unknown) }
  }

  @Test func `case 34: the same signature twice counts once`() throws {
    let doubled = try resigned { signatures in
      signatures = [signatures[0], signatures[0], signatures[0]]
    }
    #expect(throws: VerificationFault.thresholdNotMet) { try verify(doubled) }
  }

  @Test func `case 34: two signatures of one key count once`() throws {
    let zero = try Keys.id(0)
    var again = try PolicySigner(hospital.charter)
    try again.sign(with: Keys.signing(0))
    let second = try CBORValue(decoding: again.encoded, tags: true)
    let doubled = try resigned { signatures in
      signatures = signatures.filter { $0.isBy(zero) }
      if case .tagged(_, .array(let parts)) = second, case .array(let more) = parts[3] {
        signatures += more
      }
    }
    #expect(throws: VerificationFault.thresholdNotMet) { try verify(doubled) }
  }

  @Test func `a policy's signature is none for a charter`() throws {
    let policy = try hospital.signed(hospital.policy(), [10, 11])
    #expect(policy.claimedSigners.count == 2)
    var signer = try PolicySigner(hospital.policy())
    try signer.sign(with: Keys.signing(10))
    let bytes = signer.encoded
    #expect(throws: VerificationFault.wrongContentType) { try UnverifiedCharter(bytes) }
  }

  @Test func `case 50: another algorithm, or none, is no signature`() throws {
    for algorithm in [-35, -257, 0, -8] as [Int64] {
      let swapped = try resigned { signatures in
        signatures = signatures.map { $0.with(algorithm: algorithm) }
      }
      #expect(throws: VerificationFault.malformedSignatures) { try UnverifiedCharter(swapped) }
    }
  }

  @Test func `case 49: an unknown header is refused, critical or not`() throws {
    let crit = try rebuilt { $0[0] = .byteString([0xa1, 0x02, 0x81, 0x18, 0x63]) }
    #expect(throws: VerificationFault.self) { try UnverifiedCharter(crit) }
    let unprotected = try rebuilt { $0[1] = .map([.init(.unsigned(4), .byteString([1]))]) }
    #expect(throws: VerificationFault.malformedSignatures) { try UnverifiedCharter(unprotected) }
  }

  @Test func `a detached payload is refused`() throws {
    let detached = try rebuilt { $0[2] = .null }
    #expect(throws: VerificationFault.malformedSignatures) { try UnverifiedCharter(detached) }
  }

  @Test func `case 44: bytes after the document, or no tag before it, are refused`() throws {
    #expect(throws: VerificationFault.malformedSignatures) { try UnverifiedCharter(bytes + [0]) }
    let untagged = Array(bytes.dropFirst(2))
    #expect(throws: VerificationFault.malformedSignatures) { try UnverifiedCharter(untagged) }
  }

  @Test func `case 44: a key twice in the document is refused`() throws {
    let doubled = try rebuilt { parts in
      guard case .byteString(var payload) = parts[2] else { return }
      payload[0] += 1
      payload += [0x64] + Array("site".utf8) + [0x61, 0x78]
      parts[2] = .byteString(payload)
    }
    #expect(throws: VerificationFault.self) { try UnverifiedCharter(doubled).claim() }
  }

  @Test func `case 44: nesting beyond the bound is refused`() throws {
    let deep = try rebuilt { $0[2] = .byteString([UInt8](repeating: 0x81, count: 100_000)) }
    #expect(
      throws: VerificationFault.document(DocumentFault(.malformedEncoding, at: "byte 16"))
    ) { try UnverifiedCharter(deep).claim() }
  }

  @Test func `case 43: more bytes than a signed document may have are refused unread`() {
    let large = [UInt8](repeating: 0x81, count: PolicyLimit.documentBytesMax + 1)
    #expect(throws: VerificationFault.tooLarge) { try UnverifiedCharter(large) }
  }

  @Test func `case 43: a thousand signatures are refused before one is verified`() throws {
    let many = try resigned { signatures in
      signatures = Array(repeating: signatures[0], count: 1000)
    }
    #expect(throws: VerificationFault.malformedSignatures) { try UnverifiedCharter(many) }
  }

  @Test func `signers add to each other's document without changing it`() throws {
    var first = try PolicySigner(hospital.charter)
    try first.sign(with: Keys.signing(0))
    var second = try PolicySigner(UnverifiedCharter(first.encoded))
    try second.sign(with: Keys.signing(1))
    #expect(second.digest == first.digest)
    let both = [try Keys.id(0), try Keys.id(1)].sorted()
    #expect(second.signers == both)
    #expect(try verify(second.encoded).document == hospital.charter)
  }

  @Test func `a signer refuses what could not be decoded again`() throws {
    var charter = hospital.charter
    charter.roots.threshold = 9
    #expect(throws: DocumentFault(.outOfRange, at: "roots.threshold")) { try PolicySigner(charter) }
  }
}

extension Keys {
  static func id(_ number: Int) throws -> KeyID { try signing(number).publicKey.keyID }
}

extension CBORValue {
  fileprivate func isBy(_ key: KeyID) -> Bool {
    guard case .array(let parts) = self else { return false }
    return parts[0] == .byteString(COSEHeader.es256(keyID: key.bytes))
  }

  fileprivate func signed(as key: KeyID) -> CBORValue {
    guard case .array(var parts) = self else { return self }
    parts[0] = .byteString(COSEHeader.es256(keyID: key.bytes))
    return .array(parts)
  }

  fileprivate func with(algorithm: Int64) -> CBORValue {
    guard case .array(var parts) = self, case .byteString(let header) = parts[0],
      case .map(var pairs) = try? CBORValue(decoding: header)
    else { return self }
    pairs[0] = Pair(.unsigned(1), .integer(algorithm))
    parts[0] = .byteString((try? CBORValue.map(pairs).encoded()) ?? [])
    return .array(parts)
  }
}

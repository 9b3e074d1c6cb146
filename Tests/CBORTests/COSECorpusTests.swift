import CBOR
import Cryptography
import Foundation
import Testing

/// The cose-wg examples that use ES256: what passes there verifies here, what fails there is
/// refused here.
@Suite(.enabled(if: Corpus.exists("cose/sign1-tests-sign-pass-01.json")))
struct COSECorpusTests {
  @Test(arguments: ["sign1-tests-sign-pass-01", "sign1-tests-sign-pass-02"])
  func `a passing COSE_Sign1 verifies`(name: String) throws {
    #expect(try Example(name).verifiesSign1(.required))
  }

  @Test(arguments: ["sign-tests-ecdsa-01", "sign-tests-sign-pass-01", "sign-tests-sign-pass-02"])
  func `a passing COSE_Sign verifies`(name: String) throws {
    #expect(try Example(name).verifiesSign(.required))
  }

  @Test func `an untagged COSE_Sign1 verifies only where the caller admits one`() throws {
    let example = try Example("sign1-tests-sign-pass-03")
    #expect(try example.verifiesSign1(.optional))
    #expect(try example.verifiesSign1(.forbidden))
    #expect(throws: CBORError(.structure, at: 0)) { try example.verifiesSign1(.required) }
  }

  @Test func `an untagged COSE_Sign verifies only where the caller admits one`() throws {
    let example = try Example("sign-tests-sign-pass-03")
    #expect(try example.verifiesSign(.optional))
    #expect(try example.verifiesSign(.forbidden))
    #expect(throws: CBORError(.structure, at: 0)) { try example.verifiesSign(.required) }
  }

  @Test(arguments: [COSE.Tagging.required, .optional, .forbidden])
  func `another tag is refused however the caller reads`(tagging: COSE.Tagging) throws {
    let sign1 = try Example("sign1-tests-sign-fail-01")
    let sign = try Example("sign-tests-sign-fail-01")
    #expect(throws: CBORError(.tag, at: 0)) { try sign1.verifiesSign1(tagging) }
    #expect(throws: CBORError(.tag, at: 0)) { try sign.verifiesSign(tagging) }
  }

  @Test func `a changed payload or signature does not verify`() throws {
    #expect(try !Example("sign1-tests-sign-fail-02").verifiesSign1(.required))
    #expect(try !Example("sign-tests-sign-fail-02").verifiesSign(.required))
  }

  @Test func `a changed algorithm is not ES256`() throws {
    #expect(try !Example("sign1-tests-sign-fail-03").verifiesSign1(.required))
    #expect(try !Example("sign-tests-sign-fail-03").verifiesSign(.required))
  }

  @Test func `an algorithm named by a text is refused where the name stands`() throws {
    let example = try Example("sign1-tests-sign-fail-04")
    #expect(throws: CBORError(.structure, at: 5)) { try example.verifiesSign1(.required) }
  }

  @Test(arguments: ["sign1-tests-sign-pass-02", "sign-tests-sign-pass-02"])
  func `without its external data a signature does not verify`(name: String) throws {
    var example = try Example(name)
    example.external = []
    let verifies =
      try name.hasPrefix("sign1")
      ? example.verifiesSign1(.required) : example.verifiesSign(.required)
    #expect(!verifies)
  }
}

private struct Example {
  let bytes: [UInt8]
  let key: VerificationKey
  var external: [UInt8]

  init(_ name: String) throws {
    let root = try #require(try Corpus.json("cose/\(name).json") as? [String: Any])
    let input = try #require(root["input"] as? [String: Any])
    let output = try #require(root["output"] as? [String: Any])
    let body = input["sign0"] as? [String: Any] ?? input["sign"] as? [String: Any] ?? [:]
    let signer = (body["signers"] as? [[String: Any]])?.first ?? body
    let digits = try #require(output["cbor"] as? String)
    bytes = try #require(hex(digits))
    external = hex((body["external"] ?? signer["external"]) as? String ?? "") ?? []
    let jwk = try #require(signer["key"] as? [String: String])
    key = try Self.key(jwk)
  }

  private static func key(_ jwk: [String: String]) throws -> VerificationKey {
    let point = try [jwk["x"], jwk["y"]].flatMap { coordinate in
      var text = try #require(coordinate)
        .replacingOccurrences(of: "-", with: "+").replacingOccurrences(of: "_", with: "/")
      while !text.count.isMultiple(of: 4) { text += "=" }
      return [UInt8](try #require(Data(base64Encoded: text)))
    }
    // SubjectPublicKeyInfo of an uncompressed point on P-256 (RFC 5480 §2).
    let head = try #require(hex("3059301306072a8648ce3d020106082a8648ce3d03010703420004"))
    return try VerificationKey(spki: head + point)
  }

  func verifiesSign1(_ tagging: COSE.Tagging) throws -> Bool {
    let message = try COSESign1(decoding: bytes, tagging: tagging)
    let payload = try #require(message.payload)
    guard try usesES256(message.headers) else { return false }
    let signed = COSE.sigStructure(
      protected: bytes[message.headers.protected], externalAAD: external, payload: bytes[payload])
    return key.isValid(Array(bytes[message.signature]), for: signed)
  }

  func verifiesSign(_ tagging: COSE.Tagging) throws -> Bool {
    let message = try COSESign(decoding: bytes, tagging: tagging)
    let payload = try #require(message.payload)
    let signer = try #require(message.signatures.first)
    guard try usesES256(signer.headers) else { return false }
    let signed = COSE.sigStructure(
      bodyProtected: bytes[message.headers.protected],
      signerProtected: bytes[signer.headers.protected], externalAAD: external,
      payload: bytes[payload])
    return key.isValid(Array(bytes[signer.signature]), for: signed)
  }

  /// The examples may carry the algorithm unprotected; our own messages may not.
  private func usesES256(_ headers: COSEHeaders) throws -> Bool {
    let protected = try COSEHeader(of: bytes, in: headers.protected)
    let unprotected = try COSEHeader(of: bytes, in: headers.unprotected)
    return (protected.algorithm ?? unprotected.algorithm) == COSE.es256
  }
}

import Cryptography
import Testing

@Suite struct WycheproofTests {
  static let ecdsa = "ecdsa_secp256r1_sha256_p1363"
  static let gcm = "aes_gcm"
  static let hkdf = "hkdf_sha256"

  struct SignatureGroup: Decodable {
    struct Vector: Decodable {
      let tcId: Int
      let msg: Hex
      let sig: Hex
      let result: String
    }
    let publicKeyDer: Hex
    let tests: [Vector]
  }

  @Test(.enabled(if: Wycheproof<SignatureGroup>.isPresent(ecdsa), "skipped: no corpus"))
  func `every ECDSA P1363 vector has the verdict it should`() throws {
    var count = 0
    for group in try Wycheproof<SignatureGroup>.load(Self.ecdsa) {
      let key = try VerificationKey(spki: group.publicKeyDer.bytes)
      for vector in group.tests {
        let isValid = key.isValid(vector.sig.bytes, for: vector.msg.bytes)
        #expect(isValid == (vector.result == "valid"), "tcId \(vector.tcId)")
        count += 1
      }
    }
    #expect(count == 262)
  }

  struct AEADGroup: Decodable {
    struct Vector: Decodable {
      let tcId: Int
      let key: Hex
      let iv: Hex
      let aad: Hex
      let msg: Hex
      let ct: Hex
      let tag: Hex
      let result: String
    }
    let ivSize: Int
    let keySize: Int
    let tests: [Vector]
  }

  @Test(.enabled(if: Wycheproof<AEADGroup>.isPresent(gcm), "skipped: no corpus"))
  func `every AES-256-GCM vector with a 96-bit nonce has the result it should`() throws {
    var count = 0
    for group in try Wycheproof<AEADGroup>.load(Self.gcm)
    where group.keySize == 256 && group.ivSize == 96 {
      for vector in group.tests {
        expectAEAD(vector)
        count += 1
      }
    }
    #expect(count > 50)
  }

  private func expectAEAD(_ vector: AEADGroup.Vector) {
    let sealed = vector.ct.bytes + vector.tag.bytes
    let isValid = vector.result == "valid"
    let opened = try? AEADKey(vector.key.bytes).open(
      sealed, nonce: vector.iv.bytes, aad: vector.aad.bytes)
    #expect(opened == (isValid ? vector.msg.bytes : nil), "tcId \(vector.tcId)")
    guard isValid else { return }
    let again = try? AEADKey(vector.key.bytes).seal(
      vector.msg.bytes, nonce: vector.iv.bytes, aad: vector.aad.bytes)
    #expect(again == sealed, "tcId \(vector.tcId)")
  }

  @Test(.enabled(if: Wycheproof<AEADGroup>.isPresent(gcm), "skipped: no corpus"))
  func `no vector with another key or nonce length is taken`() throws {
    for group in try Wycheproof<AEADGroup>.load(Self.gcm)
    where group.keySize != 256 || group.ivSize != 96 {
      for vector in group.tests {
        #expect(throws: CryptographyError.wrongLength) {
          try AEADKey(vector.key.bytes).open(
            vector.ct.bytes + vector.tag.bytes, nonce: vector.iv.bytes, aad: vector.aad.bytes)
        }
      }
    }
  }

  struct DerivationGroup: Decodable {
    struct Vector: Decodable {
      let tcId: Int
      let ikm: Hex
      let salt: Hex
      let info: Hex
      let size: Int
      let okm: Hex
      let result: String
    }
    let tests: [Vector]
  }

  @Test(.enabled(if: Wycheproof<DerivationGroup>.isPresent(hkdf), "skipped: no corpus"))
  func `every HKDF vector gives the key it should`() throws {
    var count = 0
    for group in try Wycheproof<DerivationGroup>.load(Self.hkdf) {
      for vector in group.tests {
        let derived = try? HKDF.sha256(
          secret: vector.ikm.bytes, salt: vector.salt.bytes, info: vector.info.bytes,
          count: vector.size)
        #expect(derived == (vector.result == "valid" ? vector.okm.bytes : nil), "\(vector.tcId)")
        count += 1
      }
    }
    #expect(count == 86)
  }
}

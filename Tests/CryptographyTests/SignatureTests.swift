import Cryptography
import Testing

@Suite struct SignatureTests {
  static let order = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"
  /// RFC 6979 A.2.5: the key, and its signature over "sample" with SHA-256.
  static let rfcSPKI =
    "3059301306072a8648ce3d020106082a8648ce3d030107034200"
    + "0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
    + "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299"
  static let rfcSignature =
    "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
    + "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8"
  static let sample = Array("sample".utf8)

  @Test func `the signature of RFC 6979 verifies`() throws {
    let key = try VerificationKey(spki: hex(Self.rfcSPKI))
    #expect(try key.isValid(hex(Self.rfcSignature), for: Self.sample))
  }

  @Test func `the signature of RFC 6979 with any bit flipped does not verify`() throws {
    let key = try VerificationKey(spki: hex(Self.rfcSPKI))
    let signature = try hex(Self.rfcSignature)
    for index in signature.indices {
      var forged = signature
      forged[index] ^= 1 << UInt8(index % 8)
      #expect(!key.isValid(forged, for: Self.sample))
    }
  }

  @Test func `a key's id is the beginning of the digest of its encoding`() throws {
    let key = try VerificationKey(spki: hex(Self.rfcSPKI))
    #expect(key.keyID.bytes == Array(SHA256.hash(key.spki).bytes.prefix(16)))
  }

  @Test func `what a key signs its public half verifies, and for no other message or key`() throws {
    let (key, other) = (try SigningKey.generate(), try SigningKey.generate())
    for length in 0..<100 {
      let message = [UInt8](repeating: 5, count: length)
      let signature = try key.sign(message)
      #expect(signature.count == 64)
      #expect(key.publicKey.isValid(signature, for: message))
      #expect(!key.publicKey.isValid(signature, for: message + [5]))
      #expect(!other.publicKey.isValid(signature, for: message))
    }
  }

  @Test(arguments: [0, 1, 63, 65, 72, 128])
  func `a signature of another length is refused`(length: Int) throws {
    let key = try SigningKey.generate().publicKey
    #expect(!key.isValid([UInt8](repeating: 1, count: length), for: []))
  }

  @Test func `r or s of zero, of the order or above it is refused`() throws {
    let key = try VerificationKey(spki: hex(Self.rfcSPKI))
    let good = try hex(Self.rfcSignature)
    let zero = String(repeating: "00", count: 32)
    let all = String(repeating: "ff", count: 32)
    for number in [zero, Self.order, all] {
      let bad = try hex(number)
      #expect(!key.isValid(bad + good.suffix(32), for: Self.sample))
      #expect(!key.isValid(good.prefix(32) + bad, for: Self.sample))
    }
  }

  @Test func `a DER signature is refused`() throws {
    let key = try VerificationKey(spki: hex(Self.rfcSPKI))
    let raw = try hex(Self.rfcSignature)
    let der =
      [0x30, 0x46, 0x02, 0x21, 0x00] + raw.prefix(32) + [0x02, 0x21, 0x00] + raw.suffix(32)
    #expect(!key.isValid(der, for: Self.sample))
  }

  @Test func `a DER of any length is read or refused`() {
    for count in 0..<600 {
      let length = UInt8(truncatingIfNeeded: count - 2)
      for der in [
        [0x30, length] + [UInt8](repeating: 0xff, count: max(0, count - 2)),
        [0x30, length, 0x02, length] + [UInt8](repeating: 0x01, count: max(0, count - 4)),
      ] {
        #expect(ECDSASignature.raw(ofCanonicalDER: der[...]) == nil)
      }
    }
  }

  @Test func `a key survives being written as PEM and read`() throws {
    let key = try SigningKey.generate()
    let again = try SigningKey(pem: key.pem)
    #expect(again.publicKey == key.publicKey)
    let signature = try again.sign(Self.sample)
    #expect(key.publicKey.isValid(signature, for: Self.sample))
  }
}

@Suite struct KeyEncodingTests {
  static let good = SignatureTests.rfcSPKI
  static let prefix = "3059301306072a8648ce3d020106082a8648ce3d030107034200"
  static let x = "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
  static let y = "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299"
  static let prime = "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff"

  private func isRefused(_ spki: [UInt8]) -> Bool {
    do throws(CryptographyError) {
      _ = try VerificationKey(spki: spki)
      return false
    } catch {
      return error == .malformedKey
    }
  }

  @Test func `a compressed point is refused`() throws {
    #expect(
      isRefused(try hex("3039301306072a8648ce3d020106082a8648ce3d030107032200" + "03" + Self.x)))
  }

  @Test func `a hybrid point is refused`() throws {
    #expect(isRefused(try hex(Self.prefix + "07" + Self.x + Self.y)))
  }

  @Test func `a point off the curve is refused`() throws {
    #expect(isRefused(try hex(Self.prefix + "04" + Self.y + Self.x)))
    #expect(isRefused(try hex(Self.prefix + "04" + String(repeating: "00", count: 64))))
  }

  @Test func `a coordinate that is not below the prime is refused`() throws {
    #expect(isRefused(try hex(Self.prefix + "04" + Self.prime + Self.y)))
    #expect(isRefused(try hex(Self.prefix + "04" + Self.x + Self.prime)))
  }

  @Test func `the point of x = 0 has no second encoding with x = p`() throws {
    // y with y² = b (mod p): the one curve point whose x coordinate fits twice into 32 bytes.
    let y = "66485c780e2f83d72433bd5d84a06bb6541c2af31dae871728bf856a174f93f4"
    let zero = String(repeating: "00", count: 32)
    #expect(!isRefused(try hex(Self.prefix + "04" + zero + y)))
    #expect(isRefused(try hex(Self.prefix + "04" + Self.prime + y)))
  }

  @Test func `no truncation, no trailing byte and no change of the prefix is accepted`() throws {
    let spki = try hex(Self.good)
    #expect(!isRefused(spki))
    for count in spki.indices { #expect(isRefused(Array(spki[..<count]))) }
    #expect(isRefused(spki + [0]))
    for index in 0..<27 {
      var changed = spki
      changed[index] ^= 1
      #expect(isRefused(changed))
    }
  }

  @Test func `a key of another curve is refused`() throws {
    // secp256k1's generator: same lengths, other curve.
    let spki =
      "3056301006072a8648ce3d020106052b8104000a034200"
      + "0479be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"
      + "483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8"
    #expect(isRefused(try hex(spki)))
  }

  @Test func `a PEM that is no PKCS8 key is refused`() throws {
    let pem = String(decoding: try SigningKey.generate().pem, as: UTF8.self)
    let texts = [
      "", "not a key", pem.replacing("PRIVATE KEY", with: "EC PRIVATE KEY"),
      pem.replacing("PRIVATE KEY", with: "PUBLIC KEY"), String(pem.dropLast(40)),
      pem.replacing("M", with: "N"), String(repeating: "A", count: 100_000),
    ]
    for text in texts {
      #expect(throws: CryptographyError.malformedKey) { try SigningKey(pem: Array(text.utf8)) }
    }
  }

  @Test func `a key behind a passphrase is refused without asking for it`() {
    let pem = """
      -----BEGIN PRIVATE KEY-----
      Proc-Type: 4,ENCRYPTED
      DEK-Info: AES-256-CBC,00112233445566778899AABBCCDDEEFF

      AAAAAAAAAAAAAAAAAAAAAA==
      -----END PRIVATE KEY-----

      """
    #expect(throws: CryptographyError.malformedKey) { try SigningKey(pem: Array(pem.utf8)) }
  }

  @Test func `a PKCS8 key of another curve is refused`() {
    // secp256k1 with private number 1.
    let pem = """
      -----BEGIN PRIVATE KEY-----
      MIGEAgEAMBAGByqGSM49AgEGBSuBBAAKBG0wawIBAQQgAAAAAAAAAAAAAAAAAAAA
      AAAAAAAAAAAAAAAAAAAAAAGhRANCAAR5vmZ++dy7rFWgYpXOhwsHApv82y3OKNlZ
      8oFbFvgXmEg62ncmo8RlXaT7/A4RCKj9F7RIpoVUGZxH0I/7ENS4
      -----END PRIVATE KEY-----

      """
    #expect(throws: CryptographyError.malformedKey) { try SigningKey(pem: Array(pem.utf8)) }
  }
}

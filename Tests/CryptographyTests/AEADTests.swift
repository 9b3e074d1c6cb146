import Cryptography
import Testing

@Suite struct AEADTests {
  /// The case 16 of the GCM specification (McGrew and Viega, appendix B).
  @Test func `the specification's AES-256 case gives its ciphertext and tag`() throws {
    let key = try AEADKey(
      hex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"))
    let plaintext = try hex(
      """
      d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72
      1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39
      """)
    let sealed = try key.seal(
      plaintext, nonce: hex("cafebabefacedbaddecaf888"),
      aad: hex("feedfacedeadbeeffeedfacedeadbeefabaddad2"))
    let expected = try hex(
      """
      522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa
      8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662
      76fc6ece0f4e1768cddf8853bb2d551b
      """)
    #expect(sealed == expected)
  }

  @Test func `what was sealed opens, whatever its length, in one reused context`() throws {
    let context = try AEADContext(AEADKey.generate())
    for length in 0..<70 {
      let plaintext = [UInt8](repeating: 9, count: length)
      let aad = [UInt8](repeating: 3, count: length % 20)
      let nonce = AEADNonce(fixed: 7, counter: UInt64(length))
      let sealed = try context.seal(plaintext, nonce: nonce, aad: aad)
      #expect(sealed.count == length + 16)
      #expect(try context.open(sealed, nonce: nonce, aad: aad) == plaintext)
    }
  }

  @Test func `any bit flipped is noticed, and the context still works after it`() throws {
    let context = try AEADContext(AEADKey.generate())
    let nonce = AEADNonce(fixed: 1, counter: 2)
    let sealed = try context.seal([1, 2, 3, 4], nonce: nonce, aad: [5])
    for index in sealed.indices {
      var changed = sealed
      changed[index] ^= 0x80
      #expect(throws: CryptographyError.notAuthentic) {
        try context.open(changed, nonce: nonce, aad: [5])
      }
    }
    #expect(try context.open(sealed, nonce: nonce, aad: [5]) == [1, 2, 3, 4])
  }

  @Test func `another nonce, other associated data or another key is noticed`() throws {
    let key = try AEADKey.generate()
    let nonce = [UInt8](repeating: 1, count: 12)
    let sealed = try key.seal([1, 2, 3], nonce: nonce, aad: [4])
    let other = [UInt8](repeating: 2, count: 12)
    #expect(throws: CryptographyError.notAuthentic) { try key.open(sealed, nonce: other, aad: [4]) }
    #expect(throws: CryptographyError.notAuthentic) { try key.open(sealed, nonce: nonce, aad: []) }
    #expect(throws: CryptographyError.notAuthentic) {
      try AEADKey.generate().open(sealed, nonce: nonce, aad: [4])
    }
  }

  @Test func `every truncation is noticed`() throws {
    let key = try AEADKey.generate()
    let nonce = [UInt8](repeating: 1, count: 12)
    let sealed = try key.seal([1, 2, 3], nonce: nonce, aad: [])
    for count in sealed.indices {
      #expect(throws: CryptographyError.notAuthentic) {
        try key.open(Array(sealed[..<count]), nonce: nonce, aad: [])
      }
    }
  }

  @Test func `what is not authentic leaves nothing in the output`() throws {
    let context = try AEADContext(AEADKey.generate())
    let nonce = AEADNonce(fixed: 0, counter: 0)
    var sealed = try context.seal([UInt8](repeating: 7, count: 40), nonce: nonce, aad: [])
    sealed[50] ^= 1
    var output = [UInt8](repeating: 1, count: 40)
    #expect(throws: CryptographyError.notAuthentic) {
      try sealed.withUnsafeBytes { input in
        try output.withUnsafeMutableBytes { output in
          try context.open(
            input, nonce: nonce, aad: UnsafeRawBufferPointer(start: nil, count: 0), into: output)
        }
      }
    }
    #expect(output == [UInt8](repeating: 0, count: 40))
  }

  @Test func `an output of the wrong size is refused`() throws {
    let context = try AEADContext(AEADKey.generate())
    let nothing = UnsafeRawBufferPointer(start: nil, count: 0)
    var output = [UInt8](repeating: 0, count: 15)
    #expect(throws: CryptographyError.wrongLength) {
      try output.withUnsafeMutableBytes {
        try context.seal(nothing, nonce: AEADNonce(fixed: 0, counter: 0), aad: nothing, into: $0)
      }
    }
  }

  @Test(arguments: [0, 16, 31, 33]) func `a key of another length is refused`(count: Int) {
    #expect(throws: CryptographyError.wrongLength) {
      try AEADKey([UInt8](repeating: 0, count: count))
    }
  }

  @Test(arguments: [0, 8, 11, 13, 16]) func `a nonce of another length is refused`(count: Int) {
    #expect(throws: CryptographyError.wrongLength) {
      try AEADKey.generate().seal([], nonce: [UInt8](repeating: 0, count: count), aad: [])
    }
  }

  @Test func `a nonce of fields is its bytes in big-endian order`() throws {
    let context = try AEADContext(AEADKey.generate())
    let bytes = try #require(AEADNonce([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]))
    let fields = AEADNonce(fixed: 0x0102_0304, counter: 0x0506_0708_090a_0b0c)
    let sealed = try context.seal([1], nonce: bytes, aad: [])
    #expect(try context.open(sealed, nonce: fields, aad: []) == [1])
  }
}

@Suite struct HKDFTests {
  @Test func `the first case of RFC 5869 gives its key`() throws {
    let derived = try HKDF.sha256(
      secret: [UInt8](repeating: 0x0b, count: 22), salt: hex("000102030405060708090a0b0c"),
      info: hex("f0f1f2f3f4f5f6f7f8f9"), count: 42)
    let expected = try hex(
      """
      3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865
      """)
    #expect(derived == expected)
  }

  @Test func `the third case of RFC 5869, without salt and info, gives its key`() throws {
    let derived = try HKDF.sha256(
      secret: [UInt8](repeating: 0x0b, count: 22), salt: [], info: [], count: 42)
    let expected = try hex(
      """
      8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8
      """)
    #expect(derived == expected)
  }

  @Test(arguments: [-1, 0, HKDF.byteCountMax + 1])
  func `a length that RFC 5869 does not give is refused`(count: Int) {
    #expect(throws: CryptographyError.wrongLength) {
      try HKDF.sha256(secret: [1], salt: [], info: [], count: count)
    }
  }

  @Test func `an empty secret is refused`() {
    #expect(throws: CryptographyError.wrongLength) {
      try HKDF.sha256(secret: [], salt: [1], info: [], count: 32)
    }
  }
}

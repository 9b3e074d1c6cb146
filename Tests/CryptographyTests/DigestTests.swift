import Cryptography
import Foundation
import Testing

@Suite struct DigestTests {
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func `SHA-256 gives what FIPS 180-4's examples give`(message: String, digest: String) {
    #expect(SHA256.hash(Array(message.utf8)).description == digest)
  }

  @Test func `hashing in pieces gives what hashing at once gives, message after message`() {
    let message = (0..<200).map { UInt8($0) }
    var hasher = SHA256Hasher()
    for split in message.indices {
      hasher.update(Array(message[..<split]))
      hasher.update(Array(message[split...]))
      #expect(hasher.finalize() == SHA256.hash(message))
    }
  }

  @Test func `threads that hash at the same time do not disturb each other`() async {
    await withTaskGroup(of: Bool.self) { group in
      for seed in 0..<8 {
        group.addTask {
          let message = [UInt8](repeating: UInt8(seed), count: 1000)
          let expected = SHA256.hash(message)
          return (0..<2000).allSatisfy { _ in SHA256.hash(message) == expected }
        }
      }
      for await isStable in group { #expect(isStable) }
    }
  }

  @Test(arguments: [0, 31, 33]) func `a digest of another length is none`(count: Int) {
    #expect(Digest([UInt8](repeating: 1, count: count)) == nil)
  }

  @Test func `digests that differ in one byte are not equal`() throws {
    let zeros = [UInt8](repeating: 0, count: 32)
    let digest = try #require(Digest(zeros))
    for index in zeros.indices {
      var other = zeros
      other[index] = 1
      #expect(Digest(other) != digest)
    }
  }

  @Test func `a digest keeps its bytes in order`() {
    let bytes = (0..<32).map { UInt8($0) }
    #expect(Digest(bytes)?.bytes == bytes)
  }

  @Test func `a key id keeps its bytes in order and orders bytewise`() throws {
    let bytes = (0..<16).map { UInt8($0 * 16) }
    let id = try #require(KeyID(bytes))
    #expect(id.bytes == bytes)
    #expect(id.description == "00102030405060708090a0b0c0d0e0f0")
    #expect(KeyID(hexadecimal: id.description) == id)
    var later = bytes
    later[15] += 1
    #expect(try id < #require(KeyID(later)))
  }

  @Test(arguments: [0, 15, 17, 32]) func `a key id of another length is none`(count: Int) {
    #expect(KeyID([UInt8](repeating: 1, count: count)) == nil)
  }

  @Test(arguments: ["0", "0g", " 00", "00 "]) func `what is not hexadecimal is refused`(
    text: String
  ) {
    #expect(Hexadecimal.decode(text) == nil)
  }

  @Test func `random bytes have the length asked for and are not the same twice`() {
    #expect(SecureRandom.bytes(0) == [])
    #expect(SecureRandom.bytes(32).count == 32)
    #expect(SecureRandom.bytes(32) != SecureRandom.bytes(32))
  }

  @Test func `the constant-time comparison tells equal from unequal`() {
    #expect(isEqualInConstantTime([], []))
    #expect(isEqualInConstantTime([1, 2], [1, 2]))
    #expect(!isEqualInConstantTime([1, 2], [1, 3]))
    #expect(!isEqualInConstantTime([1, 2], [1, 2, 3]))
  }

  @Test func `a cleansed array is empty`() {
    var secret: [UInt8] = [1, 2, 3]
    secret.cleanse()
    #expect(secret == [])
  }
}

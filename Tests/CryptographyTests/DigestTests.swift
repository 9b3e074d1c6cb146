import Cryptography
import Testing

@Suite struct DigestTests {
  @Test func `SHA-256 of abc is the one FIPS 180-4 gives`() {
    #expect(
      SHA256.hash(Array("abc".utf8)).description
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }
}

import Cryptography
import Foundation
import Testing

@Suite struct PassphraseTests {
  private func count(ofFile bytes: [UInt8], mode: Int = 0o600) throws -> Int? {
    let scratch = try SecretFileTests.Scratch()
    let path = scratch.file("passphrase")
    try SecretFile.write(bytes, to: path)
    #expect(chmod(path, mode_t(mode)) == 0)
    return try? Passphrase(file: path).count
  }

  @Test func `a file's passphrase is its one line, without the line's end`() throws {
    for end in ["", "\n", "\r\n"] {
      #expect(try count(ofFile: Array("pâté 7".utf8) + end.utf8) == 8)
    }
  }

  @Test func `what is no line of text is refused`() throws {
    let longest = [UInt8](repeating: 0x61, count: Passphrase.byteCountMax)
    #expect(try count(ofFile: longest) == 1024)
    for bytes in [
      [], [0x0a], longest + [0x61], Array("two\nlines".utf8), Array("nul\0".utf8), [0xff, 0xfe],
      Array("tab\t".utf8), Array("twice\n\n".utf8), [0x7f],
    ] {
      #expect(try count(ofFile: bytes) == nil)
    }
  }

  @Test func `a file that others can read is refused`() throws {
    #expect(try count(ofFile: [0x61], mode: 0o640) == nil)
  }

  @Test func `it is never printed`() throws {
    let passphrase = try Passphrase(Array("hunter2!".utf8))
    var dumped = ""
    dump(passphrase, to: &dumped)
    #expect(!"\(passphrase) \(String(reflecting: passphrase)) \(dumped)".contains("hunter2"))
  }

  @Test func `a new one has eight bytes`() throws {
    #expect(throws: KeyFault(.passphraseUnfit, "key")) {
      try Passphrase(Array("1234567".utf8)).checkNew(for: "key")
    }
    try Passphrase(Array("12345678".utf8)).checkNew(for: "key")
  }
}

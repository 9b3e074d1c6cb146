import Cryptography
import Foundation
import Testing

/// Key files with a passphrase: made and read here, and by the `openssl` program.
@Suite struct EncryptedKeyTests {
  private static let openssl = URL(filePath: "/usr/bin/openssl")
  static let hasOpenSSL = FileManager.default.isExecutableFile(atPath: openssl.path)

  /// A directory for one test, with the files that it asks for.
  private struct Folder {
    let scratch: SecretFileTests.Scratch
    let key: String

    init() throws {
      scratch = try SecretFileTests.Scratch()
      key = scratch.file("key.pem")
    }

    func write(_ text: String, _ name: String) throws -> String {
      let path = scratch.file(name)
      try SecretFile.write(Array(text.utf8), to: path)
      return path
    }

    var names: [String] {
      get throws { try FileManager.default.contentsOfDirectory(atPath: scratch.path).sorted() }
    }
  }

  private static func passphrase(_ text: String) throws -> Passphrase {
    try Passphrase(Array(text.utf8))
  }

  private static func load(_ path: String, _ text: String) throws(KeyFault) -> SigningKey {
    try SigningKey(file: path) { () throws(KeyFault) in try Passphrase(Array(text.utf8)) }
  }

  private func reason(_ path: String, _ text: String = "correct horse") -> KeyFault.Reason? {
    do throws(KeyFault) {
      _ = try Self.load(path, text)
      return nil
    } catch {
      return error.reason
    }
  }

  @discardableResult
  private static func openssl(_ arguments: String...) throws -> Int32 {
    let process = Process()
    process.executableURL = openssl
    process.arguments = arguments
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }

  private func create(_ folder: Folder, _ text: String? = "correct horse") throws -> SigningKey {
    let key = try SigningKey.generate()
    try KeyFile.create(folder.key, key, protectedBy: text.map(Self.passphrase))
    return key
  }

  @Test func `a protected key is read with its passphrase, and its file has no clear key`() throws {
    let folder = try Folder()
    let key = try create(folder)
    let again = try Self.load(folder.key, "correct horse")
    #expect(again.publicKey == key.publicKey)
    #expect(try key.publicKey.isValid(again.sign([1, 2]), for: [1, 2]))
    let text = try String(contentsOfFile: folder.key, encoding: .utf8)
    #expect(text.hasPrefix("-----BEGIN ENCRYPTED PRIVATE KEY-----\n"))
    #expect(!text.contains("-----BEGIN PRIVATE KEY-----"))
    #expect(throws: CryptographyError.malformedKey) { try SigningKey(pem: Array(text.utf8)) }
  }

  @Test func `the same key under the same passphrase is another file each time`() throws {
    let key = try SigningKey.generate()
    let passphrase = try Self.passphrase("correct horse")
    #expect(try key.pem(protectedBy: passphrase) != key.pem(protectedBy: passphrase))
  }

  @Test(arguments: ["correct hors", "correct horse ", "Correct horse", "x"])
  func `a wrong passphrase is one answer`(text: String) throws {
    let folder = try Folder()
    _ = try create(folder)
    #expect(reason(folder.key, text) == .passphraseWrong)
    let fault = KeyFault(.passphraseWrong, folder.key)
    #expect(fault.code == 2421 && !fault.description.contains(text))
  }

  @Test func `any change of the encrypted part is a wrong passphrase or no key`() throws {
    let folder = try Folder()
    _ = try create(folder)
    let text = try String(contentsOfFile: folder.key, encoding: .utf8)
    let lines = text.split(separator: "\n").map(String.init)
    for line in lines.indices.dropFirst(3).dropLast() {
      var changed = lines
      changed[line] = String(lines[line].map { $0 == "A" ? "B" : $0 == "B" ? "A" : $0 })
      guard changed != lines else { continue }
      let path = try folder.write(changed.joined(separator: "\n") + "\n", "changed-\(line)")
      let found = try #require(reason(path))
      #expect([.passphraseWrong, .encoding(.malformedKey)].contains(found))
    }
  }

  @Test func `a clear key asks for no passphrase`() throws {
    let folder = try Folder()
    let key = try create(folder, nil)
    let again = try SigningKey(file: folder.key) { () throws(KeyFault) in
      throw KeyFault(.passphraseNeeded, folder.key)
    }
    #expect(again.publicKey == key.publicKey)
  }

  @Test func `protecting, protecting anew and taking it off leave one file each time`() throws {
    let folder = try Folder()
    let key = try create(folder, nil).publicKey
    let inode = { try FileManager.default.attributesOfItem(atPath: folder.key)[.systemFileNumber] }
    let words = ["", "first passphrase", "second passphrase"].map { Array($0.utf8) }
    for step in 1...2 {
      let before = try inode() as? UInt64
      try KeyFile.protect(
        folder.key, from: { () throws(KeyFault) in try Passphrase(words[step - 1]) },
        to: { () throws(KeyFault) in try Passphrase(words[step]) })
      #expect(try inode() as? UInt64 != before)
      #expect(try folder.names == ["key.pem"])
      #expect(
        try Self.load(folder.key, String(decoding: words[step], as: UTF8.self)).publicKey == key)
    }
    #expect(reason(folder.key, "first passphrase") == .passphraseWrong)
    try KeyFile.unprotect(folder.key) { () throws(KeyFault) in try Passphrase(words[2]) }
    #expect(try folder.names == ["key.pem"])
    let clear = try SecretFile.read(folder.key, maximumBytes: 4096)
    #expect(try SigningKey(pem: clear).publicKey == key)
  }

  @Test func `a refused change leaves the file as it was`() throws {
    let folder = try Folder()
    _ = try create(folder)
    let before = try SecretFile.read(folder.key, maximumBytes: 4096)
    for (old, new) in [("wrong one", "a new passphrase"), ("correct horse", "short")] {
      #expect(throws: KeyFault.self) {
        try KeyFile.protect(
          folder.key, from: { () throws(KeyFault) in try Passphrase(Array(old.utf8)) },
          to: { () throws(KeyFault) in try Passphrase(Array(new.utf8)) })
      }
    }
    #expect(throws: KeyFault.self) {
      try KeyFile.unprotect(folder.key) { () throws(KeyFault) in try Passphrase([0x41]) }
    }
    #expect(try SecretFile.read(folder.key, maximumBytes: 4096) == before)
    #expect(try folder.names == ["key.pem"])
  }

  @Test func `what a broken off removal left aside is not written over`() throws {
    let folder = try Folder()
    _ = try create(folder)
    let aside = try folder.write("somebody's", "key.pem.protected")
    let fault = #expect(throws: KeyFault.self) {
      try KeyFile.unprotect(folder.key) { () throws(KeyFault) in
        try Passphrase(Array("correct horse".utf8))
      }
    }
    #expect(fault == KeyFault(.file(.exists), aside))
    #expect(reason(folder.key) == nil)
  }

  @Test(.enabled(if: hasOpenSSL, "skipped: no openssl program"))
  func `what we protect, openssl reads`() throws {
    let folder = try Folder()
    let key = try create(folder)
    let pass = try folder.write("correct horse\n", "pass")
    let spki = folder.scratch.file("spki.der")
    #expect(
      try Self.openssl(
        "pkey", "-in", folder.key, "-passin", "file:\(pass)", "-pubout", "-outform", "DER", "-out",
        spki) == 0)
    #expect(try [UInt8](Data(contentsOf: URL(filePath: spki))) == key.publicKey.spki)
    let wrong = try folder.write("correct cow\n", "wrong")
    #expect(try Self.openssl("pkey", "-in", folder.key, "-passin", "file:\(wrong)", "-noout") != 0)
  }

  /// What `openssl pkcs8 -topk8` is told, and what we say to its file.
  static let protections: [(arguments: [String], reason: KeyFault.Reason?)] = [
    (["-v2", "aes-256-cbc", "-iter", "600000"], nil),
    (["-scrypt", "-scrypt_N", "16384", "-scrypt_r", "8", "-scrypt_p", "5"], nil),
    (["-v2", "aes-256-cbc", "-v2prf", "hmacWithSHA512", "-iter", "210000"], nil),
    (["-v2", "aes-256-cbc"], .protectionWeak),
    (["-v2", "aes-256-cbc", "-iter", "599999"], .protectionWeak),
    (["-scrypt"], .protectionWeak),
    (["-v2", "aes-256-cbc", "-iter", "10000001"], .protectionUnfit),
    (["-v2", "aes-256-cbc", "-v2prf", "hmacWithSHA1", "-iter", "600000"], .protectionUnfit),
    (["-v2", "aes-128-cbc", "-iter", "600000"], .protectionUnfit),
    (["-v2", "des3", "-iter", "600000"], .protectionUnfit),
    (["-v1", "PBE-SHA1-3DES"], .protectionUnfit),
  ]

  @Test(.enabled(if: hasOpenSSL, "skipped: no openssl program"), arguments: protections.indices)
  func `what openssl protects is read if it costs enough to guess`(index: Int) throws {
    let (arguments, expected) = Self.protections[index]
    let folder = try Folder()
    let key = try create(folder, nil)
    let pass = try folder.write("correct horse", "pass")
    let made = try folder.write("", "made.pem")
    let process = Process()
    process.executableURL = Self.openssl
    process.arguments =
      ["pkcs8", "-topk8", "-in", folder.key, "-out", made, "-passout", "file:\(pass)"] + arguments
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    #expect(reason(made) == expected)
    guard expected == .protectionWeak else { return }
    try KeyFile.protect(
      made, from: { () throws(KeyFault) in try Passphrase(file: pass) },
      to: { () throws(KeyFault) in try Passphrase(file: pass) })
    #expect(try Self.load(made, "correct horse").publicKey == key.publicKey)
  }

  @Test(.enabled(if: hasOpenSSL, "skipped: no openssl program"))
  func `PKCS 12, the old encrypted PEM and other curves are refused`() throws {
    let folder = try Folder()
    _ = try create(folder, nil)
    let pass = try folder.write("correct horse", "pass")
    let old = try folder.write("", "old.pem")
    try #require(
      try Self.openssl(
        "ec", "-in", folder.key, "-aes256", "-passout", "file:\(pass)", "-out", old) == 0)
    #expect(try String(contentsOfFile: old, encoding: .utf8).contains("Proc-Type: 4,ENCRYPTED"))
    #expect(reason(old) == .encoding(.malformedKey))
    let store = try folder.write("", "store.p12")
    try #require(
      try Self.openssl(
        "pkcs12", "-export", "-nocerts", "-inkey", folder.key, "-passout", "file:\(pass)", "-out",
        store) == 0)
    #expect(reason(store) == .encoding(.malformedKey))
    let (other, wrapped) = (try folder.write("", "p384.pem"), try folder.write("", "p384.enc"))
    try #require(
      try Self.openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "group:P-384", "-out", other) == 0
    )
    try #require(
      try Self.openssl(
        "pkcs8", "-topk8", "-in", other, "-out", wrapped, "-v2", "aes-256-cbc", "-iter", "600000",
        "-passout", "file:\(pass)") == 0)
    #expect(reason(wrapped) == .encoding(.malformedKey))
  }

  @Test func `a second block, a header or a broken one is refused`() throws {
    let folder = try Folder()
    let key = try create(folder)
    let text = try String(contentsOfFile: folder.key, encoding: .utf8)
    let clear = String(decoding: try key.pem, as: UTF8.self)
    let texts = [
      text + clear, text + text, "\n" + text, "x\n" + text, String(text.dropLast(10)),
      text.replacing("KEY-----\nM", with: "KEY-----\nProc-Type: 4,ENCRYPTED\n\nM"),
      text.replacing("ENCRYPTED PRIVATE", with: "ENCRYPTED  PRIVATE"),
      text + String(repeating: "A", count: 4096),
    ]
    for (index, text) in texts.enumerated() {
      let path = try folder.write(text, "bad-\(index)")
      #expect(reason(path) == .encoding(.malformedKey), "\(index)")
    }
  }

  @Test func `a key file that others can read is refused, protected or not`() throws {
    let folder = try Folder()
    _ = try create(folder)
    #expect(chmod(folder.key, 0o644) == 0)
    #expect(reason(folder.key) == .file(.exposed(mode: 0o644)))
  }
}

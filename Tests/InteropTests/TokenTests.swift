import Cryptography
import Foundation
import ProgramTesting
import Testing

/// Keys on a PKCS#11 token, through OpenSSL: SoftHSM's, with objects that OpenSC made.
@Suite(
  .serialized,
  .enabled(if: TestToken.isInstalled, "SoftHSM, OpenSC or the engine could not be installed"))
struct TokenTests {
  /// Runs `vaguemestre` without a terminal, so that it asks nobody.
  private func run(_ arguments: [String]) throws -> Programs.Result {
    try Programs.run(
      URL(filePath: "/usr/bin/setsid"),
      ["--wait", Programs.url("vaguemestre").path] + arguments)
  }

  private func show(
    _ key: String, module: String? = TestToken.module, pin: String?
  ) throws -> Programs.Result {
    try run(
      ["key", "show", key, "--json"] + (module.map { ["--pkcs11-module", $0] } ?? [])
        + (pin.map { ["--pin-file", $0] } ?? []))
  }

  private func publicKey(_ shown: Programs.Result) throws -> Data? {
    struct Shown: Decodable {
      let onToken: Bool
      let publicKey: String
    }
    let shown = try JSONDecoder().decode(Shown.self, from: Data(shown.output.utf8))
    return shown.onToken ? Data(base64Encoded: shown.publicKey) : nil
  }

  @Test func `a key on a token is shown as the token's own tool shows it`() throws {
    let token = try TestToken.shared.get()
    try token.generate("shown")
    let shown = try show(token.uri("shown"), pin: token.pinFile)
    #expect(shown.status == 0 && shown.errors.isEmpty, "\(shown.errors)")
    #expect(try publicKey(shown) == token.publicKey("shown"))
    let source = try show("\(token.uri("shown"))?pin-source=\(token.pinFile)", pin: nil)
    #expect(source.output == shown.output)
  }

  @Test func `a wrong PIN, a missing token and a missing key are refused`() throws {
    let token = try TestToken.shared.get()
    try token.generate("present")
    let wrong = "\(token.folder)/wrong"
    try TestToken.write("111111", to: wrong)
    let other = "pkcs11:token=none;object=present"
    for (key, pin, code) in [
      (token.uri("present"), wrong, 2427), (token.uri("present"), nil, 2427),
      (other, token.pinFile, 2426), (token.uri("absent"), token.pinFile, 2426),
      (token.uri("present"), "\(token.folder)/nothing", 2411),
    ] {
      let refused = try show(key, pin: pin)
      #expect(refused.status == 1 && refused.output.isEmpty)
      #expect(refused.errors.contains("VGM-\(code) "), "\(refused.errors)")
      #expect(!refused.errors.contains("111111") && !refused.errors.contains(TestToken.pin))
    }
    #expect(try show(token.uri("present"), pin: token.pinFile).status == 0)
  }

  @Test(arguments: ["rsa:2048", "EC:secp384r1"])
  func `a key of another kind is refused`(kind: String) throws {
    let token = try TestToken.shared.get()
    let object = String(kind.prefix(2))
    try token.generate(object, kind: kind)
    let refused = try show(token.uri(object), pin: token.pinFile)
    #expect(refused.status == 1)
    #expect(refused.errors.contains("VGM-2428 "), "\(refused.errors)")
  }

  @Test func `a module that is missing, is none, is not named or that others can write is refused`()
    throws
  {
    let token = try TestToken.shared.get()
    let (fake, open) = ("\(token.folder)/fake.so", "\(token.folder)/open.so")
    try TestToken.write("no library", to: fake)
    try FileManager.default.copyItem(
      at: URL(filePath: TestToken.module).resolvingSymlinksInPath(), to: URL(filePath: open))
    #expect(chmod(open, 0o666) == 0)
    // A good module in a directory where others could exchange it, also behind a link of ours.
    let (place, link) = ("\(token.folder)/place", "\(token.folder)/link.so")
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    let exchanged = "\(place)/module.so"
    try FileManager.default.copyItem(atPath: open, toPath: exchanged)
    #expect(chmod(exchanged, 0o600) == 0 && chmod(place, 0o777) == 0)
    #expect(symlink(exchanged, link) == 0)
    for module in [
      "/nowhere/module.so", fake, open, exchanged, link, "/usr/lib/softhsm", "libsofthsm2.so", nil,
    ] {
      let refused = try show(token.uri("any"), module: module, pin: token.pinFile)
      #expect(refused.status == 1)
      #expect(refused.errors.contains("VGM-2425 "), "\(refused.errors)")
    }
  }

  @Test func `a PIN or a module in the URI is refused, and not shown`() throws {
    let token = try TestToken.shared.get()
    for query in ["pin-value=493817", "module-path=\(TestToken.module)", "pin-source=|/bin/echo"] {
      let refused = try show("\(token.uri("any"))?\(query)", pin: token.pinFile)
      #expect(refused.status == 1)
      #expect(refused.errors.contains("VGM-2424 "), "\(refused.errors)")
      #expect(!refused.errors.contains(TestToken.pin))
    }
  }

  @Test func `a key on a token signs from many threads, and never leaves it`() async throws {
    let token = try TestToken.shared.get()
    try token.generate("threads")
    let uri = try #require(TokenURI(token.uri("threads")))
    let key = try SigningKey(
      token: uri, module: TestToken.module, pin: Passphrase(file: token.pinFile))
    #expect(key.isOnToken)
    #expect(throws: CryptographyError.tokenRefused) { try key.pem }
    let passphrase = try Passphrase(Array("correct horse".utf8))
    #expect(throws: CryptographyError.tokenRefused) { try key.pem(protectedBy: passphrase) }
    let count = try await withThrowingTaskGroup(of: Int.self) { group in
      for worker in 0..<4 {
        group.addTask {
          try (0..<50).count { round in
            let message = [UInt8(worker), UInt8(round)]
            return try key.publicKey.isValid(key.sign(message), for: message)
          }
        }
      }
      return try await group.reduce(0, +)
    }
    #expect(count == 200)
  }
}

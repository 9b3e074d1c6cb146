import Foundation
import ProgramTesting

/// A SoftHSM token of this test process, with keys that OpenSC's `pkcs11-tool` makes on it.
///
/// There is one a process: the environment names its directory, and what is started inherits it.
struct TestToken {
  static let module = "/usr/lib/softhsm/libsofthsm2.so"
  static let label = "Test token"
  static let pin = "493817"

  private static let tools = ["/usr/bin/softhsm2-util", "/usr/bin/pkcs11-tool"]
  private static let engines = ["x86_64", "aarch64"].map {
    "/usr/lib/\($0)-linux-gnu/engines-3/pkcs11.so"
  }
  /// Whether SoftHSM, OpenSC and OpenSSL's engine for PKCS#11 are there.
  static let isInstalled =
    (tools + [module]).allSatisfy { FileManager.default.fileExists(atPath: $0) }
    && engines.contains { FileManager.default.fileExists(atPath: $0) }

  /// The token, made when it is first used and removed with the process.
  static let shared = Result { try TestToken() }
  private nonisolated(unsafe) static var folderAtExit = ""

  let folder: String
  /// A file with the token's PIN.
  let pinFile: String

  private init() throws {
    folder = Programs.scratch()
    let tokens = "\(folder)/tokens"
    try FileManager.default.createDirectory(atPath: tokens, withIntermediateDirectories: true)
    let configuration = "\(folder)/softhsm2.conf"
    try Data("directories.tokendir = \(tokens)\nobjectstore.backend = file\n".utf8)
      .write(to: URL(filePath: configuration))
    setenv("SOFTHSM2_CONF", configuration, 1)
    pinFile = "\(folder)/pin"
    try Self.write("\(Self.pin)\n", to: pinFile)
    Self.folderAtExit = folder
    atexit { try? FileManager.default.removeItem(atPath: TestToken.folderAtExit) }
    try Self.run(
      "softhsm2-util", "--init-token", "--free", "--label", Self.label, "--pin", Self.pin,
      "--so-pin", "87654321")
  }

  /// The URI of a key on this token.
  func uri(_ object: String) -> String { "pkcs11:token=Test%20token;object=\(object)" }

  /// Makes a key pair on the token: `EC:prime256v1`, `EC:secp384r1`, `rsa:2048`.
  func generate(_ object: String, kind: String = "EC:prime256v1") throws {
    try Self.run(
      "pkcs11-tool", "--module", Self.module, "--token-label", Self.label, "--login", "--pin",
      Self.pin, "--keypairgen", "--key-type", kind, "--label", object, "--id", Self.id(object))
  }

  /// Takes over the private key of a PKCS#8 PEM file.
  func importKey(_ path: String, as object: String) throws {
    try Self.run(
      "softhsm2-util", "--import", path, "--token", Self.label, "--label", object, "--id",
      Self.id(object), "--pin", Self.pin)
  }

  /// The DER of a public key, as the token's own tool reads it.
  func publicKey(_ object: String) throws -> Data {
    let path = "\(folder)/\(object).spki"
    try Self.run(
      "pkcs11-tool", "--module", Self.module, "--token-label", Self.label, "--read-object",
      "--type", "pubkey", "--label", object, "--output-file", path)
    return try Data(contentsOf: URL(filePath: path))
  }

  /// Writes a secret file.
  static func write(_ text: String, to path: String) throws {
    guard
      FileManager.default.createFile(
        atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
    else { throw Failure(what: path) }
  }

  private static func id(_ object: String) -> String {
    object.utf8.prefix(16).map { String(format: "%02x", $0) }.joined()
  }

  private static func run(_ tool: String, _ arguments: String...) throws {
    let result = try Programs.run(URL(filePath: "/usr/bin/\(tool)"), arguments)
    guard result.status == 0 else { throw Failure(what: "\(tool): \(result.errors)") }
  }

  struct Failure: Error {
    let what: String
  }
}

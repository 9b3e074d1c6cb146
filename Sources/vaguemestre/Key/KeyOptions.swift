import ArgumentParser
import Cryptography

/// Where a private key is, and who opens it: a file, or a token by its PKCS#11 URI.
struct KeyOptions: ParsableArguments {
  @Option(
    help: "A file, mode 0600, with the passphrase of the key; by default the terminal is asked.",
    completion: .file())
  var passphraseFile: String?

  @Option(
    name: .customLong("pkcs11-module"),
    help: "The PKCS#11 module of the token, for example /usr/lib/softhsm/libsofthsm2.so.",
    completion: .file())
  var module: String?

  @Option(
    help: "A file, mode 0600, with the PIN of the token; by default the terminal is asked.",
    completion: .file())
  var pinFile: String?

  /// The key of a path or of a URI, `pkcs11:token=NAME;object=NAME`.
  func load(_ place: String) throws -> SigningKey {
    do throws(KeyFault) {
      guard TokenURI.isMeant(by: place) else {
        return try SigningKey(file: place) { () throws(KeyFault) in try passphrase(of: place) }
      }
      return try token(place)
    } catch {
      throw CommandFailure(error.description)
    }
  }

  /// The passphrase that a key file has.
  func passphrase(of path: String) throws(KeyFault) -> Passphrase {
    if let passphraseFile { return try Passphrase(file: passphraseFile) }
    return try Passphrase.ask("Passphrase of \(path)", or: KeyFault(.passphraseNeeded, path))
  }

  private func token(_ text: String) throws(KeyFault) -> SigningKey {
    // The text itself is not shown: somebody may have put a PIN into it. And it may have come by
    // mail: what is loaded into this process is named apart from it.
    guard let uri = TokenURI(text), uri.modulePath == nil else {
      throw KeyFault(.malformedURI, "--key")
    }
    guard let module else { throw KeyFault(.moduleUnusable, "--pkcs11-module") }
    return try SigningKey(token: uri, module: module, pin: pin(of: uri))
  }

  private func pin(of uri: TokenURI) throws(KeyFault) -> Passphrase {
    if let path = pinFile ?? uri.pinPath { return try Passphrase(file: path) }
    return try Passphrase.ask("PIN of \(uri.canonical)", or: KeyFault(.pinNeeded, uri.canonical))
  }
}

import ArgumentParser
import Cryptography

/// `vaguemestre key …`
struct KeyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "key", abstract: "Make, look at and protect the private keys that sign.",
    discussion: """
      A key is a file of mode 0600, PKCS#8 in PEM, which a passphrase can encrypt, or an object \
      on a PKCS#11 token. Passphrases and PINs are typed at the terminal or read from a file of \
      mode 0600, and never given on the command line or in the environment.
      """,
    subcommands: [New.self, Show.self, Protect.self])

  /// `vaguemestre key new PATH`
  struct New: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make a new key in a file, encrypted with a passphrase.")

    @Argument(help: "Where to make it; nothing may be there.", completion: .file())
    var path: String

    @Option(help: "A file, mode 0600, with the passphrase.", completion: .file())
    var passphraseFile: String?

    @Flag(help: "Leave it clear, for a program that starts unattended.")
    var withoutPassphrase = false

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
      guard passphraseFile == nil || !withoutPassphrase else {
        throw ValidationError("either a passphrase or none")
      }
    }

    func run() throws {
      let key = try refusing { () throws(KeyFault) in try make() }
      let view = KeyView(key: key, place: path)
      print(json ? view.json : view.text)
    }

    private func make() throws(KeyFault) -> SigningKey {
      let passphrase =
        withoutPassphrase ? nil : try Passphrase.new(for: path, file: passphraseFile)
      let key: SigningKey
      do throws(CryptographyError) {
        key = try SigningKey.generate()
      } catch {
        throw KeyFault(.encoding(error), path)
      }
      try KeyFile.create(path, key, protectedBy: passphrase)
      return key
    }
  }

  /// `vaguemestre key show PATH`
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print a key's id, its fingerprint, and the public key as policies name it.")

    @Argument(help: "A key file, or pkcs11:token=NAME;object=NAME.", completion: .file())
    var key: String

    @OptionGroup var options: KeyOptions

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
      let loaded = try options.load(key)
      let place = TokenURI(key)?.canonical ?? key
      let view = KeyView(key: loaded, place: place)
      print(json ? view.json : view.text)
    }
  }

  /// `vaguemestre key protect PATH`
  struct Protect: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Give a key file a passphrase, another one, or none.",
      discussion: """
        What stood in clear on a disk may be read from it still: a key that was ever in a place \
        that others could read is replaced, not protected.
        """)

    @Argument(help: "The key file.", completion: .file())
    var path: String

    @Option(help: "A file, mode 0600, with the passphrase it has.", completion: .file())
    var passphraseFile: String?

    @Option(help: "A file, mode 0600, with its new passphrase.", completion: .file())
    var newPassphraseFile: String?

    @Flag(help: "Take the passphrase off.")
    var remove = false

    func validate() throws {
      guard newPassphraseFile == nil || !remove else {
        throw ValidationError("either a new passphrase or none")
      }
    }

    func run() throws {
      try refusing { () throws(KeyFault) in
        if remove {
          try KeyFile.unprotect(path) { () throws(KeyFault) in try old() }
        } else {
          try KeyFile.protect(
            path, from: { () throws(KeyFault) in try old() },
            to: { () throws(KeyFault) in try Passphrase.new(for: path, file: newPassphraseFile) })
        }
      }
      print("\(path): \(remove ? "clear" : "protected by its new passphrase")")
    }

    private func old() throws(KeyFault) -> Passphrase {
      if let passphraseFile { return try Passphrase(file: passphraseFile) }
      return try Passphrase.ask("Passphrase of \(path)", or: KeyFault(.passphraseNeeded, path))
    }
  }
}

extension Passphrase {
  /// A new passphrase from a file, or typed twice.
  fileprivate static func new(for path: String, file: String?) throws(KeyFault) -> Passphrase {
    if let file { return try Passphrase(file: file) }
    return try ask("New passphrase of \(path)", twice: true, or: KeyFault(.passphraseNeeded, path))
  }
}

private func refusing<Result>(_ body: () throws(KeyFault) -> Result) throws -> Result {
  do throws(KeyFault) {
    return try body()
  } catch {
    throw CommandFailure(error.description)
  }
}

import ArgumentParser
import Cryptography
import Policy
import SignedPolicy
import Site

extension PolicyCommand {
  /// `vaguemestre policy sign FILE --key KEY.pem -o FILE.cose`
  struct Sign: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Sign a compiled document, or add a signature to a signed one.",
      discussion: """
        Prints, before it signs, everything that the document changes of the version in force \
        (--against, or the one in the site), or all of it where there is none; its digest, for the \
        holders of the other keys to compare; and what each signature that is there already is \
        worth. A document with a wrong signature is not signed. Signatures that are there are \
        kept. The passphrase of a key, or the PIN of its token, is asked for at the terminal.
        """)

    @Argument(help: "A compiled (.cbor) or signed (.cose) document.", completion: .file())
    var file: String

    @Option(
      help: "A private key: a file, or pkcs11:token=NAME;object=NAME; may be given several times.",
      completion: .file())
    var key: [String]

    @OptionGroup var keys: KeyOptions

    @Option(name: .shortAndLong, help: "Where to write the signed document.", completion: .file())
    var output: String

    @Option(
      help: "The site's directory; by default the one in which FILE lies.", completion: .directory)
    var site: String?

    @Option(help: "The version in force, to compare with.", completion: .file())
    var against: String?

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
      guard !key.isEmpty else { throw ValidationError("at least one --key is needed") }
    }

    func run() throws {
      let document = try PolicyDocumentFile(file)
      let basis = try PolicyBasis(of: document, site: site, against: against)
      try basis.check(document)
      var view = SigningView(document, basis)
      if let wrong = view.present.first(where: { $0.state == .wrong }) {
        throw CommandFailure("\(file): the signature of \(wrong.key) is wrong (VGM-2335)")
      }
      var signer = try begin(document)
      if !json { for line in try view.lines() { print(line) } }
      view.added = try sign(&signer)
      try OutputFile.write(signer.encoded, to: output)
      guard !json else {
        print(try view.node(output: output).json)
        return
      }
      for line in view.closing { print(line) }
      print("\(output): signed")
    }

    /// A source is not signed: what is signed must be the bytes that others can compare.
    private func begin(_ file: PolicyDocumentFile) throws -> PolicySigner {
      switch file.form {
      case .source:
        throw CommandFailure("\(file.path): compile it first: vaguemestre policy compile")
      case .signedCharter(let charter): return try PolicySigner(charter)
      case .signedPolicy(let policy): return try PolicySigner(policy)
      case .compiled:
        do throws(DocumentFault) {
          return try file.document.signer()
        } catch {
          throw CommandFailure("\(file.path): \(error.code.text) (\(error))")
        }
      }
    }

    private func sign(_ signer: inout PolicySigner) throws -> [KeyID] {
      var added: [KeyID] = []
      for path in key {
        let key = try keys.load(path)
        do throws(CryptographyError) {
          try signer.sign(with: key)
        } catch {
          throw CommandFailure("\(path): \(error)")
        }
        added.append(key.publicKey.keyID)
      }
      return added
    }
  }
}

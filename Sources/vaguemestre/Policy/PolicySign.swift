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
        What is signed is decoded first and printed: title and digest, for the holders of the \
        other keys to compare. Signatures that are there are kept.
        """)

    @Argument(help: "A compiled (.cbor) or signed (.cose) document.", completion: .file())
    var file: String

    @Option(help: "A private key, PEM; may be given several times.", completion: .file())
    var key: [String]

    @Option(name: .shortAndLong, help: "Where to write the signed document.", completion: .file())
    var output: String

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
      guard !key.isEmpty else { throw ValidationError("at least one --key is needed") }
    }

    func run() throws {
      let document = try PolicyDocumentFile(file)
      var signer = try begin(document)
      for path in key {
        let key = try signingKey(path)
        do throws(CryptographyError) {
          try signer.sign(with: key)
        } catch {
          throw CommandFailure("\(path): \(error)")
        }
      }
      try OutputFile.write(signer.encoded, to: output)
      let signers = signer.signers.map(\.description)
      guard !json else {
        print(
          SourceNode.map(
            document.document.heading + [
              ("digest", .text(signer.digest.description)), ("output", .text(output)),
              ("signers", .list(signers.map { .text($0) })),
            ]
          ).json)
        return
      }
      print("\(document.document.title)\ndigest \(signer.digest)")
      for signer in signers { print("signed by \(signer)") }
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

    private func signingKey(_ path: String) throws -> SigningKey {
      var pem: [UInt8]
      do throws(SecretFileError) {
        pem = try SecretFile.read(path, maximumBytes: 16_384)
      } catch {
        throw CommandFailure(error.description)
      }
      defer { pem.cleanse() }
      return try decode(pem, path)
    }

    private func decode(_ pem: [UInt8], _ path: String) throws -> SigningKey {
      do throws(CryptographyError) {
        return try SigningKey(pem: pem)
      } catch {
        throw CommandFailure("\(path): \(error)")
      }
    }
  }
}

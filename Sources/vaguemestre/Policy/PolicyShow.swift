import ArgumentParser
import Cryptography
import SignedPolicy
import Site

extension PolicyCommand {
  /// `vaguemestre policy show FILE`
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show a document, compiled or signed, as YAML. Verifies nothing.",
      discussion: "The comment lines name the digest and who claims to have signed.")

    @Argument(help: "A document of any form.", completion: .file())
    var file: String

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
      let file = try PolicyDocumentFile(file)
      let digest = try file.digest().description
      let signers = file.claimedSigners.map(\.description)
      guard !json else {
        print(
          SourceNode.map([
            ("digest", .text(digest)),
            ("claimedSigners", .list(signers.map { .text($0) })),
            ("document", file.document.source),
          ]).json)
        return
      }
      print("# \(file.document.title)\n# digest \(digest)")
      for signer in signers { print("# signed, it says, by \(signer)") }
      print(file.document.source.yaml, terminator: "")
    }
  }
}

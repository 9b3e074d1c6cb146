import ArgumentParser
import Cryptography
import Foundation
import Policy
import SignedPolicy
import Site

extension PolicyCommand {
  /// `vaguemestre policy publish FILE.cose --site DIR`
  struct Publish: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Put a signed document in force in a site's directory.",
      discussion: """
        Verifies that it follows the version that lies there, keeps that one in policies/history \
        for readers that were away, and replaces it. A version that only takes away needs one key \
        of those that sign, once after each that the threshold signed. Running cells take it up \
        within seconds.
        """)

    @Argument(help: "A signed document.", completion: .file(extensions: ["cose"]))
    var file: String

    @Option(help: "The site's directory.", completion: .directory)
    var site: String

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
      let (layout, time) = (SiteLayout(site), Int64(Date().timeIntervalSince1970))
      let document = try PolicyDocumentFile(file)
      let view = SigningView(document, try PolicyBasis(of: document, site: site, against: nil))
      let accepted: AcceptedVersion
      switch document.form {
      case .source, .compiled: throw CommandFailure("\(file): it is not signed")
      case .signedCharter(let charter):
        accepted = try Site.publish(charter, in: layout, at: time)
      case .signedPolicy(let policy):
        accepted = try Site.publish(policy, in: layout, at: time)
      }
      guard json else {
        if let line = view.demandLine { print(line) }
        print("\(document.document.title): in force, digest \(accepted.digest)")
        return
      }
      print(
        SourceNode.map(
          document.document.heading + [
            ("digest", .text(accepted.digest.description)),
            ("effect", view.basis.demand?.effect.map { .text($0.direction.rawValue) }),
          ]
        ).json)
    }
  }
}

import ArgumentParser
import Foundation
import Policy
import SignedPolicy
import Site

extension PolicyCommand {
  /// `vaguemestre policy draft icu --site DIR -o icu.yaml`
  struct Draft: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write the source of the next version of a policy or of the charter.",
      discussion: """
        It says what the version in force says, with the next version number, the digest of the \
        version before it, and now as its time of issue. Change what is to change, then compile, \
        sign and activate it.
        """)

    @Argument(help: "A compartment, or `charter`.")
    var document: String

    @Option(help: "The site's directory.", completion: .directory)
    var site: String

    @Option(name: .shortAndLong, help: "Where to write the source.", completion: .file())
    var output: String

    func run() throws {
      let time = Int64(Date().timeIntervalSince1970)
      let verified = try Site.load(at: site, time: time)
      let source: SourceNode
      if document == "charter" {
        var charter = verified.charter.document
        charter.edition = charter.edition.next(after: verified.charter.accepted, at: time)
        source = charter.source
      } else {
        let policy = try verified.policy(of: document)
        var next = policy.document
        next.edition = next.edition.next(after: policy.accepted, at: time)
        source = next.source
      }
      guard !FileManager.default.fileExists(atPath: output) else {
        throw CommandFailure("\(output): there is a file already, which may hold changes of yours")
      }
      try OutputFile.write(Array(source.yaml.utf8), to: output)
      print("\(output): change it, then: vaguemestre policy compile \(output) --site \(site) -o …")
    }
  }
}

extension Edition {
  /// The edition that follows. Its time of issue never goes back: no reader would believe the
  /// clock.
  func next(after accepted: AcceptedVersion, at time: Int64) -> Edition {
    Edition(
      version: version + 1, previous: accepted.digest, issued: max(time, issued),
      expires: expires, grace: grace)
  }
}

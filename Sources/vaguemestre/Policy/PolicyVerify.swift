import ArgumentParser
import Cryptography
import Foundation
import Policy
import SignedPolicy
import Site

extension PolicyCommand {
  /// `vaguemestre policy verify --site DIR`, or of one file.
  struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Verify signatures, thresholds and freshness.",
      discussion: """
        With --site, all documents of a site. With FILE, one document: a charter against the \
        pinned roots, a policy under the charter; --after names the version that it must follow. \
        Exit status 1 when a document is refused.
        """)

    @Argument(help: "A signed document.", completion: .file(extensions: ["cose"]))
    var file: String?

    @Option(help: "A site's directory: its charter and its pinned roots.", completion: .directory)
    var site: String?

    @Option(help: "The version before, which FILE must follow.", completion: .file())
    var after: String?

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
      guard file != nil || site != nil else { throw ValidationError("name a FILE or a --site") }
      guard after == nil || file != nil else { throw ValidationError("--after needs a FILE") }
    }

    func run() throws {
      let directory = try site ?? enclosingSite()
      let time = Int64(Date().timeIntervalSince1970)
      guard let file else {
        let site = try Site.load(at: directory, time: time)
        try report(
          .charter(site.charter.document), site.charter.accepted.digest, site.charter.standing)
        for policy in site.policies {
          try report(.policy(policy.document), policy.accepted.digest, policy.standing)
        }
        return
      }
      let layout = SiteLayout(directory)
      let pin = try Site.rootPin(layout)
      switch try PolicyDocumentFile(file).form {
      case .source, .compiled: throw CommandFailure("\(file): it is not signed")
      case .signedCharter(let charter): try verify(charter, pin, time)
      case .signedPolicy(let policy): try verify(policy, layout, pin, time)
      }
    }

    private func verify(_ charter: UnverifiedCharter, _ pin: RootPin, _ time: Int64) throws {
      var trust = CharterTrust.pinned(pin, accepted: nil)
      if let after {
        guard case .signedCharter(let former) = try PolicyDocumentFile(after).form else {
          throw CommandFailure("\(after): this is no signed charter")
        }
        trust = .succeeding(try verified(former, trust, after, time))
      }
      let charter = try verified(charter, trust, file ?? "", time)
      try report(.charter(charter.document), charter.accepted.digest, charter.standing)
    }

    private func verify(
      _ policy: UnverifiedPolicy, _ layout: SiteLayout, _ pin: RootPin, _ time: Int64
    ) throws {
      guard case .signedCharter(let unverified) = try PolicyDocumentFile(layout.charter).form else {
        throw CommandFailure("\(layout.charter): this is no signed charter")
      }
      let charter = try verified(unverified, .pinned(pin, accepted: nil), layout.charter, time)
      var accepted: AcceptedVersion?
      if let after {
        guard case .signedPolicy(let former) = try PolicyDocumentFile(after).form else {
          throw CommandFailure("\(after): this is no signed policy")
        }
        accepted = try verified(former, charter, nil, time).accepted
      }
      let policy = try verified(policy, charter, accepted, time)
      try report(.policy(policy.document), policy.accepted.digest, policy.standing)
    }

    private func verified(
      _ charter: UnverifiedCharter, _ trust: CharterTrust, _ path: String, _ time: Int64
    ) throws -> VerifiedCharter {
      do throws(VerificationFault) {
        return try PolicyVerifier.verify(charter, trusting: trust, at: time)
      } catch {
        throw CommandFailure("\(path): \(error.text) (\(error))")
      }
    }

    private func verified(
      _ policy: UnverifiedPolicy, _ charter: VerifiedCharter, _ accepted: AcceptedVersion?,
      _ time: Int64
    ) throws -> VerifiedPolicy {
      do throws(VerificationFault) {
        return try PolicyVerifier.verify(
          policy, of: try policy.claim().compartment, under: CharterSuccession(charter),
          accepted: accepted, at: time)
      } catch {
        throw CommandFailure("\(file ?? ""): \(error.text) (\(error))")
      }
    }

    private func report(
      _ document: PolicyDocument, _ digest: Digest, _ standing: Standing
    ) throws {
      let freshness = "\(standing.freshness)"
      guard json else {
        print("\(document.title): verified, \(freshness), digest \(digest)")
        return
      }
      print(
        SourceNode.map(
          document.heading + [
            ("verified", .flag(true)), ("freshness", .text(freshness)),
            ("digest", .text(digest.description)),
          ]
        ).json)
    }

    /// The site in whose directory the file lies.
    private func enclosingSite() throws -> String {
      let folder = URL(filePath: file ?? "").deletingLastPathComponent()
      for candidate in [folder.deletingLastPathComponent(), folder] {
        let layout = SiteLayout(candidate.path)
        if FileManager.default.fileExists(atPath: layout.rootPin) { return candidate.path }
      }
      throw CommandFailure(
        "\(file ?? ""): it lies in no site that says which roots to trust: name one with --site"
      )
    }
  }
}

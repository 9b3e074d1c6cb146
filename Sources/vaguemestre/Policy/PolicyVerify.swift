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
      abstract: "Verify signatures, thresholds and succession; say how fresh a document is.",
      discussion: """
        Without FILE, all documents of the site. With FILE, one document: a charter with the \
        site's roots, or one that follows --after; a policy under the site's charter, and that \
        follows --after. Trust comes from the site that is named, never from what lies beside \
        FILE. What is in force may be of any age. The charter of another site is held to the \
        roots that this site's charter pins for that partner. Exit status 1 when a document is \
        refused.
        """)

    @Argument(help: "A signed document.", completion: .file(extensions: ["cose"]))
    var file: String?

    @Option(help: "The site's directory: its charter and its pinned roots.", completion: .directory)
    var site: String

    @Option(help: "The version before, which FILE must follow.", completion: .file())
    var after: String?

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
      guard after == nil || file != nil else { throw ValidationError("--after needs a FILE") }
    }

    func run() throws {
      let layout = SiteLayout(site)
      if !json { print("roots \(try Site.rootPin(layout)), as \(layout.rootPin) says") }
      for document in try verified(at: Int64(Date().timeIntervalSince1970)) {
        print(json ? document.json : document.text)
      }
    }

    /// What is verified; throws for what is not.
    func verified(at time: Int64) throws -> [VerifiedDocument] {
      guard let file else {
        let site = try Site.load(at: site, time: time)
        return [VerifiedDocument(site.charter)] + site.policies.map { VerifiedDocument($0) }
      }
      let charter = try Site.charter(of: SiteLayout(site), at: time)
      switch try PolicyDocumentFile(file).form {
      case .source, .compiled: throw CommandFailure("\(file): it is not signed")
      case .signedCharter(let document):
        if let partner = try partner(document, charter, time) { return [partner] }
        return [VerifiedDocument(try verify(document, beside: charter, time))]
      case .signedPolicy(let document):
        return [VerifiedDocument(try verify(document, under: charter, time))]
      }
    }

    /// The charter of another site that this one lists; nil for any other.
    private func partner(
      _ document: UnverifiedCharter, _ charter: VerifiedCharter, _ time: Int64
    ) throws -> VerifiedDocument? {
      guard let site = try? document.claim().site, site != charter.document.site else {
        return nil
      }
      let own = CharterSuccession(charter)
      let judge = { (path: String, document: UnverifiedCharter, before: AcceptedVersion?) in
        try checked(path) { () throws(VerificationFault) in
          let itself = try document.version()
          return try PolicyVerifier.verify(
            document, partnerOf: own, accepted: before ?? itself, at: time)
        }
      }
      guard let after else { return VerifiedDocument(try judge(file ?? "", document, nil)) }
      guard case .signedCharter(let former) = try PolicyDocumentFile(after).form else {
        throw CommandFailure("\(after): this is no signed charter")
      }
      let before = try judge(after, former, nil).accepted
      return VerifiedDocument(try judge(file ?? "", document, before))
    }

    private func verify(
      _ document: UnverifiedCharter, beside current: VerifiedCharter, _ time: Int64
    ) throws -> VerifiedCharter {
      guard let after else {
        let isCurrent = document.digest == current.accepted.digest
        return isCurrent ? current : try pinned(document, file ?? "", time)
      }
      guard case .signedCharter(let before) = try PolicyDocumentFile(after).form else {
        throw CommandFailure("\(after): this is no signed charter")
      }
      let isCurrent = before.digest == current.accepted.digest
      let trust = CharterTrust.succeeding(isCurrent ? current : try pinned(before, after, time))
      return try checked(file ?? "") { () throws(VerificationFault) in
        try PolicyVerifier.verify(document, trusting: trust, at: time)
      }
    }

    /// A charter of any version and age with the pinned roots.
    private func pinned(
      _ document: UnverifiedCharter, _ path: String, _ time: Int64
    ) throws -> VerifiedCharter {
      let pin = try Site.rootPin(SiteLayout(site))
      return try checked(path) { () throws(VerificationFault) in
        try PolicyVerifier.verify(
          document, pinned: pin, accepted: try document.version(), at: time,
          former: { SiteLayout(site).copies(ofCharter: $0) })
      }
    }

    /// The version before is not asked for its signatures, unless fewer keys than the threshold
    /// signed the policy: one that the authority signed vouches for the one that it names.
    private func verify(
      _ document: UnverifiedPolicy, under charter: VerifiedCharter, _ time: Int64
    ) throws -> VerifiedPolicy {
      var former = document
      if let after {
        guard case .signedPolicy(let document) = try PolicyDocumentFile(after).form else {
          throw CommandFailure("\(after): this is no signed policy")
        }
        former = document
      }
      return try checked(file ?? "") { () throws(VerificationFault) in
        let compartment = try document.claim().compartment
        return try PolicyVerifier.verify(
          document, of: compartment, under: CharterSuccession(charter),
          accepted: try former.version(), at: time,
          former: { sought in
            let named = former.digest == sought.digest ? [former] : []
            return named + SiteLayout(site).copies(sought, of: compartment)
          })
      }
    }

    private func checked<Document>(
      _ path: String, _ verify: () throws(VerificationFault) -> Document
    ) throws -> Document {
      do throws(VerificationFault) {
        return try verify()
      } catch {
        throw CommandFailure("\(path): \(error.text) (\(error))")
      }
    }
  }
}

/// A verified document, as it is reported.
struct VerifiedDocument {
  let document: PolicyDocument
  let digest: Digest
  let standing: Standing
  /// The version that it narrows, if fewer keys than the threshold signed it.
  let narrows: UInt64?

  init(_ charter: VerifiedCharter) {
    document = .charter(charter.document)
    (digest, standing) = (charter.accepted.digest, charter.standing)
    narrows = charter.base?.accepted.version
  }

  init(_ policy: VerifiedPolicy) {
    document = .policy(policy.document)
    (digest, standing) = (policy.accepted.digest, policy.standing)
    narrows = policy.base?.accepted.version
  }

  init(_ partner: VerifiedPartner) {
    document = .charter(partner.document)
    (digest, standing) = (partner.accepted.digest, partner.standing)
    narrows = nil
  }

  var text: String {
    let effect = standing.mayGrant ? "" : " and only takes away"
    let base = narrows.map { ", narrows version \($0) by fewer keys than the threshold" } ?? ""
    return "\(document.title): verified, \(standing.freshness)\(effect)\(base), digest \(digest)"
  }

  var json: String {
    SourceNode.map(
      document.heading + [
        ("verified", .flag(true)), ("freshness", .text("\(standing.freshness)")),
        ("mayGrant", .flag(standing.mayGrant)), ("digest", .text(digest.description)),
        ("narrows", narrows.map { .number(Int64(clamping: $0)) }),
      ]
    ).json
  }
}

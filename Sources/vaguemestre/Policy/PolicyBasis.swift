import Cryptography
import Foundation
import Policy
import SignedPolicy
import Site

/// What a document is read against before it is signed: whose signatures it needs, and the version
/// that it replaces, each with a word on how far it was verified.
struct PolicyBasis {
  /// The keys that must sign; nil where no charter says so.
  let quorum: KeyQuorum?
  /// The version that it replaces; nil if there is none.
  let former: PolicyDocumentFile?
  /// What these two rest on, a line each, for people.
  let notes: [String]
  /// How many keys must sign; nil where no charter says whose.
  let demand: SignatureDemand?

  private let charter: Charter?

  /// - Parameters:
  ///   - site: a site's directory; nil to look whether the file lies in one.
  ///   - against: path of the version that it replaces; nil for the one in force in the site, or
  ///     beside the file.
  init(of file: PolicyDocumentFile, site: String?, against: String?) throws {
    let layout = (site ?? Self.site(around: file.path)).map { SiteLayout($0) }
    let time = Int64(Date().timeIntervalSince1970)
    var notes: [String] = []
    var verified: VerifiedCharter?
    if let layout {
      do throws(SiteError) {
        verified = try Site.charter(of: layout, at: time)
        notes.append("roots \(try Site.rootPin(layout)), as \(layout.rootPin) says")
      } catch {
        notes.append("WARNING: the charter is not verified: \(error)")
      }
    }
    charter = verified?.document
    former = try Self.former(of: file, against, layout)
    if let former {
      let name = "compared with version \(former.document.edition.version) in \(former.path)"
      let problem = Self.problem(with: former, under: verified, in: layout, at: time)
      notes.append(problem.map { "WARNING: \(name), which is not verified: \($0)" } ?? name)
    }
    switch file.document {
    case .charter(let charter): quorum = charter.roots
    case .policy(let policy): quorum = charter?.compartment(policy.compartment)?.authority
    }
    self.notes = notes
    demand = quorum.map { [former] quorum in
      SignatureDemand(
        quorum: quorum, effect: file.document.effect(after: former?.document, under: verified),
        followsQuorum: Self.isFullySigned(former, under: verified, at: time))
    }
  }

  /// Whether the threshold of those that must sign signed the version.
  private static func isFullySigned(
    _ former: PolicyDocumentFile?, under charter: VerifiedCharter?, at time: Int64
  ) -> Bool {
    guard let charter, let former else { return false }
    switch former.form {
    case .source, .compiled: return false
    case .signedCharter(let document):
      return document.digest == charter.accepted.digest && charter.base == nil
    case .signedPolicy(let document):
      guard let compartment = try? document.claim().compartment else { return false }
      let verified = try? PolicyVerifier.verify(
        document, of: compartment, under: CharterSuccession(charter),
        accepted: try document.version(), at: time)
      return verified != nil
    }
  }

  /// Refuses what no verifier would accept, while it can still be corrected.
  func check(_ file: PolicyDocumentFile) throws {
    guard let charter, case .policy(let policy) = file.document else { return }
    do throws(DocumentFault) {
      try policy.check(under: charter)
    } catch {
      throw CommandFailure("\(file.path): \(error.code.text) (\(error))")
    }
  }

  /// The keys whose signatures mean something on the document: of its quorum, and for a charter
  /// also of the roots before it.
  var keys: [VerificationKey] {
    guard case .charter(let former) = former?.document else { return quorum?.keys ?? [] }
    return (quorum?.keys ?? []) + former.roots.keys
  }

  private static func former(
    of file: PolicyDocumentFile, _ against: String?, _ layout: SiteLayout?
  ) throws -> PolicyDocumentFile? {
    if let against { return try PolicyDocumentFile(against) }
    var paths = [
      URL(filePath: file.path).deletingPathExtension().appendingPathExtension("cose").path
    ]
    if let layout {
      switch file.document {
      case .charter: paths.insert(layout.charter, at: 0)
      case .policy(let policy): paths.insert(layout.policy(policy.compartment), at: 0)
      }
    }
    for path in paths where FileManager.default.fileExists(atPath: path) {
      let former = try PolicyDocumentFile(path)
      // The document itself, with the signatures that it has so far, replaces nothing.
      if try former.digest() != file.digest() { return former }
    }
    return nil
  }

  /// Why a version is not known to have been in force; nil if it is.
  private static func problem(
    with former: PolicyDocumentFile, under charter: VerifiedCharter?, in layout: SiteLayout?,
    at time: Int64
  ) -> String? {
    guard let charter else { return "no verified charter is at hand; name a --site" }
    do throws(VerificationFault) {
      switch former.form {
      case .source, .compiled: return "it is not signed"
      case .signedCharter(let document):
        return document.digest == charter.accepted.digest ? nil : "it is not the charter in force"
      case .signedPolicy(let document):
        let compartment = try document.claim().compartment
        _ = try PolicyVerifier.verify(
          document, of: compartment, under: CharterSuccession(charter),
          accepted: try document.version(), at: time,
          former: { layout?.copies($0, of: compartment) ?? [] })
        return nil
      }
    } catch {
      return "\(error.text) (\(error))"
    }
  }

  /// The site in whose directory a file lies.
  static func site(around path: String) -> String? {
    let folder = URL(filePath: path).deletingLastPathComponent()
    return [folder.deletingLastPathComponent(), folder].map(\.path).first {
      FileManager.default.fileExists(atPath: SiteLayout($0).rootPin)
    }
  }
}

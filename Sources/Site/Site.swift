import Cryptography
import Labels
package import Policy
package import SignedPolicy

/// A site's directory: what stands where, read only as far as its signatures hold.
package enum Site {
  /// Verifies the charter against the pinned roots and every open compartment's policy under it.
  ///
  /// For tools and tests: it remembers nothing, so it can't notice a rollback, and it takes every
  /// document as one that is in force, of whatever age. A cell and a client use ``LoadedPolicies``.
  ///
  /// - Parameter time: seconds since the Unix epoch.
  package static func load(
    at directory: String, time: Int64
  ) throws(SiteError) -> VerifiedSite {
    let layout = SiteLayout(directory)
    let charter = try charter(of: layout, at: time)
    var policies: [VerifiedPolicy] = []
    for compartment in charter.document.compartments where !compartment.isClosed {
      let path = layout.policy(compartment.name)
      let bytes = try SiteFile.read(
        path, maximumBytes: PolicyLimit.documentBytesMax,
        remedy: "compile and sign the compartment's policy")
      do throws(VerificationFault) {
        let policy = try UnverifiedPolicy(bytes)
        policies.append(
          try PolicyVerifier.verify(
            policy, of: compartment.name, under: CharterSuccession(charter),
            accepted: try policy.version(), at: time,
            former: layout.shelf(of: compartment.name).copies))
      } catch {
        throw SiteError(error, path)
      }
    }
    return VerifiedSite(layout: layout, charter: charter, policies: policies, time: time)
  }

  /// The charter in force: its roots are the pinned ones, or followed from them version by version
  /// as the history says.
  package static func charter(
    of layout: SiteLayout, at time: Int64
  ) throws(SiteError) -> VerifiedCharter {
    let bytes = try SiteFile.read(
      layout.charter, maximumBytes: PolicyLimit.documentBytesMax, remedy: charterRemedy)
    let pin = try rootPin(layout)
    do throws(VerificationFault) {
      let current = try UnverifiedCharter(bytes)
      let version = try current.version()
      do throws(VerificationFault) {
        return try PolicyVerifier.verify(
          current, pinned: pin, accepted: version, at: time, former: layout.charterShelf.copies)
      } catch .rootsNotPinned {
        let former = try formerCharter(before: version.version, pin, layout, time)
        return try PolicyVerifier.verify(current, trusting: .succeeding(former), at: time)
      }
    } catch {
      throw SiteError(error, layout.charter)
    }
  }

  /// The charter before a version, by the history from the newest one with the pinned roots on.
  private static func formerCharter(
    before version: UInt64, _ pin: RootPin, _ layout: SiteLayout, _ time: Int64
  ) throws(VerificationFault) -> VerifiedCharter {
    let shelf = layout.charterShelf
    let first = version - min(version, UInt64(SuccessionLimit.stepsMax))
    for number in (first..<version).reversed() {
      guard let start = shelf.former(number), let accepted = try? start.version(),
        var charter = try? PolicyVerifier.verify(
          start, pinned: pin, accepted: accepted, at: time, former: shelf.copies)
      else { continue }
      while charter.accepted.version + 1 < version {
        guard let next = shelf.former(charter.accepted.version + 1) else { throw .versionSkipped }
        charter = try PolicyVerifier.verify(next, trusting: .succeeding(charter), at: time)
      }
      return charter
    }
    throw .rootsNotPinned
  }

  /// The charter that lies in the directory, unverified: for what has no effect but to start
  /// processes that verify for themselves.
  package static func claimedCharter(_ layout: SiteLayout) throws(SiteError) -> Charter {
    let bytes = try SiteFile.read(
      layout.charter, maximumBytes: PolicyLimit.documentBytesMax, remedy: charterRemedy)
    do throws(VerificationFault) {
      return try UnverifiedCharter(bytes).claim()
    } catch {
      throw SiteError(error, layout.charter)
    }
  }

  /// The cells that have a directory here.
  package static func cellNames(_ layout: SiteLayout) throws(SiteError) -> [String] {
    (try SiteFile.names(in: layout.cells) ?? []).filter(Name.isValid)
  }

  static let charterRemedy =
    "name a site's directory, or make one with: vaguemestre site new DIR"

  /// The roots that someone compared when the site was made or joined.
  package static func rootPin(_ layout: SiteLayout) throws(SiteError) -> RootPin {
    let remedy = "restore it, after comparing its digits with those of who holds the root keys"
    let text = try SiteFile.readText(layout.rootPin, remedy: remedy)
    guard let bytes = Hexadecimal.decode(text), let digest = Digest(bytes) else {
      throw SiteError(
        .malformedPin, layout.rootPin, "it is not 64 hexadecimal digits", remedy: remedy)
    }
    return RootPin(digest)
  }
}

/// A site whose documents are verified.
package struct VerifiedSite: Sendable {
  package let layout: SiteLayout
  package let charter: VerifiedCharter
  /// One for each open compartment, in the charter's order.
  package let policies: [VerifiedPolicy]
  /// When it was verified, in seconds since the Unix epoch.
  package let time: Int64

  /// A compartment's policy.
  package func policy(of compartment: String) throws(SiteError) -> VerifiedPolicy {
    guard let policy = policies.first(where: { $0.document.compartment == compartment }) else {
      let known = policies.map(\.document.compartment).joined(separator: ", ")
      throw SiteError(
        .unknownCompartment, layout.charter, "it has no open compartment '\(compartment)'",
        remedy: "choose one of: \(known)")
    }
    return policy
  }

  /// A principal by its full name, whether the policy or a credential introduces it.
  package func principal(_ id: PrincipalID) throws(SiteError) -> Principal {
    let document = try introduced(in: try policy(of: id.compartment))
    guard let principal = document.principals.first(where: { $0.name == id.name }) else {
      let known = document.principals.map { "\(id.compartment)/\($0.name)" }
      throw SiteError(
        .unknownPrincipal, layout.policy(id.compartment), "it has no principal '\(id.name)'",
        remedy: "choose one of: \(known.joined(separator: ", "))")
    }
    return principal
  }

  /// A compartment's policy with the principals that credentials introduce.
  package func introduced(
    in policy: VerifiedPolicy
  ) throws(SiteError) -> CompartmentPolicy {
    try withCredentials(of: policy).introduced(in: policy)
  }

  /// The credentials that count in a compartment.
  package func credentials(
    of policy: VerifiedPolicy
  ) throws(SiteError) -> [VerifiedCredential] {
    try withCredentials(of: policy).credentials[policy.document.compartment] ?? []
  }

  private func withCredentials(of policy: VerifiedPolicy) throws(SiteError) -> VerifiedSet {
    do throws(VerificationFault) {
      var set = try VerifiedSet(
        charter: CharterSuccession(charter), own: PolicySuccession(policy), peers: [])
      _ = set.addCredentials(in: layout, at: time)
      return set
    } catch {
      throw SiteError(error, layout.policy(policy.document.compartment))
    }
  }

  /// What the cell of a compartment decides by if it has accepted these documents.
  package func snapshot(of compartment: String) throws(SiteError) -> PolicySnapshot {
    let own = try policy(of: compartment)
    let names = own.document.peers
    let others = policies.filter { names.contains($0.document.compartment) }
    do throws(VerificationFault) {
      var set = try VerifiedSet(
        charter: CharterSuccession(charter), own: PolicySuccession(own),
        peers: others.map { PolicySuccession($0) })
      _ = set.addCredentials(in: layout, at: time)
      // Nothing is activated here that could be rolled back, so there is nothing to persist.
      return try PolicySnapshot(set.persisted { _ throws(VerificationFault) in })
    } catch {
      throw SiteError(error, layout.policy(compartment))
    }
  }
}

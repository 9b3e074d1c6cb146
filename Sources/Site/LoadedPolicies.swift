package import Policy
package import SignedPolicy

/// What one running process, a cell or a client, decides by: verified, and remembered on disk
/// before it is given out.
package struct LoadedPolicies: Sendable {
  package let verified: VerifiedSet
  package let snapshot: PolicySnapshot
  /// Documents of the site's directory that were refused, while what was accepted before goes on.
  /// To be logged loudly.
  package let refused: [SiteError]

  /// Loads the policy of a compartment with those to which it has links.
  ///
  /// The first time, the charter's roots must be the pinned ones; from then on every document must
  /// follow what `store` remembers. A document that is refused does not stop a ward: the accepted
  /// copy goes on, and ``refused`` says so. Without an accepted copy it is an error.
  ///
  /// - Parameters:
  ///   - store: where this process, and no other, remembers.
  ///   - time: seconds since the Unix epoch.
  ///   - former: what is in force, when documents are loaded again in a running process.
  package init(
    of compartment: String, in layout: SiteLayout, store: PolicyStore, time: Int64,
    after former: LoadedPolicies? = nil
  ) throws(SiteError) {
    var loader = try PolicyLoader(compartment, layout, store, time)
    let set = try loader.load(after: former?.verified)
    let (state, copies, path) = (loader.state(of: set), loader.copies, layout.policy(compartment))
    let isNews = state != loader.accepted
    let persisted = try set.persisted { _ throws(SiteError) in
      if isNews { try store.save(state, copies) }
    }
    do throws(VerificationFault) {
      snapshot = try PolicySnapshot(persisted)
    } catch {
      throw SiteError(error, path)
    }
    verified = set
    refused = loader.refused
  }
}

/// One loading: what was accepted, what lies in the directory, and which of the two is taken.
private struct PolicyLoader {
  let compartment: String
  let layout: SiteLayout
  let store: PolicyStore
  let time: Int64
  let accepted: AcceptedState?
  private(set) var copies: [(path: String, bytes: [UInt8])] = []
  private(set) var refused: [SiteError] = []
  private var restrictions = Restrictions()

  init(
    _ compartment: String, _ layout: SiteLayout, _ store: PolicyStore, _ time: Int64
  ) throws(SiteError) {
    self.compartment = compartment
    self.layout = layout
    self.store = store
    self.time = time
    accepted = try store.load()
  }

  mutating func load(after former: VerifiedSet?) throws(SiteError) -> VerifiedSet {
    let charter = try loadCharter()
    guard charter.document.compartment(compartment) != nil else {
      let known = charter.document.compartments.map(\.name).joined(separator: ", ")
      throw SiteError(
        .unknownCompartment, layout.charter, "it does not list the compartment '\(compartment)'",
        remedy: "choose one of: \(known)")
    }
    guard let own = try loadPolicy(compartment, under: charter) else {
      throw SiteError(
        .missing, layout.policy(compartment), "there is no such file",
        remedy: "compile and sign the compartment's policy")
    }
    var peers: [VerifiedPolicy] = []
    for name in peerNames(of: own.document, and: former)
    where charter.document.compartment(name) != nil {
      do throws(SiteError) {
        if let peer = try loadPolicy(name, under: charter) { peers.append(peer) }
      } catch {
        refused.append(error)
      }
    }
    do throws(VerificationFault) {
      return try VerifiedSet(
        charter: charter, own: own, peers: peers, after: former, restrictions: restrictions)
    } catch {
      throw SiteError(error, layout.policy(compartment))
    }
  }

  /// The set's versions, and those of peers that are no peers any more: they may come back.
  func state(of set: VerifiedSet) -> AcceptedState {
    var state = set.state
    state.policies.merge(accepted?.policies ?? [:]) { new, _ in new }
    return state
  }

  private static func withheld(_ standing: Standing, _ path: String) -> SiteError {
    guard !standing.isAhead else { return SiteError(VerificationFault.issuedAhead, path) }
    return SiteError(
      .expired, path, "it expired before it came, so only what it takes away applies",
      remedy: "have a version with a later expiry signed")
  }

  /// The compartments to which there are halves of links, and those that were peers so far: what is
  /// in force is left by a restart only, so that a missing file is never taken for an end of a
  /// link.
  private func peerNames(of policy: CompartmentPolicy, and former: VerifiedSet?) -> [String] {
    let linked = policy.imports.map(\.from) + policy.exports.map(\.to)
    let known = former?.peers.map(\.document.compartment) ?? []
    return Set(linked + known).subtracting([compartment]).sorted()
  }
}

extension PolicyLoader {
  /// The charter of the directory if it follows the accepted one, else the accepted one.
  private mutating func loadCharter() throws(SiteError) -> VerifiedCharter {
    guard let accepted else {
      return try verifyCharter(.pinned(try Site.rootPin(layout), accepted: nil))
    }
    let pinned = CharterTrust.pinned(accepted.roots, accepted: accepted.charter)
    guard let kept = try keptCharter(pinned, version: accepted.charter.version) else {
      return try verifyCharter(pinned)
    }
    do throws(SiteError) {
      let fresh = try verifyCharter(.succeeding(kept.charter))
      if fresh.standing.mayGrant { return fresh }
      copies.removeAll()
      restrictions.add(fresh.document)
      refused.append(Self.withheld(fresh.standing, layout.charter))
    } catch {
      refused.append(error)
    }
    copies.append(kept.copy)
    return kept.charter
  }

  private mutating func verifyCharter(_ trust: CharterTrust) throws(SiteError) -> VerifiedCharter {
    let bytes = try Site.charterBytes(layout)
    do throws(VerificationFault) {
      let charter = try PolicyVerifier.verify(UnverifiedCharter(bytes), trusting: trust, at: time)
      copies.append((store.charter(charter.accepted.version), bytes))
      return charter
    } catch {
      throw SiteError(error, layout.charter)
    }
  }

  private typealias KeptCharter = (charter: VerifiedCharter, copy: (path: String, bytes: [UInt8]))

  private func keptCharter(
    _ trust: CharterTrust, version: UInt64
  ) throws(SiteError) -> KeptCharter? {
    let path = store.charter(version)
    guard
      let bytes = try SiteFile.readIfPresent(path, maximumBytes: PolicyLimit.documentBytesMax),
      let unverified = try? UnverifiedCharter(bytes),
      let charter = try? PolicyVerifier.verify(unverified, trusting: trust, at: time)
    else { return nil }
    return (charter, (path, bytes))
  }

  /// A policy of the directory if it follows the accepted one, else the accepted one; nil if there
  /// is neither.
  private mutating func loadPolicy(
    _ name: String, under charter: VerifiedCharter
  ) throws(SiteError) -> VerifiedPolicy? {
    let path = layout.policy(name)
    let version = accepted?.policies[name]
    var failure: SiteError?
    do throws(SiteError) {
      guard let fresh = try policy(name, at: path, under: charter) else {
        guard version != nil else { return nil }
        throw SiteError(
          .missing, path, "it was accepted before and is gone", remedy: "restore the file")
      }
      if fresh.policy.standing.mayGrant {
        copies.append((store.policy(name, fresh.policy.accepted.version), fresh.bytes))
        return fresh.policy
      }
      restrictions.add(fresh.policy.document)
      failure = Self.withheld(fresh.policy.standing, path)
    } catch {
      failure = error
    }
    if let version,
      let kept = try policy(name, at: store.policy(name, version.version), under: charter)
    {
      if let failure { refused.append(failure) }
      copies.append((store.policy(name, version.version), kept.bytes))
      return kept.policy
    }
    if let failure { throw failure }
    return nil
  }

  private func policy(
    _ name: String, at path: String, under charter: VerifiedCharter
  ) throws(SiteError) -> (policy: VerifiedPolicy, bytes: [UInt8])? {
    guard let bytes = try SiteFile.readIfPresent(path, maximumBytes: PolicyLimit.documentBytesMax)
    else { return nil }
    do throws(VerificationFault) {
      let policy = try PolicyVerifier.verify(
        UnverifiedPolicy(bytes), of: name, under: charter, accepted: accepted?.policies[name],
        at: time)
      return (policy, bytes)
    } catch {
      throw SiteError(error, path)
    }
  }
}

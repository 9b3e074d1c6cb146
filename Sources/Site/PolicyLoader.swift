package import Policy
import SignedPolicy

/// One loading: what was accepted, what lies in the directory, and what of it may rule.
struct PolicyLoader {
  let compartment: String
  let layout: SiteLayout
  let store: PolicyStore
  let time: Int64
  /// What was accepted before; nil at a first start.
  let accepted: AcceptedState?
  let memory: [SignedCopy]
  /// The policies that ruled so far in a running process.
  let ruling: [VerifiedPolicy]
  private(set) var refused: [SiteError] = []

  init(
    of compartment: String, in layout: SiteLayout, _ store: PolicyStore, at time: Int64,
    after former: VerifiedSet?
  ) throws(SiteError) {
    self.compartment = compartment
    self.layout = layout
    self.store = store
    self.time = time
    memory = former?.copies ?? []
    ruling = former.map { [$0.own] + $0.peers } ?? []
    do throws(SiteError) {
      let state = try store.load()
      if former != nil, state == nil { throw PolicyStore.lost(store.stateFile) }
      accepted = former.map { $0.state.advanced(to: state ?? $0.state) } ?? state
    } catch {
      // What a running process has in force is a better memory than none: with it a revocation
      // still acts, and what is written next mends the damage.
      guard let former else { throw error }
      accepted = former.state
      refused.append(error)
    }
  }

  /// The set under the newest charter by which the compartment's own policy holds.
  mutating func load(after former: VerifiedSet?) throws(SiteError) -> VerifiedSet {
    let found = try charters()
    // Over a fork a charter acts once it rules, and else nothing of it is remembered.
    for charter in found.branch {
      if let set = try? load(under: charter, after: former) { return set }
    }
    if let fault = found.fault { refused.append(fault) }
    var failure: SiteError?
    for charter in CharterSuccession.choices(found.charters) {
      do throws(SiteError) {
        var set = try load(under: charter, after: former)
        reportWithheld(charter, because: failure)
        set.recall(accepted?.credentials ?? CredentialMemory(), at: time)
        refused += set.addCredentials(in: layout, at: time)
        return set
      } catch {
        failure = failure ?? error
      }
    }
    throw failure ?? PolicyStore.lost(layout.charter)
  }

  private mutating func load(
    under charter: CharterSuccession, after former: VerifiedSet?
  ) throws(SiteError) -> VerifiedSet {
    guard charter.ruling.document.compartment(compartment) != nil else {
      let known = charter.ruling.document.compartments.map(\.name).joined(separator: ", ")
      throw SiteError(
        .unknownCompartment, layout.charter, "it does not list the compartment '\(compartment)'",
        remedy: "choose one of: \(known)")
    }
    // Faults of a charter's attempt count only if it comes to rule.
    var faults: [SiteError] = []
    guard let own = try policy(compartment, under: charter, &faults) else {
      throw SiteError(
        .missing, layout.policy(compartment), "there is no such file",
        remedy: "compile and sign the compartment's policy")
    }
    var peers: [PolicySuccession] = []
    for name in own.ruling.document.peers
    where charter.ruling.document.compartment(name) != nil {
      do throws(SiteError) {
        if let peer = try policy(name, under: charter, &faults) { peers.append(peer) }
      } catch {
        faults.append(error)
      }
    }
    do throws(VerificationFault) {
      let set = try VerifiedSet(charter: charter, own: own, peers: peers, after: former)
      refused += faults
      return set
    } catch {
      throw SiteError(error, layout.policy(compartment))
    }
  }

  private mutating func reportWithheld(_ charter: CharterSuccession, because failure: SiteError?) {
    guard let newest = charter.withheld.last else { return }
    guard let failure else {
      refused.append(SiteError(withheld: newest.standing, layout.charter))
      return
    }
    refused.append(failure)
    refused.append(
      SiteError(
        .charterWithheld, layout.charter,
        "only what it takes away applies: the policy of \(compartment) does not hold under it yet",
        remedy: "have the policy signed by enough of the authority that this charter names"))
  }
}

/// The charters of one loading.
private struct FoundCharters {
  /// From the one that ruled so far on.
  var charters: [VerifiedCharter]
  /// Those of a branch that the quorum took instead of the newest accepted one.
  var branch: [CharterSuccession] = []
  /// Why the one in force follows none that was accepted.
  var fault: SiteError?
}

extension CompartmentPolicy {
  /// The compartments to which there are halves of links.
  package var peers: [String] { Set(imports.map(\.from) + exports.map(\.to)).sorted() }
}

extension PolicyLoader {
  private var charterShelf: DocumentShelf<Charter> {
    DocumentShelf(
      layout.charter, former: layout.formerCharter, copy: store.charter,
      memory: memory.filter { $0.compartment == nil }.map(\.encoded))
  }

  /// The charter that ruled so far and those that follow it, as far as they lie in the directory.
  private func charters() throws(SiteError) -> FoundCharters {
    let shelf = charterShelf
    guard let accepted else {
      let pin = try Site.rootPin(layout)
      let first = try verify(shelf.current()) { current throws(VerificationFault) in
        try PolicyVerifier.verify(current, pinned: pin, accepted: nil, at: time) {
          shelf.copies(of: $0)
        }
      }
      return FoundCharters(charters: [first])
    }
    let ruling = accepted.charter.ruling
    var charters = [
      try kept(ruling, shelf) { copy throws(VerificationFault) in
        try PolicyVerifier.verify(copy, pinned: accepted.roots, accepted: ruling, at: time) {
          shelf.copies(of: $0)
        }
      }
    ]
    for version in accepted.charter.withheld {
      let last = charters[charters.count - 1]
      charters.append(
        try kept(version, shelf) { copy throws(VerificationFault) in
          try PolicyVerifier.verify(copy, trusting: .succeeding(last), at: time)
        })
    }
    let known = charters
    do throws(SiteError) {
      try follow(&charters, shelf)
      return FoundCharters(charters: charters)
    } catch {
      let branch = branch(besides: known, accepted, shelf)
      return FoundCharters(charters: charters, branch: branch, fault: error)
    }
  }

  /// Adds what follows the last charter, to the one in force.
  private func follow(
    _ charters: inout [VerifiedCharter], _ shelf: DocumentShelf<Charter>
  ) throws(SiteError) {
    var last = charters[charters.count - 1]
    while charters.count <= SuccessionLimit.stepsMax,
      let next = shelf.former(last.accepted.version + 1),
      let charter = try? PolicyVerifier.verify(next, trusting: .succeeding(last), at: time)
    {
      last = charter
      charters.append(last)
    }
    let current = try shelf.current()
    guard current?.digest != last.accepted.digest else { return }
    charters.append(
      try verify(current) { current throws(VerificationFault) in
        try PolicyVerifier.verify(current, trusting: .succeeding(last), at: time)
      })
  }

  /// The ways in which a charter can rule that the quorum signed after another version than the
  /// newest accepted one, which fewer keys signed: one key can't keep a reader from the quorum.
  private func branch(
    besides known: [VerifiedCharter], _ accepted: AcceptedState,
    _ shelf: DocumentShelf<Charter>
  ) -> [CharterSuccession] {
    let newest = accepted.charter.newest
    guard let base = accepted.charter.base(of: newest) else { return [] }
    let trunk =
      known.first { $0.accepted == base }
      ?? shelf.copies(of: base).lazy.compactMap {
        try? PolicyVerifier.verify(
          $0, trusting: .pinned(accepted.roots, accepted: base), at: time)
      }.first
    guard let trunk else { return [] }
    var charters = [trunk]
    do throws(SiteError) { try follow(&charters, shelf) } catch { return [] }
    return CharterSuccession.choices(Array(charters.dropFirst())).filter {
      ($0.ruling.base?.accepted ?? $0.ruling.accepted).version > newest.version
    }
  }

  private func kept(
    _ version: AcceptedVersion, _ shelf: DocumentShelf<Charter>,
    _ verify: (UnverifiedCharter) throws(VerificationFault) -> VerifiedCharter
  ) throws(SiteError) -> VerifiedCharter {
    for copy in shelf.copies(of: version) {
      if let charter = try? verify(copy) { return charter }
    }
    throw PolicyStore.lost(store.charter(version.version))
  }

  private func verify(
    _ charter: UnverifiedCharter?,
    _ verify: (UnverifiedCharter) throws(VerificationFault) -> VerifiedCharter
  ) throws(SiteError) -> VerifiedCharter {
    guard let charter else {
      throw SiteError(
        .missing, layout.charter, "there is no such file",
        remedy: Site.charterRemedy)
    }
    do throws(VerificationFault) {
      return try verify(charter)
    } catch {
      throw SiteError(error, layout.charter)
    }
  }
}

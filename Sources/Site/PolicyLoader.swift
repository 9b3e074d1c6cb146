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
  private let memory: [SignedCopy]
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
    var failure: SiteError?
    for charter in CharterSuccession.choices(try charters()) {
      do throws(SiteError) {
        let set = try load(under: charter, after: former)
        reportWithheld(charter, because: failure)
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

extension CompartmentPolicy {
  /// The compartments to which there are halves of links.
  package var peers: [String] { Set(imports.map(\.from) + exports.map(\.to)).sorted() }
}

extension PolicyLoader {
  private var charterShelf: DocumentShelf<UnverifiedCharter> {
    DocumentShelf(
      layout.charter, former: layout.formerCharter, copy: store.charter,
      memory: memory.filter { $0.compartment == nil }.map(\.encoded))
  }

  /// The charter that ruled so far and those that follow it, as far as they lie in the directory.
  private mutating func charters() throws(SiteError) -> [VerifiedCharter] {
    let shelf = charterShelf
    guard let accepted else {
      return [try verify(shelf.current(), .pinned(try Site.rootPin(layout), accepted: nil))]
    }
    let ruling = accepted.charter.ruling
    var last = try kept(ruling, .pinned(accepted.roots, accepted: ruling), shelf)
    var charters = [last]
    for version in accepted.charter.withheld {
      last = try kept(version, .succeeding(last), shelf)
      charters.append(last)
    }
    while charters.count <= SuccessionLimit.stepsMax,
      let next = shelf.former(last.accepted.version + 1),
      let charter = try? PolicyVerifier.verify(next, trusting: .succeeding(last), at: time)
    {
      last = charter
      charters.append(last)
    }
    do throws(SiteError) {
      let current = try shelf.current()
      if current?.digest != last.accepted.digest {
        charters.append(try verify(current, .succeeding(last)))
      }
    } catch {
      refused.append(error)
    }
    return charters
  }

  private func kept(
    _ version: AcceptedVersion, _ trust: CharterTrust, _ shelf: DocumentShelf<UnverifiedCharter>
  ) throws(SiteError) -> VerifiedCharter {
    for copy in shelf.copies(of: version) {
      if let charter = try? PolicyVerifier.verify(copy, trusting: trust, at: time) {
        return charter
      }
    }
    throw PolicyStore.lost(store.charter(version.version))
  }

  private func verify(
    _ charter: UnverifiedCharter?, _ trust: CharterTrust
  ) throws(SiteError) -> VerifiedCharter {
    guard let charter else {
      throw SiteError(
        .missing, layout.charter, "there is no such file",
        remedy: Site.charterRemedy)
    }
    do throws(VerificationFault) {
      return try PolicyVerifier.verify(charter, trusting: trust, at: time)
    } catch {
      throw SiteError(error, layout.charter)
    }
  }
}

extension PolicyLoader {
  /// The versions of a policy of which one may rule under the charter; nil if there is none at all.
  private func policy(
    _ name: String, under charter: CharterSuccession, _ faults: inout [SiteError]
  ) throws(SiteError) -> PolicySuccession? {
    let path = layout.policy(name)
    let store = store
    let shelf = DocumentShelf<UnverifiedPolicy>(
      path, former: { [layout] in layout.formerPolicy(name, $0) },
      copy: { store.policy(name, $0) },
      memory: memory.filter { $0.compartment == name }.map(\.encoded))
    guard let accepted = accepted?.policies[name] else {
      guard let current = try shelf.current() else { return nil }
      return PolicySuccession(try first(current, of: name, under: charter))
    }
    var versions = PolicyVersions(
      of: name, accepted.ruling, copies: shelf.copies(of: accepted.ruling), later: [])
    for version in accepted.withheld {
      guard let policy = shelf.copies(of: version).first else {
        throw PolicyStore.lost(store.policy(name, version.version))
      }
      versions.later.append(policy)
    }
    do throws(SiteError) {
      versions.later += try newer(of: name, after: accepted.newest, shelf, under: charter)
    } catch {
      faults.append(error)
    }
    return try choose(versions, under: charter, &faults)
  }

  private func first(
    _ policy: UnverifiedPolicy, of name: String, under charter: CharterSuccession
  ) throws(SiteError) -> VerifiedPolicy {
    do throws(VerificationFault) {
      return try PolicyVerifier.verify(
        policy, of: name, under: charter, accepted: nil, at: time)
    } catch {
      throw SiteError(error, layout.policy(name))
    }
  }

  /// What leads from the newest accepted version to the one in force.
  private func newer(
    of name: String, after newest: AcceptedVersion, _ shelf: DocumentShelf<UnverifiedPolicy>,
    under charter: CharterSuccession
  ) throws(SiteError) -> [UnverifiedPolicy] {
    guard let current = try shelf.current() else {
      throw SiteError(
        .missing, shelf.path, "it was accepted before and is gone", remedy: "restore the file")
    }
    guard current.digest != newest.digest else { return [] }
    do throws(VerificationFault) {
      return try PolicyVerifier.path(
        to: current, of: name, under: charter, after: newest, former: { shelf.former($0) })
    } catch {
      throw SiteError(error, shelf.path)
    }
  }

  private func choose(
    _ versions: PolicyVersions, under charter: CharterSuccession, _ faults: inout [SiteError]
  ) throws(SiteError) -> PolicySuccession {
    let (name, path) = (versions.compartment, layout.policy(versions.compartment))
    let continuing = name == compartment ? CharterSuccession(charter.ruling) : charter
    do throws(VerificationFault) {
      let policy = try PolicySuccession(
        choosing: versions, under: charter, continuing: continuing, at: time)
      if let newest = policy.withheld.last {
        faults.append(SiteError(withheld: newest.standing, path))
      }
      return policy
    } catch {
      guard !versions.copies.isEmpty else {
        throw PolicyStore.lost(store.policy(name, versions.accepted.version))
      }
      throw SiteError(error, path)
    }
  }
}

import Policy
import SignedPolicy

extension PolicyLoader {
  /// The versions of a policy of which one may rule under the charter; nil if there is none at all.
  func policy(
    _ name: String, under charter: CharterSuccession, _ faults: inout [SiteError]
  ) throws(SiteError) -> PolicySuccession? {
    let path = layout.policy(name)
    let store = store
    let shelf = DocumentShelf<CompartmentPolicy>(
      path, former: { [layout] in layout.formerPolicy(name, $0) },
      copy: { store.policy(name, $0) },
      memory: memory.filter { $0.compartment == name }.map(\.encoded))
    guard let accepted = accepted?.policies[name] else {
      guard let current = try shelf.current() else { return nil }
      return PolicySuccession(try first(current, of: name, shelf, under: charter))
    }
    var versions = PolicyVersions(
      of: name, accepted.ruling,
      copies: shelf.copies(of: accepted.ruling).map { $0.decoded(like: ruling) }, later: [])
    versions.bases = accepted.bases
    versions.base = accepted.base(of: accepted.ruling)
    versions.baseCopies = versions.base.map { shelf.copies(of: $0) } ?? []
    for version in accepted.withheld {
      guard let policy = shelf.copies(of: version).first else {
        throw PolicyStore.lost(store.policy(name, version.version))
      }
      versions.later.append(policy)
    }
    do throws(SiteError) {
      versions.later += try newer(versions, after: accepted.newest, shelf, under: charter)
    } catch {
      if let branch = branch(of: name, besides: accepted, shelf, under: charter) { return branch }
      faults.append(error)
    }
    return try choose(versions, under: charter, &faults)
  }

  private func first(
    _ policy: UnverifiedPolicy, of name: String, _ shelf: DocumentShelf<CompartmentPolicy>,
    under charter: CharterSuccession
  ) throws(SiteError) -> VerifiedPolicy {
    do throws(VerificationFault) {
      return try PolicyVerifier.verify(
        policy, of: name, under: charter, accepted: nil, at: time, former: shelf.copies)
    } catch {
      throw SiteError(error, layout.policy(name))
    }
  }

  /// What leads from the newest accepted version to the one in force.
  private func newer(
    _ versions: PolicyVersions, after newest: AcceptedVersion,
    _ shelf: DocumentShelf<CompartmentPolicy>, under charter: CharterSuccession
  ) throws(SiteError) -> [UnverifiedPolicy] {
    guard let current = try shelf.current() else {
      throw SiteError(
        .missing, shelf.path, "it was accepted before and is gone", remedy: "restore the file")
    }
    guard current.digest != newest.digest else { return [] }
    let ruling = try? versions.ruling(
      under: continuing(versions.compartment, charter), at: time)
    do throws(VerificationFault) {
      return try PolicyVerifier.path(
        to: current, of: versions.compartment, under: charter, after: newest, at: time,
        narrowing: ruling, former: { shelf.former($0) })
    } catch {
      throw SiteError(error, shelf.path)
    }
  }

  /// What the quorum signed after another version than the newest accepted one, which fewer keys
  /// signed, if it may rule: one key can't keep a reader from the quorum.
  private func branch(
    of name: String, besides accepted: AcceptedChain, _ shelf: DocumentShelf<CompartmentPolicy>,
    under charter: CharterSuccession
  ) -> PolicySuccession? {
    guard let base = accepted.base(of: accepted.newest), let current = try? shelf.current(),
      let path = try? PolicyVerifier.path(
        to: current, of: name, under: charter, after: base, at: time,
        former: { shelf.former($0) })
    else { return nil }
    let versions = PolicyVersions(of: name, base, copies: shelf.copies(of: base), later: path)
    let policy = try? PolicySuccession(
      choosing: versions, under: charter, continuing: continuing(name, charter), at: time)
    guard let policy,
      (policy.ruling.base?.accepted ?? policy.ruling.accepted).version > accepted.newest.version
    else { return nil }
    return policy
  }

  /// By which charter the version that rules so far is judged.
  private func continuing(_ name: String, _ charter: CharterSuccession) -> CharterSuccession {
    name == compartment ? CharterSuccession(charter.ruling) : charter
  }

  private func choose(
    _ versions: PolicyVersions, under charter: CharterSuccession, _ faults: inout [SiteError]
  ) throws(SiteError) -> PolicySuccession {
    let (name, path) = (versions.compartment, layout.policy(versions.compartment))
    do throws(VerificationFault) {
      let policy = try PolicySuccession(
        choosing: versions, under: charter, continuing: continuing(name, charter), at: time)
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

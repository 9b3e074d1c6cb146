package import Policy
package import SignedPolicy

/// What one running process, a cell or a client, decides by: verified, and remembered on disk
/// before it is given out.
package struct LoadedPolicies: Sendable {
  package let verified: VerifiedSet
  package let snapshot: PolicySnapshot
  /// Documents of the site's directory that were refused, or of which only what they take away
  /// applies, while what was accepted before goes on. To be logged loudly.
  package let refused: [SiteError]

  /// Loads the policy of a compartment with those to which it has links.
  ///
  /// The first time, the charter's roots must be the pinned ones; from then on every document must
  /// follow what `store` remembers. A document that is refused does not stop a ward: the accepted
  /// copy goes on, and ``refused`` says so. Without an accepted copy it is an error. What cannot
  /// grant still takes away, and that is remembered, too.
  ///
  /// - Parameters:
  ///   - store: where this process remembers, and others of the same principal.
  ///   - time: seconds since the Unix epoch.
  ///   - former: what is in force, when documents are loaded again in a running process.
  package init(
    of compartment: String, in layout: SiteLayout, store: PolicyStore, time: Int64,
    after former: LoadedPolicies? = nil
  ) throws(SiteError) {
    self = try store.locked { () throws(SiteError) in
      var loader = try PolicyLoader(
        of: compartment, in: layout, store, at: time, after: former?.verified)
      let set = try loader.load(after: former?.verified)
      let persisted = try set.persisted { set throws(SiteError) in
        try store.save(set, after: loader.accepted)
      }
      return try LoadedPolicies(persisted, refused: loader.refused, layout)
    }
  }

  /// What a process with this store would decide by if it loaded now. Nothing is written: for tools
  /// that ask beside a running cell.
  package static func preview(
    of compartment: String, in layout: SiteLayout, store: PolicyStore, time: Int64
  ) throws(SiteError) -> LoadedPolicies {
    var loader = try PolicyLoader(of: compartment, in: layout, store, at: time, after: nil)
    let set = try loader.load(after: nil)
    // Nothing is activated here that could be rolled back, so there is nothing to persist.
    let persisted = try set.persisted { _ throws(SiteError) in }
    return try LoadedPolicies(persisted, refused: loader.refused, layout)
  }

  /// What the charter says of a compartment's cell; refused if its key is revoked, by the charter
  /// that rules or by one that only takes away: whoever holds the key now is not the cell.
  package func cell(
    of compartment: String, in layout: SiteLayout
  ) throws(SiteError) -> CharteredCompartment {
    guard let cell = verified.charter.document.compartment(compartment) else {
      throw SiteError(
        .unknownCompartment, layout.charter, "it lists no cell for '\(compartment)'",
        remedy: "have the charter corrected")
    }
    guard !verified.revocations.curveKeys.contains(cell.curveKey) else {
      throw SiteError(
        .revokedKey, layout.charter, "the key of the cell of '\(compartment)' is revoked",
        remedy: "make the cell a new key and have the charter name it")
    }
    return cell
  }

  private init(
    _ set: PersistedSet, refused: [SiteError], _ layout: SiteLayout
  ) throws(SiteError) {
    verified = set.verified
    self.refused = refused
    do throws(VerificationFault) {
      snapshot = try PolicySnapshot(set)
    } catch {
      throw SiteError(error, layout.policy(set.verified.own.document.compartment))
    }
  }
}

import Cryptography

/// Where a charter's version is not shown to take away only, and where it takes away what is the
/// quorum's. One root key may revoke the keys of one principal, and nothing else.
struct CharterComparison {
  let widened: [String]
  let reserved: [String]

  init(_ new: Charter, after old: Charter) {
    var entries = EntryComparison()
    var undone = new
    undone.edition.undoNarrowing(of: old.edition)
    if undone.edition != old.edition { entries.add("edition") }
    undone.compartments = entries.undone(
      new.compartments, after: old.compartments, at: "compartments", by: \.name
    ) { $0.undoNarrowing(of: $1) }
    undone.partners = entries.undone(
      new.partners, after: old.partners, at: "partners", by: \.site, undo: { _, _ in })
    undone.revocations.undoAdditions(to: old.revocations)
    if undone.revocations != old.revocations { entries.add("revocations") }
    if undone != old, entries.widened.isEmpty { entries.add("") }
    widened = entries.widened.sorted()
    reserved = Self.reserved(new, after: old).sorted()
  }

  private static func reserved(_ new: Charter, after old: Charter) -> Set<String> {
    var places: Set<String> = []
    if new.edition.expires < old.edition.expires { places.insert("expires") }
    if new.edition.grace < old.edition.grace { places.insert("grace") }
    for former in old.compartments where new.compartment(former.name) != former {
      places.insert("compartments.\(former.name)")
    }
    for former in old.partners where !new.partners.contains(former) {
      places.insert("partners.\(former.site)")
    }
    let signing = new.revocations.signingKeys.subtracting(old.revocations.signingKeys)
    let curve = new.revocations.curveKeys.subtracting(old.revocations.curveKeys)
    let cells = Set(old.compartments.map(\.curveKey))
    if !signing.isDisjoint(with: old.quorumKeys) { places.insert("revocations.signing-keys") }
    if !curve.isDisjoint(with: cells) { places.insert("revocations.curve-keys") }
    if signing.count > PolicyLimit.signingKeysMax || curve.count > 1 {
      places.insert("revocations")
    }
    return places
  }
}

extension Charter {
  /// Every key that signs documents or adapters, of this site or a partner.
  fileprivate var quorumKeys: Set<KeyID> {
    let quorums =
      [roots, adapterRelease].compactMap(\.self) + compartments.map(\.authority)
      + partners.map(\.roots)
    return Set(quorums.flatMap(\.keys).map(\.keyID))
  }
}

extension CharteredCompartment {
  fileprivate mutating func undoNarrowing(of old: CharteredCompartment) {
    if isClosed { isClosed = old.isClosed }
    if minimumVersion >= old.minimumVersion { minimumVersion = old.minimumVersion }
  }
}

extension Revocations {
  fileprivate mutating func undoAdditions(to old: Revocations) {
    if signingKeys.isSuperset(of: old.signingKeys) { signingKeys = old.signingKeys }
    if curveKeys.isSuperset(of: old.curveKeys) { curveKeys = old.curveKeys }
  }
}

import Labels

/// Where a policy's version is not shown to take away only.
enum PolicyComparison {
  static func widened(
    by new: CompartmentPolicy, after old: CompartmentPolicy, under scheme: LabelScheme
  ) -> [String] {
    var entries = EntryComparison()
    var undone = new
    undone.edition.undoNarrowing(of: old.edition)
    if undone.edition != old.edition { entries.add("edition") }
    undone.flows = entries.undone(new.flows, after: old.flows, at: "flows", by: \.name) {
      $0.undoNarrowing(of: $1, under: scheme)
    }
    undone.principals = entries.undone(
      new.principals, after: old.principals, at: "principals", by: \.name
    ) { $0.undoNarrowing(of: $1) }
    undone.exports = entries.undone(
      new.exports, after: old.exports, at: "exports", by: { "\($0.to)/\($0.flow)" }
    ) { $0.undoNarrowing(of: $1, under: scheme) }
    undone.imports = entries.undone(
      new.imports, after: old.imports, at: "imports", by: { "\($0.from)/\($0.flow)" }
    ) { $0.undoNarrowing(of: $1, under: scheme) }
    let denies = DenyCover(of: new)
    if old.denies.allSatisfy(denies.covers) {
      undone.denies = old.denies
    } else {
      entries.add("denies")
    }
    if undone != old, entries.widened.isEmpty { entries.add("") }
    return entries.widened.sorted()
  }
}

extension Flow {
  /// What keeps data, and what adapters write, is neither more nor less of a right: any change of
  /// retention, service or default stays.
  fileprivate mutating func undoNarrowing(of old: Flow, under scheme: LabelScheme) {
    if scheme.refusal(of: old.floor) == nil { floor.undoRaising(of: old.floor) }
    if scheme.refusal(of: old.ceiling) == nil { ceiling.undoLowering(of: old.ceiling) }
    if !isCritical { isCritical = old.isCritical }
  }
}

extension Principal {
  fileprivate mutating func undoNarrowing(of old: Principal) {
    if Set(signingKeys).isSubset(of: old.signingKeys) { signingKeys = old.signingKeys }
    clearance.undoShrinking(of: old.clearance)
    publish.undoNarrowing(of: old.publish)
    subscribe.undoNarrowing(of: old.subscribe)
    if expires <= old.expires { expires = old.expires }
    // Who states no purpose is not asked for one, so fewer purposes only take away.
    if Set(purposes).isSubset(of: old.purposes) { purposes = old.purposes }
  }
}

extension [Grant] {
  /// Every grant must lie under an old one. Prefixes are looked up, not tried one by one: a
  /// document can have many.
  fileprivate mutating func undoNarrowing(of old: [Grant]) {
    let known = Set(old)
    let isCovered = allSatisfy { grant in
      Subject.prefixes(of: grant.subject).contains { prefix in
        var wider = grant
        wider.subject = prefix
        return known.contains(wider)
      }
    }
    if isCovered { self = old }
  }
}

extension Export {
  fileprivate mutating func undoNarrowing(of old: Export, under scheme: LabelScheme) {
    if old.link == nil { link = nil }
    if Subject.covers(old.subject, subject) { subject = old.subject }
    if scheme.refusal(of: old.ceiling) == nil { ceiling.undoLowering(of: old.ceiling) }
    release.undoShrinking(of: old.release)
  }
}

extension Import {
  fileprivate mutating func undoNarrowing(of old: Import, under scheme: LabelScheme) {
    if scheme.refusal(of: old.ceiling) == nil { ceiling.undoLowering(of: old.ceiling) }
  }
}

extension Label {
  /// A floor that lets less through.
  fileprivate mutating func undoRaising(of old: Label) {
    if classification >= old.classification { classification = old.classification }
    if old.restrictive.categories.allSatisfy(restrictive.contains) { restrictive = old.restrictive }
    let isReleasedNoFurther = old.permissive.groups.allSatisfy { group in
      permissive[group.tagSet]?.allSatisfy(group.values.contains) ?? false
    }
    if isReleasedNoFurther { permissive = old.permissive }
  }

  /// A ceiling that lets less through.
  fileprivate mutating func undoLowering(of old: Label) {
    if classification <= old.classification { classification = old.classification }
    if restrictive.categories.allSatisfy(old.restrictive.contains) { restrictive = old.restrictive }
  }
}

extension Clearance {
  fileprivate mutating func undoShrinking(of old: Clearance) {
    if classifications.isSubset(of: old.classifications) { classifications = old.classifications }
    if categories.categories.allSatisfy(old.categories.contains) { categories = old.categories }
  }
}

extension Subject {
  /// Every prefix that covers what this one covers: itself, and those of fewer segments down to
  /// none.
  static func prefixes(of prefix: String) -> [String] {
    let segments = prefix.split(separator: "/", omittingEmptySubsequences: false)
    return segments.indices.map { segments[...$0].joined(separator: "/") } + [""]
  }
}

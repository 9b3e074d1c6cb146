/// What the critical flows of a compartment let happen inside it. It goes on when documents have
/// expired, and to take any of it away is the quorum's, not one key's.
struct CriticalCare {
  private let policy: CompartmentPolicy
  private let flows: Set<FlowID>
  /// Whoever has a grant of a critical flow, by name.
  private let principals: [String: Principal]

  init(of policy: CompartmentPolicy) {
    self.policy = policy
    let flows = Set(
      policy.flows.filter(\.isCritical).map { FlowID(policy.compartment, $0.name) })
    self.flows = flows
    let concerned = policy.principals.filter { principal in
      (principal.publish + principal.subscribe).contains { flows.contains($0.flow) }
    }
    principals = Dictionary(concerned.map { ($0.name, $0) }, uniquingKeysWith: { one, _ in one })
  }

  /// Where a version after the policy may take some of it away; ascending. Whatever differs and is
  /// not known to leave it alone counts.
  func taken(by new: CompartmentPolicy) -> [String] {
    var places = Set(takenFlows(by: new) + takenPrincipals(by: new))
    // Who can end the document at once, stops all but the critical flows.
    if new.edition.expires < policy.edition.expires { places.insert("expires") }
    if new.edition.grace < policy.edition.grace { places.insert("grace") }
    let cover = DenyCover(of: policy)
    for deny in new.denies where touches(deny) && !cover.covers(deny) { places.insert("denies") }
    return places.sorted()
  }

  private func takenFlows(by new: CompartmentPolicy) -> [String] {
    policy.flows.filter { $0.isCritical && !new.flows.contains($0) }.map { "flows.\($0.name)" }
  }

  private func takenPrincipals(by new: CompartmentPolicy) -> [String] {
    let left = Dictionary(
      new.principals.map { ($0.name, $0) }, uniquingKeysWith: { one, _ in one })
    return principals.values.filter { old in
      guard var principal = left[old.name] else { return true }
      // A clock that is put behind its expiry ends it, too.
      guard new.edition.issued < old.expires || policy.edition.issued >= old.expires else {
        return true
      }
      principal.publish.undoChanges(of: old.publish, besides: flows)
      principal.subscribe.undoChanges(of: old.subscribe, besides: flows)
      return principal != old
    }.map { "principals.\($0.name)" }
  }

  /// Whether a deny covers any grant of a critical flow.
  private func touches(_ deny: Deny) -> Bool {
    switch deny.action {
    case .export, .import: return false
    case .publish, .subscribe, .deliver, nil: break
    }
    if let flow = deny.flow, !flows.contains(flow) { return false }
    guard let id = deny.principal else { return !principals.isEmpty }
    guard id.compartment == policy.compartment, let principal = principals[id.name] else {
      return false
    }
    guard let flow = deny.flow else { return true }
    return (principal.publish + principal.subscribe).contains { $0.flow == flow }
  }
}

extension [Grant] {
  /// Sets back all but the grants of these flows.
  fileprivate mutating func undoChanges(of old: [Grant], besides flows: Set<FlowID>) {
    let isKept = { (grant: Grant) in flows.contains(grant.flow) }
    if Set(filter(isKept)) == Set(old.filter(isKept)) { self = old }
  }
}

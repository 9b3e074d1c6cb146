package import Cryptography

extension PolicySnapshot {
  /// Whom a connection with this key may speak for: an own principal alone; else every other
  /// compartment's link that names the key and that an export names. Empty for anyone else.
  package func principals(curveKey: CurveKey) -> [PrincipalHandle] {
    curveKeys[curveKey]?.map(handle) ?? []
  }

  /// The principal of a connection, as the one that it says it is: `icu/monitor`. Nil if the key
  /// is not that principal's.
  package func principal(curveKey: CurveKey, named name: String) -> PrincipalHandle? {
    principals(curveKey: curveKey).first { entry($0)?.id.description == name }
  }

  package func principal(_ id: PrincipalID) -> PrincipalHandle? {
    principalPlaces[id].map(handle)
  }

  package func flow(_ id: FlowID) -> FlowHandle? {
    flowPlaces[id].map { FlowHandle(snapshot: serial, place: $0) }
  }

  /// What is known of a principal; nil for a handle of another snapshot.
  package func entry(_ handle: PrincipalHandle) -> PrincipalEntry? {
    guard handle.snapshot == serial, handle.place < principals.count else { return nil }
    return principals[Int(handle.place)]
  }

  /// What is known of a flow; nil for a handle of another snapshot.
  package func entry(_ handle: FlowHandle) -> FlowEntry? {
    guard handle.snapshot == serial, handle.place < flows.count else { return nil }
    return flows[Int(handle.place)]
  }

  /// Whose key this is among those that may sign in a compartment. Nil if it is unknown there, or
  /// revoked.
  package func publisher(_ key: KeyID, in compartment: String) -> Publisher? {
    publishers[key]?.first { $0.id.compartment == compartment }
  }

  /// Every flow of the snapshot: own ones, then imported ones.
  package var allFlows: [FlowHandle] {
    flows.indices.map { FlowHandle(snapshot: serial, place: UInt32($0)) }
  }

  /// The flows that the principal has a grant to publish to; each message is still decided.
  package func flows(publishableBy principal: PrincipalHandle) -> [FlowHandle] {
    handles(entry(principal)?.publish)
  }

  /// The flows that the principal has a grant or, for links, an agreement to fetch; each message is
  /// still decided.
  package func flows(subscribableBy principal: PrincipalHandle) -> [FlowHandle] {
    guard let entry = entry(principal) else { return [] }
    guard !entry.isOwn else { return handles(entry.subscribe) }
    return flows.indices.filter { place in
      flows[place].isOwn && flows[place].links.contains { $0.principal == principal.place }
    }.map { FlowHandle(snapshot: serial, place: UInt32($0)) }
  }

  /// Why the principal may not even be connected at this time; nil if it may.
  package func refusal(of principal: PrincipalHandle, at time: Int64) -> Reason? {
    guard let entry = entry(principal) else { return .staleHandle }
    return entry.refusal(at: max(time, clock))
  }

  /// The CURVE keys that may connect: what a ZAP handler admits.
  ///
  /// No clock has a say: the list is asked for when documents change, and a clock that was wrong
  /// then would leave a cell deaf after it is right. Who has expired is refused at HELLO and by
  /// every decision.
  package var allowedCurveKeys: [CurveKey] {
    curveKeys.filter { !$0.value.allSatisfy { principals[Int($0)].isBarred } }.map(\.key).sorted()
  }

  /// How fresh the cell's own documents are together.
  package func freshness(at time: Int64) -> Freshness {
    let time = max(time, clock)
    return max(charterEdition.freshness(at: time), edition.freshness(at: time))
  }

  /// The rule of a permit, for people: `publish monitor-1 vitals bed-1`. The same for every version
  /// of the policy that has the rule; ``versionText`` says which one speaks.
  package func text(of rule: RuleID) -> String {
    guard rule.principal < principals.count else { return "" }
    let principal = principals[Int(rule.principal)]
    switch rule.kind {
    case .link:
      guard rule.place < flows.count else { return "" }
      return "link \(principal.id) \(flows[Int(rule.place)].id)"
    case .breakGlass:
      guard rule.place < templates.count else { return "" }
      let template = templates[Int(rule.place)].template.name
      return "break-glass \(template) \(principal.id.text(in: compartment))"
    case .publish, .subscribe:
      let table = rule.kind == .publish ? principal.publish : principal.subscribe
      guard let grant = table.entries.first(where: { $0.place == rule.place }) else { return "" }
      let subject = grant.subject.isEmpty ? "" : " \(grant.subject)"
      let flow = flows[Int(grant.flow)].id.text(in: compartment)
      return "\(rule.kind) \(principal.id.text(in: compartment)) \(flow)\(subject)"
    }
  }

  /// The policy that decides, for people: `icu@7`.
  package var versionText: String { "\(compartment)@\(edition.version)" }

  private func handle(_ place: UInt32) -> PrincipalHandle {
    PrincipalHandle(snapshot: serial, place: place)
  }

  private func handles(_ table: GrantTable?) -> [FlowHandle] {
    var places: [UInt32] = []
    for entry in table?.entries ?? [] where places.last != entry.flow {
      places.append(entry.flow)
    }
    return places.map { FlowHandle(snapshot: serial, place: $0) }
  }
}

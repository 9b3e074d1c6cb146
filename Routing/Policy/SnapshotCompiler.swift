import Cryptography
import Labels
import Synchronization

/// Builds the tables of a snapshot. Order and repetition in the documents do not matter to what it
/// decides.
struct SnapshotCompiler {
  let documents: PolicySet
  let serial: UInt64
  let revocations: Revocations
  private(set) var flows: [FlowEntry] = []
  private(set) var flowPlaces: [FlowID: UInt32] = [:]
  private(set) var principals: [PrincipalEntry] = []
  private(set) var principalPlaces: [PrincipalID: UInt32] = [:]
  private(set) var curveKeys: [CurveKey: [UInt32]] = [:]
  private(set) var publishers: [KeyID: [Publisher]] = [:]
  private(set) var denies = DenyTable.none
  private(set) var links: [LinkPlan] = []

  private var scheme: LabelScheme { documents.charter.scheme }

  init(_ set: PolicySet) throws(DocumentFault) {
    documents = set
    revocations = set.charter.revocations.union(set.restrictions.revocations)
    serial = PolicySnapshot.nextSerial.add(1, ordering: .relaxed).oldValue
    var seen: Set<String> = []
    try documents.charter.check()
    for policy in [documents.own] + documents.peers {
      try policy.check()
      guard policy.site == documents.charter.site,
        documents.charter.compartment(policy.compartment) != nil
      else { throw DocumentFault(.unknownCompartment, at: policy.compartment) }
      guard seen.insert(policy.compartment).inserted else {
        throw DocumentFault(.duplicate, at: policy.compartment)
      }
    }
  }

  mutating func compile() {
    let agreements = agreements()
    numberFlows(agreements)
    addPrincipals(of: documents.own)
    for peer in documents.peers.sorted(by: { $0.compartment < $1.compartment }) {
      addPrincipals(of: peer)
    }
    denies = denyTable(of: documents.own)
    makeFlows(agreements)
    indexCurveKeys(agreements)
    planLinks(agreements)
  }

  private func agreements() -> [LinkHalves] {
    documents.peers.flatMap { peer in
      LinkHalves.pairs(from: documents.own, to: peer, isOutgoing: true)
        + LinkHalves.pairs(from: peer, to: documents.own, isOutgoing: false)
    }
  }

  /// Own flows, then those that export and import together let in.
  private mutating func numberFlows(_ agreements: [LinkHalves]) {
    let own = documents.own.flows.map { FlowID(documents.own.compartment, $0.name) }
    for id in own + agreements.filter({ !$0.isOutgoing }).map(\.flow)
    where flowPlaces[id] == nil {
      flowPlaces[id] = UInt32(flowPlaces.count)
    }
  }

  private mutating func addPrincipals(of policy: CompartmentPolicy) {
    let isOwn = policy.compartment == documents.own.compartment
    let context = PrincipalContext(
      scheme: scheme, isOwn: isOwn, isClosed: isClosed(policy.compartment),
      issued: policy.edition.issued, revocations: revocations, flows: flowPlaces)
    for principal in policy.principals {
      guard isOwn || principal.role == .link || !principal.signingKeys.isEmpty else { continue }
      let id = PrincipalID(policy.compartment, principal.name)
      guard principalPlaces[id] == nil else { continue }
      let place = UInt32(principals.count)
      principalPlaces[id] = place
      principals.append(PrincipalEntry(principal, id, context))
      for key in principal.signingKeys where !revocations.signingKeys.contains(key.keyID) {
        let handle = PrincipalHandle(snapshot: serial, place: place)
        publishers[key.keyID, default: []].append(Publisher(key: key, principal: handle, id: id))
      }
    }
  }

  private mutating func makeFlows(_ agreements: [LinkHalves]) {
    var byFlow: [FlowID: [AgreedLink]] = [:]
    for halves in agreements {
      guard let principal = principalPlaces[halves.principal] else { continue }
      let link = AgreedLink(
        halves, principal: principal, scheme: scheme, denies: denyTable(of: halves.peer))
      byFlow[halves.flow, default: []].append(link)
    }
    for (id, _) in flowPlaces.sorted(by: { $0.value < $1.value }) {
      guard let policy = documents.policy(of: id.compartment),
        let flow = policy.flows.first(where: { $0.name == id.name })
      else { preconditionFailure("only flows of the set's policies are numbered") }
      let isOwn = id.compartment == documents.own.compartment
      let entry = isOwn ? nil : documents.own.imports.first { FlowID($0.from, $0.flow) == id }
      let context = FlowContext(
        scheme: scheme, isOwn: isOwn,
        isClosed: isClosed(id.compartment) || isClosed(documents.own.compartment),
        retention: entry?.retention, links: byFlow[id] ?? [])
      flows.append(FlowEntry(flow, id, context))
    }
  }

  private func denyTable(of policy: CompartmentPolicy) -> DenyTable {
    let restrictions = documents.restrictions.denies[policy.compartment] ?? []
    return DenyTable(
      policy.denies + restrictions, principals: principalPlaces,
      equipment: principals.map(\.equipment), flows: flowPlaces)
  }

  private func isClosed(_ compartment: String) -> Bool {
    documents.restrictions.closed.contains(compartment)
      || documents.charter.compartment(compartment)?.isClosed ?? true
  }

  /// Own principals first: another compartment can't take their keys over by naming them. Where
  /// several others name one key, its connection says for whom it speaks, and none of them shuts
  /// the others out by naming theirs.
  private mutating func indexCurveKeys(_ agreements: [LinkHalves]) {
    for (place, entry) in principals.enumerated() where entry.isOwn {
      curveKeys[entry.curveKey] = [UInt32(place)]
    }
    let foreign = Set(agreements.filter(\.isOutgoing).compactMap { principalPlaces[$0.principal] })
    let claims = Dictionary(grouping: foreign) { principals[Int($0)].curveKey }
    for (key, places) in claims where curveKeys[key] == nil { curveKeys[key] = places.sorted() }
  }

  private mutating func planLinks(_ agreements: [LinkHalves]) {
    let incoming = agreements.filter { !$0.isOutgoing && !isClosed($0.source.compartment) }
    let groups = Dictionary(grouping: incoming) { LinkKey($0.source.compartment, $0.principal) }
    for (key, halves) in groups.sorted(by: { $0.key < $1.key }) {
      guard let cell = documents.charter.compartment(key.source),
        !revocations.curveKeys.contains(cell.curveKey),
        let place = principalPlaces[key.principal]
      else { continue }
      let places = halves.compactMap { flowPlaces[$0.flow] }.sorted()
      links.append(
        LinkPlan(
          source: key.source, endpoint: cell.endpoint, serverKey: cell.curveKey,
          principal: PrincipalHandle(snapshot: serial, place: place), principalID: key.principal,
          flows: places.map { FlowHandle(snapshot: serial, place: $0) }))
    }
  }
}

/// One connection that a cell opens: to which compartment, as whom.
private struct LinkKey: Hashable, Comparable {
  let source: String
  let principal: PrincipalID

  init(_ source: String, _ principal: PrincipalID) {
    self.source = source
    self.principal = principal
  }

  static func < (left: LinkKey, right: LinkKey) -> Bool {
    (left.source, left.principal.name) < (right.source, right.principal.name)
  }
}

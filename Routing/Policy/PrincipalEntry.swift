import Labels

/// A principal as one snapshot knows it.
package final class PrincipalEntry: Sendable {
  package let id: PrincipalID
  package let role: Role
  package let curveKey: CurveKey
  /// Seconds since the Unix epoch.
  package let expires: Int64
  /// Whether the cell's own compartment declared it.
  package let isOwn: Bool
  package let purposes: [String]
  /// Whether its CURVE key is revoked.
  package let isRevoked: Bool
  let isClosed: Bool
  let equipment: Equipment?
  /// When the policy that declares it was issued.
  let issued: Int64
  let clearance: CompiledClearance
  let publish: GrantTable
  let subscribe: GrantTable

  init(_ principal: Principal, _ id: PrincipalID, _ context: PrincipalContext) {
    self.id = id
    role = principal.role
    curveKey = principal.curveKey
    expires = principal.expires
    isOwn = context.isOwn
    purposes = principal.purposes
    isRevoked = context.revocations.curveKeys.contains(principal.curveKey)
    isClosed = context.isClosed
    issued = context.issued
    equipment = principal.equipment
    clearance = context.scheme.compile(principal.clearance)
    publish = GrantTable(principal.role.mayPublish ? principal.publish : [], context.flows)
    subscribe = GrantTable(principal.role.maySubscribe ? principal.subscribe : [], context.flows)
  }

  /// Whether it may come to this cell at all: others' publishers are known as signers alone.
  var mayAsk: Bool { isOwn || role == .link }

  /// Whether it may do nothing at any time.
  var isBarred: Bool { isRevoked || isClosed }

  /// Why it may do nothing at all at this time; nil if it may ask.
  ///
  /// A clock behind the issue of the policy that declares it is not believed.
  func refusal(at time: Int64) -> Reason? {
    if isClosed { return .compartmentClosed }
    if isRevoked { return .revoked }
    return max(time, issued) < expires ? nil : .expired
  }
}

/// What a principal entry is made with, beside the principal's own text.
struct PrincipalContext {
  let scheme: LabelScheme
  let isOwn: Bool
  let isClosed: Bool
  let issued: Int64
  let revocations: Revocations
  let flows: [FlowID: UInt32]
}

/// One principal's grants of one kind, found by flow.
struct GrantTable: Sendable {
  struct Entry: Sendable {
    let flow: UInt32
    /// Place in the document's list.
    let place: UInt32
    let subject: String
  }

  /// Ascending by flow.
  let entries: [Entry]

  /// Grants of flows that the snapshot does not have are dropped.
  init(_ grants: [Grant], _ flows: [FlowID: UInt32]) {
    var entries: [Entry] = []
    for (place, grant) in grants.enumerated() {
      guard let flow = flows[grant.flow] else { continue }
      entries.append(Entry(flow: flow, place: UInt32(place), subject: grant.subject))
    }
    self.entries = entries.sorted { $0.flow < $1.flow }
  }

  /// What the grants of a flow say to a subject.
  enum Match {
    /// There is no grant of the flow.
    case none
    /// There are grants, and none covers the subject; the place of the first.
    case otherSubject(UInt32)
    /// The place of a grant that covers the subject.
    case covered(UInt32)
  }

  /// Looks for a grant of the flow that covers the subject; nil is any subject.
  func match(_ flow: UInt32, _ subject: String?) -> Match {
    let first = firstEntry(of: flow)
    guard first < entries.count, entries[first].flow == flow else { return .none }
    guard let subject else { return .covered(entries[first].place) }
    var place = first
    while place < entries.count, entries[place].flow == flow {
      if Subject.covers(entries[place].subject, subject) { return .covered(entries[place].place) }
      place += 1
    }
    return .otherSubject(entries[first].place)
  }

  /// The grants of a flow.
  func entries(of flow: UInt32) -> ArraySlice<Entry> {
    entries[firstEntry(of: flow)...].prefix { $0.flow == flow }
  }

  private func firstEntry(of flow: UInt32) -> Int {
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].flow < flow { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

import Cryptography
package import Labels

/// The cells of a site at one time, each with the snapshot by which it judges.
package struct ReachSite: Sendable {
  /// By compartment, ascending.
  let cells: [ReachCell]
  package let space: LabelSpace
  /// Seconds since the Unix epoch.
  package let time: Int64
  /// What every receiver states; nil for none.
  package let purpose: String?
  private let places: [String: Int]

  /// - Parameters:
  ///   - snapshots: one of each cell; of a compartment without one nothing is known, and nothing
  /// gets there.
  ///   - space: of the schemes of this site and of any to which it is compared; nil for its own.
  package init(
    _ snapshots: [PolicySnapshot], at time: Int64, purpose: String? = nil,
    in space: LabelSpace? = nil
  ) {
    cells = snapshots.sorted { $0.compartment < $1.compartment }.map(ReachCell.init)
    self.space = space ?? LabelSpace(snapshots.map(\.scheme))
    self.time = time
    self.purpose = purpose
    places = Dictionary(
      cells.enumerated().map { ($1.compartment, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The compartments that have a cell, ascending.
  package var compartments: [String] { cells.map(\.compartment) }

  func cell(of compartment: String) -> ReachCell? { places[compartment].map { cells[$0] } }
}

/// One cell, with its principals found by flow.
struct ReachCell: Sendable {
  let snapshot: PolicySnapshot
  /// By place of the flow: who has a grant to publish to it, by name.
  let publishers: [[UInt32]]
  /// By place of the flow: who has a grant to subscribe to it, by name.
  let readers: [[UInt32]]
  /// By place of the principal: equal numbers for equal clearances.
  let clearances: [Int]
  /// The own principals' keys that are not revoked.
  private let keys: [UInt32: [KeyID]]

  var compartment: String { snapshot.compartment }

  init(_ snapshot: PolicySnapshot) {
    self.snapshot = snapshot
    var publishers = Array(repeating: [UInt32](), count: snapshot.flows.count)
    var readers = publishers
    var numbers: [CompiledClearance: Int] = [:]
    let own = snapshot.principals.indices.filter { snapshot.principals[$0].isOwn }.sorted {
      snapshot.principals[$0].id.name < snapshot.principals[$1].id.name
    }
    for place in own {
      let entry = snapshot.principals[place]
      for flow in Set(entry.publish.entries.map(\.flow)) {
        publishers[Int(flow)].append(UInt32(place))
      }
      for flow in Set(entry.subscribe.entries.map(\.flow)) {
        readers[Int(flow)].append(UInt32(place))
      }
    }
    clearances = snapshot.principals.map { entry in
      let number = numbers[entry.clearance] ?? numbers.count
      numbers[entry.clearance] = number
      return number
    }
    self.publishers = publishers
    self.readers = readers
    var keys: [UInt32: [KeyID]] = [:]
    for key in snapshot.publishers.keys.sorted() {
      guard let publisher = snapshot.publisher(key, in: snapshot.compartment) else { continue }
      keys[publisher.principal.place, default: []].append(key)
    }
    self.keys = keys
  }

  func entry(_ place: UInt32) -> PrincipalEntry { snapshot.principals[Int(place)] }

  func flow(_ place: UInt32) -> FlowEntry { snapshot.flows[Int(place)] }

  func keys(of place: UInt32) -> [KeyID] { keys[place] ?? [] }

  /// The own flows, by name.
  var ownFlows: [UInt32] {
    snapshot.flows.indices.filter { snapshot.flows[$0].isOwn }.sorted {
      snapshot.flows[$0].id.name < snapshot.flows[$1].id.name
    }.map(UInt32.init)
  }

  func question(
    _ action: Action, _ principal: UInt32, _ flow: UInt32, at time: Int64
  ) -> Request {
    Request(
      action, by: PrincipalHandle(snapshot: snapshot.serial, place: principal),
      on: FlowHandle(snapshot: snapshot.serial, place: flow), at: time)
  }
}

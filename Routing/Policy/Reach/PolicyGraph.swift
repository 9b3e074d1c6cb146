package import Labels

/// The flows of a site and where they go, as a table to be drawn: a column a compartment, a row a
/// flow.
package struct PolicyGraph: Sendable {
  /// What becomes of a flow at another compartment.
  package enum End: Hashable, Sendable {
    /// It arrives, up to this classification.
    case open(Classification)
    /// Export and import agree, and nothing gets through at this time.
    case stopped(Reason)
    /// The source exports it, and nothing imports it.
    case exportOnly
    /// The other compartment imports it, and nothing exports it.
    case importOnly
  }

  package struct Row: Hashable, Sendable {
    package let flow: FlowID
    package let service: ServiceClass
    package let publishers: Int
    package let readers: Int
    /// By compartment.
    package let ends: [String: End]
  }

  package let site: String
  /// Compartments, in an order that keeps linked ones near each other.
  package let columns: [String]
  /// By the source's column, then by name.
  package let rows: [Row]

  /// - Parameter policies: each compartment's own, for halves of links that nothing answers.
  package init(_ site: ReachSite, policies: [CompartmentPolicy]) throws(ReachFault) {
    self.site = site.cells.first?.snapshot.site ?? ""
    let halves = Self.halves(policies)
    var rows: [Row] = []
    for cell in site.cells {
      for place in cell.ownFlows {
        let flow = cell.flow(place)
        var ends = halves[flow.id] ?? [:]
        let open = try Self.open(site, flow.id)
        for link in flow.links {
          if let level = open[link.destination] {
            ends[link.destination] = .open(level)
          } else {
            ends[link.destination] = try Self.stopped(site, flow.id, link.destination)
          }
        }
        rows.append(
          Row(
            flow: flow.id, service: flow.service, publishers: cell.publishers[Int(place)].count,
            readers: cell.readers[Int(place)].count, ends: ends))
      }
    }
    let columns = ColumnOrder(site.compartments, rows).names
    self.columns = columns
    let places = Dictionary(
      columns.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    self.rows = rows.sorted {
      let (left, right) = (places[$0.flow.compartment] ?? 0, places[$1.flow.compartment] ?? 0)
      return (left, $0.flow.name) < (right, $1.flow.name)
    }
  }

  /// The highest classification that gets to each compartment's cell.
  private static func open(
    _ site: ReachSite, _ flow: FlowID
  ) throws(ReachFault) -> [String: Classification] {
    var scope = ReachScope()
    scope.flow = .named(flow.compartment, flow.name)
    var found: [String: Classification] = [:]
    var walk = ReachWalk(site, scope)
    try walk.run { (_, arrival) throws(ReachFault) in
      guard let hop = arrival.hop, arrival.isLink else { return }
      for level in Classification.allCases {
        for passage in arrival.passages {
          do throws(RegionUndecided) {
            if try passage.region.witness(at: level) != nil {
              found[hop.destination] = max(found[hop.destination] ?? level, level)
            }
          } catch {
            throw .undecided
          }
        }
      }
    }
    return found
  }

  private static func stopped(
    _ site: ReachSite, _ flow: FlowID, _ destination: String
  ) throws(ReachFault) -> End {
    var scope = ReachScope()
    scope.flow = .named(flow.compartment, flow.name)
    scope.receiver = .compartment(destination)
    guard case .proved(let proof) = try site.proveNoPath(scope), let cut = proof.cuts.first else {
      return .stopped(.notConsented)
    }
    return .stopped(cut.reason)
  }

  private static func halves(_ policies: [CompartmentPolicy]) -> [FlowID: [String: End]] {
    var found: [FlowID: [String: End]] = [:]
    for policy in policies {
      for entry in policy.imports {
        found[FlowID(entry.from, entry.flow), default: [:]][policy.compartment] = .importOnly
      }
    }
    for policy in policies {
      for export in policy.exports {
        let flow = FlowID(policy.compartment, export.flow)
        found[flow, default: [:]][export.to] = .exportOnly
      }
    }
    return found
  }
}

/// The order of the columns: alphabetical, then changed as long as some move makes the lines
/// shorter in sum.
private struct ColumnOrder {
  private(set) var names: [String]
  private let links: [(from: String, to: String)]
  /// Beyond, alphabetical is what people find their way in.
  private static let movedMax = 64

  init(_ names: [String], _ rows: [PolicyGraph.Row]) {
    self.names = names.sorted()
    links = rows.flatMap { row in
      row.ends.keys.sorted().map { (row.flow.compartment, $0) }
    }
    guard names.count <= Self.movedMax else { return }
    while improve() {}
  }

  private func length(_ order: [String]) -> Int {
    let places = Dictionary(
      order.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    return links.reduce(0) { $0 + abs((places[$1.from] ?? 0) - (places[$1.to] ?? 0)) }
  }

  /// Moves one column to the first better place; false if there is none.
  private mutating func improve() -> Bool {
    let now = length(names)
    for from in names.indices {
      for to in names.indices where to != from {
        var order = names
        order.insert(order.remove(at: from), at: to)
        guard length(order) < now else { continue }
        names = order
        return true
      }
    }
    return false
  }
}

extension ReachSite {
  /// For each receiver in scope and each flow of which it can be given a message, one way, each
  /// step asked of its cell.
  package func paths(_ scope: ReachScope) throws(ReachFault) -> [ReachPath] {
    var paths: [ReachPath] = []
    var walk = ReachWalk(self, scope)
    try walk.run { (book, arrival) throws(ReachFault) in
      paths.append(try arrival.path(at: self, &book))
    }
    return paths
  }

  /// For each receiver in scope, one way by which it can be given a message; the first that is
  /// found.
  package func receivers(_ scope: ReachScope) throws(ReachFault) -> [ReachPath] {
    var paths: [PrincipalID: ReachPath] = [:]
    var walk = ReachWalk(self, scope)
    try walk.run { (book, arrival) throws(ReachFault) in
      guard let receiver = arrival.receiver, paths[receiver] == nil else { return }
      paths[receiver] = try arrival.path(at: self, &book)
    }
    return paths.sorted { $0.key.description < $1.key.description }.map(\.value)
  }

  /// For each publisher in scope and each flow to which it can publish, one message that it can.
  package func publishings(_ scope: ReachScope) throws(ReachFault) -> [ReachPath] {
    var paths: [ReachPath] = []
    try forEachPublishing(scope) { (book, arrival) throws(ReachFault) in
      paths.append(try arrival.path(at: self, &book))
    }
    return paths
  }

  /// All that each receiver in scope can be given: by receiver and flow.
  func receptions(_ scope: ReachScope = ReachScope()) throws(ReachFault) -> ReachTable {
    var found: ReachTable = [:]
    var walk = ReachWalk(self, scope)
    try walk.run { (_, arrival) throws(ReachFault) in
      guard let receiver = arrival.receiver else { return }
      let edge = ReachEdge(principal: receiver, flow: arrival.flowID)
      found[edge, default: []] += arrival.passages
    }
    return found
  }

  /// All that each publisher in scope can publish: by publisher and flow.
  func publications(_ scope: ReachScope = ReachScope()) throws(ReachFault) -> ReachTable {
    var found: ReachTable = [:]
    try forEachPublishing(scope) { (_, arrival) throws(ReachFault) in
      let place = arrival.passages[0].origins[0].principal
      let edge = ReachEdge(principal: arrival.source.entry(place).id, flow: arrival.flowID)
      found[edge] = arrival.passages
    }
    return found
  }

  private func forEachPublishing(
    _ scope: ReachScope,
    _ body: (inout WitnessBook, ReachArrival) throws(ReachFault) -> Void
  ) throws(ReachFault) {
    var walk = ReachWalk(self, scope)
    for cell in cells {
      for flow in cell.ownFlows where scope.admits(cell.flow(flow).id) {
        try walk.publish(cell, flow) { (book, passage) throws(ReachFault) in
          try body(
            &book,
            ReachArrival(source: cell, flow: flow, hop: nil, reader: nil, passages: [passage]))
        }
      }
    }
  }
}

/// By principal and flow, what passes between them.
typealias ReachTable = [ReachEdge: [ReachPassage]]

/// A principal and a flow between which messages go, one way or the other.
package struct ReachEdge: Hashable, Sendable, Comparable {
  package let principal: PrincipalID
  package let flow: FlowID

  package init(principal: PrincipalID, flow: FlowID) {
    self.principal = principal
    self.flow = flow
  }

  package static func < (left: ReachEdge, right: ReachEdge) -> Bool {
    left.key.lexicographicallyPrecedes(right.key)
  }

  private var key: [String] {
    [principal.compartment, principal.name, flow.compartment, flow.name]
  }
}

/// What becomes of the claim that no message takes any way of a scope.
package enum PathVerdict: Sendable {
  case proved(PathProof)
  /// A message that does, each step asked of its cell.
  case refuted(ReachPath)
}

/// Why there is no way: all that was looked at, and what stops each.
package struct PathProof: Sendable {
  package let count: ReachCount
  package let cuts: [ReachCut]
}

extension ReachSite {
  /// Decides whether no message takes any way of the scope.
  package func proveNoPath(_ scope: ReachScope) throws(ReachFault) -> PathVerdict {
    // The way that is found first stops the search; only a proof has to see all.
    var found: ReachPath?
    var walk = ReachWalk(self, scope, notesCuts: true)
    try walk.run { (book, arrival) throws(ReachFault) in
      if found == nil { found = try arrival.path(at: self, &book) }
    }
    if let found { return .refuted(found) }
    return .proved(PathProof(count: walk.count, cuts: walk.cuts))
  }
}

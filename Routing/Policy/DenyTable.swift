/// The denies of one policy, resolved so that asking costs at most four look-ups.
struct DenyTable: Sendable {
  /// Stands for all principals, or all flows.
  private static let any = UInt32.max

  private var masks: [UInt64: UInt8] = [:]

  static let none = DenyTable()

  private init() {}

  /// Denies of principals and flows that the snapshot does not have cover nothing in it.
  init(
    _ denies: [Deny], principals: [PrincipalID: UInt32], equipment: [Equipment?],
    flows: [FlowID: UInt32]
  ) {
    for deny in denies {
      var covered = [Self.any]
      if let id = deny.principal {
        guard let place = principals[id] else { continue }
        covered = [place]
      }
      if let requirement = deny.equipment {
        let places = deny.principal == nil ? equipment.indices.map { UInt32($0) } : covered
        covered = places.filter { requirement.isMet(by: equipment[Int($0)]) }
      }
      var flow = Self.any
      if let id = deny.flow {
        guard let place = flows[id] else { continue }
        flow = place
      }
      let mask = deny.action.map(ActionSet.init) ?? .all
      for principal in covered { masks[Self.key(principal, flow), default: 0] |= mask.bits }
    }
  }

  /// Whether a deny covers any of these actions of the principal on the flow.
  func covers(_ principal: UInt32, _ flow: UInt32, _ actions: ActionSet) -> Bool {
    guard !masks.isEmpty else { return false }
    return covers(Self.key(principal, flow), actions)
      || covers(Self.key(principal, Self.any), actions)
      || covers(Self.key(Self.any, flow), actions) || covers(Self.key(Self.any, Self.any), actions)
  }

  private func covers(_ key: UInt64, _ actions: ActionSet) -> Bool {
    (masks[key] ?? 0) & actions.bits != 0
  }

  private static func key(_ principal: UInt32, _ flow: UInt32) -> UInt64 {
    UInt64(principal) << 32 | UInt64(flow)
  }
}

/// A set of actions.
struct ActionSet: Sendable {
  let bits: UInt8

  static let all = ActionSet(bits: 0b11111)
  /// Whatever takes a message over a link, under whichever name the deny calls it.
  static let link = ActionSet(bits: all.bits & ~ActionSet(.publish).bits)

  private init(bits: UInt8) { self.bits = bits }

  init(_ action: Action) {
    switch action {
    case .publish: bits = 1
    case .subscribe: bits = 2
    case .deliver: bits = 4
    case .export: bits = 8
    case .import: bits = 16
    }
  }
}

/// What a policy's denies cover, to be asked by other denies.
struct DenyCover {
  private let denies: Set<Deny>
  private let policy: CompartmentPolicy

  init(of policy: CompartmentPolicy) {
    self.policy = policy
    denies = Set(policy.denies.map(\.withoutReason))
  }

  /// Whether taking the deny out of a policy that has these takes no protection away: one that is
  /// as broad stands here, or nothing crosses here any more on which it could act.
  func covers(_ deny: Deny) -> Bool {
    policy.isIdle(deny) || deny.withoutReason.broader.contains(where: denies.contains)
  }
}

extension Deny {
  /// The reason is for people and denies nothing.
  fileprivate var withoutReason: Deny {
    var deny = self
    deny.reason = ""
    return deny
  }

  /// Itself, and every deny that says less of whom, what or how and so covers it.
  fileprivate var broader: [Deny] {
    (0..<16).map { dropped in
      var deny = self
      if dropped & 1 != 0 { deny.principal = nil }
      if dropped & 2 != 0 { deny.flow = nil }
      if dropped & 4 != 0 { deny.action = nil }
      if dropped & 8 != 0 { deny.equipment = nil }
      return deny
    }
  }
}

extension CompartmentPolicy {
  /// Whether a deny of another compartment's principal has nothing here on which it could act: no
  /// such flow crosses to that compartment or from it.
  fileprivate func isIdle(_ deny: Deny) -> Bool {
    guard let other = deny.principal?.compartment, other != compartment else { return false }
    let isExported = exports.contains {
      let flow = FlowID(compartment, $0.flow)
      return $0.to == other && (deny.flow ?? flow) == flow
    }
    let isImported = imports.contains {
      let flow = FlowID(other, $0.flow)
      return $0.from == other && (deny.flow ?? flow) == flow
    }
    return !isExported && !isImported
  }
}

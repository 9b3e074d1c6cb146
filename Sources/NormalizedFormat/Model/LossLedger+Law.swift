extension LossLedger {
  /// Fields left out by a rule; saturates, for a peer may write any counts.
  public var droppedCount: UInt64 {
    dropped.reduce(0) { Self.sum($0, $1.count) }
  }

  /// Fields not understood.
  public var unknownCount: UInt64 { UInt64(unknown.count) }

  /// Mapped + dropped + unknown.
  public var total: UInt64 { Self.sum(Self.sum(mapped, droppedCount), unknownCount) }

  /// The law of every adapter: what was mapped, dropped and not understood is all there was.
  public func accounts(for fields: UInt64) -> Bool { total == fields }

  /// Notes that fields at this path were dropped by this rule; the same path and rule are counted
  /// up.
  public mutating func drop(_ path: String, rule: String, count: UInt64 = 1) {
    if let index = dropped.firstIndex(where: { $0.path == path && $0.rule == rule }) {
      dropped[index].count = Self.sum(dropped[index].count, count)
    } else {
      dropped.append(DroppedField(path: path, rule: rule, count: count))
    }
  }

  private static func sum(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let (sum, overflow) = left.addingReportingOverflow(right)
    return overflow ? .max : sum
  }
}

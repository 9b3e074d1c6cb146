/// Which alerts are there now, from what devices say of them one message after the other; what a
/// station that joins late, or lost its link, needs.
///
/// An alert is known by its identifiers, and the order of arrival counts. Nothing else is taken for
/// granted: an end without a start is an end, a message without a phase is as its state says, and
/// an alert never ends by itself. An old message is taken all the same and only marked, for a
/// device whose clock was set back looks like one.
public struct ActiveAlerts: Sendable {
  /// What a message changed.
  public struct Change: Equatable, Sendable {
    /// What became of the alert.
    public let kind: Kind
    /// Whether the message says of itself that it is older than what is known of the alert.
    public let isLate: Bool
    /// What had to make room for it, because the table is full: it is still active, and must be
    /// shown as long as somebody cares.
    public let displaced: Alert?

    /// What became of an alert.
    public enum Kind: Equatable, Sendable {
      /// It is there now.
      case began
      /// It was there already, and is as it says now.
      case changed
      /// It is over.
      case ended
      /// It is over, and its begin was never seen.
      case endedUnseen
      /// It has no duration: it happened.
      case happened
      /// It has no identifier: it can't be told from others, and must be shown as it is.
      case unidentified
      /// The table is full of alerts that matter as much; it must be shown as it is.
      case full
    }
  }

  private struct Entry {
    let alert: Alert
    let order: UInt64
  }

  private let countMax: Int
  private var entries: [Key: Entry] = [:]
  private var ended: RecentEnds
  private var next: UInt64 = 0

  /// A table of at most so many alerts; of as many that are over it is known when they ended.
  public init(countMax: Int = 10_000) {
    precondition(countMax > 0, "a table has room")
    self.countMax = countMax
    ended = RecentEnds(countMax: countMax)
  }

  /// The alerts that are there, in the order in which they began.
  public var all: [Alert] {
    entries.values.sorted { $0.order < $1.order }.map(\.alert)
  }

  /// Takes what a message says of an alert.
  public mutating func take(_ alert: Alert) -> Change {
    guard let key = Key(alert) else { return Change(kind: .unidentified) }
    let isLate = isLate(alert, key)
    if alert.phase == .timePoint { return Change(kind: .happened, isLate: isLate) }
    guard alert.isThere else {
      let wasThere = entries.removeValue(forKey: key) != nil
      if let moment = alert.occurred?.milliseconds { ended.add(key, moment) }
      return Change(kind: wasThere ? .ended : .endedUnseen, isLate: isLate)
    }
    if let known = entries[key] {
      entries[key] = Entry(alert: alert, order: known.order)
      return Change(kind: .changed, isLate: isLate)
    }
    guard entries.count == countMax else {
      add(alert, key)
      return Change(kind: .began, isLate: isLate)
    }
    guard let least = removeLeast(below: alert.weight) else {
      return Change(kind: .full, isLate: isLate)
    }
    add(alert, key)
    return Change(kind: .began, isLate: isLate, displaced: least)
  }

  private mutating func add(_ alert: Alert, _ key: Key) {
    entries[key] = Entry(alert: alert, order: next)
    next += 1
  }

  /// Takes out the oldest of those that matter least, if they matter less than `weight`.
  private mutating func removeLeast(below weight: UInt8) -> Alert? {
    let least = entries.min { left, right in
      (left.value.alert.weight, left.value.order) < (right.value.alert.weight, right.value.order)
    }
    guard let least, least.value.alert.weight < weight else { return nil }
    return entries.removeValue(forKey: least.key)?.alert
  }

  private func isLate(_ alert: Alert, _ key: Key) -> Bool {
    guard let moment = alert.occurred?.milliseconds else { return false }
    if let known = entries[key]?.alert.occurred { return moment < known.milliseconds }
    guard let end = ended[key] else { return false }
    return moment < end
  }
}

extension ActiveAlerts.Change {
  fileprivate init(kind: Kind, isLate: Bool = false) {
    self.init(kind: kind, isLate: isLate, displaced: nil)
  }
}

/// When the alerts ended that ended last.
private struct RecentEnds: Sendable {
  private let countMax: Int
  private var moments: [Key: Int64] = [:]
  /// A ring: the oldest is forgotten for the newest.
  private var ring: [Key] = []
  private var oldest = 0

  init(countMax: Int) { self.countMax = countMax }

  subscript(key: Key) -> Int64? { moments[key] }

  mutating func add(_ key: Key, _ moment: Int64) {
    if moments.updateValue(moment, forKey: key) != nil { return }
    guard ring.count == countMax else {
      ring.append(key)
      return
    }
    moments[ring[oldest]] = nil
    ring[oldest] = key
    oldest = (oldest + 1) % countMax
  }
}

/// What tells one alert from every other.
private struct Key: Hashable, Sendable {
  private let parts: [String]

  init?(_ alert: Alert) {
    let identifiers = alert.identifiers.filter { $0.value?.isEmpty == false }
    guard !identifiers.isEmpty else { return nil }
    parts = identifiers.flatMap { identifier in
      [
        identifier.value ?? "", identifier.system ?? "", identifier.assigner?.namespace ?? "",
        identifier.assigner?.universalID ?? "",
      ]
    }
  }
}

extension Alert {
  /// Whether the condition is there after this message, or held by its source. The state is the
  /// device's own word for that; the phase says it where there is no state.
  fileprivate var isThere: Bool {
    switch state {
    case .active, .latched: true
    case .inactive: false
    case nil: phase != .end
    }
  }

  /// How much it matters; one that does not say may be anything.
  fileprivate var weight: UInt8 { (priority ?? .medium).rawValue }
}

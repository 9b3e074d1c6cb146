import Synchronization

/// What the ends of the demo saw: devices that were answered, subscribers that were given. Nothing
/// here comes from the broker.
final class DemoAccount: Sendable {
  /// A flow as the whole site names it, `icu/vitals`.
  typealias FlowName = String

  /// The summary, as people and tests read it.
  struct Summary: Sendable {
    var sent = 0
    var acknowledged = 0
    var normalized = 0
    var quarantined = 0
    var delivered = 0
    var refused = 0
    var lost = 0
    var leaked = 0

    var json: String {
      #"{"sent":\#(sent),"acknowledged":\#(acknowledged),"normalized":\#(normalized),"#
        + #""quarantined":\#(quarantined),"delivered":\#(delivered),"refused":\#(refused),"#
        + #""lost":\#(lost),"leaked":\#(leaked)}"#
    }
  }

  /// Counts by flow, for the live table.
  struct Progress: Sendable {
    var acknowledged: [FlowName: Int] = [:]
    var delivered: [FlowName: Int] = [:]
    var quarantined = 0
    var refused = 0
  }

  private struct State {
    var sent = 0
    /// Source message id → the flow that it belongs to.
    var acknowledged: [String: FlowName] = [:]
    /// What each subscriber has: source message ids by flow.
    var received: [String: [FlowName: Set<String>]] = [:]
    var normalized: Set<String> = []
    var quarantined = 0
    var refused = 0
    var leaked = 0
    var deliveries = 0
    var progress = Progress()
  }

  /// What each subscriber is entitled to: the demo's own statement, written apart from the
  /// policies.
  private let entitled: [String: Set<FlowName>]
  private let state = Mutex(State())

  init(entitled: [String: Set<FlowName>]) {
    self.entitled = entitled
  }

  /// A device sent a message for the first time.
  func sent() {
    state.withLock { $0.sent += 1 }
  }

  /// A device was told that its message is accepted.
  func acknowledged(_ id: String, flow: FlowName) {
    state.withLock { state in
      state.acknowledged[id] = flow
      state.progress.acknowledged[flow, default: 0] += 1
    }
  }

  /// Somebody was refused what the policy does not allow.
  func refused() {
    state.withLock { state in
      state.refused += 1
      state.progress.refused += 1
    }
  }

  /// A subscriber was given a message: of which flow by its signed context, from which source
  /// message.
  func delivered(to subscriber: String, flow: FlowName, source: String) {
    state.withLock { state in
      state.deliveries += 1
      state.progress.delivered[flow, default: 0] += 1
      guard entitled[subscriber]?.contains(flow) == true else {
        state.leaked += 1
        return
      }
      state.received[subscriber, default: [:]][flow, default: []].insert(source)
      state.normalized.insert(source)
    }
  }

  /// A quarantined message was seen by whoever keeps the quarantine.
  func quarantined(by subscriber: String, flow: FlowName) {
    state.withLock { state in
      state.deliveries += 1
      state.quarantined += 1
      state.progress.quarantined += 1
      if entitled[subscriber]?.contains(flow) != true { state.leaked += 1 }
    }
  }

  /// Acknowledged messages that an entitled subscriber has not (yet), over all subscribers.
  var missing: Int {
    state.withLock { Self.missing($0, entitled) }
  }

  var progress: Progress { state.withLock { $0.progress } }

  var summary: Summary {
    state.withLock { state in
      Summary(
        sent: state.sent, acknowledged: state.acknowledged.count,
        normalized: state.normalized.count, quarantined: state.quarantined,
        delivered: state.deliveries, refused: state.refused,
        lost: Self.missing(state, entitled), leaked: state.leaked)
    }
  }

  private static func missing(_ state: State, _ entitled: [String: Set<FlowName>]) -> Int {
    var byFlow: [FlowName: Set<String>] = [:]
    for (id, flow) in state.acknowledged { byFlow[flow, default: []].insert(id) }
    var missing = 0
    for (subscriber, flows) in entitled {
      for flow in flows {
        guard let wanted = byFlow[flow] else { continue }
        missing += wanted.subtracting(state.received[subscriber]?[flow] ?? []).count
      }
    }
    return missing
  }
}

import AdapterKit
import Synchronization

/// The outcomes of one frame's parts as they come in, until all are there or the device has waited
/// long enough. One frame has one patience, however many messages are in it.
final class FrameOutcomes: Sendable {
  private struct State {
    var outcomes: [IngestOutcome?]
    var open = 0
    var isBusy = false
    var isOver = false
    var waiter: CheckedContinuation<Void, Never>?
    var alarm: Task<Void, any Error>?
    var listeners: [(Settlement, Settlement.Listener)] = []
  }

  private let patience: Patience
  private let state: Mutex<State>

  init(_ count: Int, _ patience: Patience) {
    self.patience = patience
    state = Mutex(State(outcomes: Array(repeating: nil, count: count)))
  }

  /// Waits for the outcome of a part besides the others.
  func expect(_ settlement: Settlement, at index: Int) {
    state.withLock { $0.open += 1 }
    let listener = settlement.listen { [self] outcome in take(outcome, at: index) }
    if let listener { state.withLock { $0.listeners.append((settlement, listener)) } }
  }

  /// Parts whose outcome is still to come.
  var openCount: Int { state.withLock { $0.open } }

  /// Whether a part was sent away: those behind it would come in before it.
  var isBusy: Bool { state.withLock { $0.isBusy } }

  /// Waits until every part that is expected has its outcome; false when patience ended first.
  func settle() async -> Bool {
    await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
      let isThere = state.withLock { state in
        guard state.open > 0, !state.isOver else { return true }
        state.waiter = continuation
        if state.alarm == nil { state.alarm = Task { try await self.ring() } }
        return false
      }
      if isThere { continuation.resume() }
    }
    return state.withLock { $0.open == 0 }
  }

  /// All outcomes; what is not there is `busy`. Nothing that comes later is listened to.
  func finish() -> [IngestOutcome] {
    let (outcomes, listeners, alarm) = state.withLock { state in
      state.isOver = true
      defer {
        state.listeners = []
        state.alarm = nil
      }
      return (state.outcomes, state.listeners, state.alarm)
    }
    alarm?.cancel()
    for (settlement, listener) in listeners { settlement.forget(listener) }
    return outcomes.map { $0 ?? .busy }
  }

  private func take(_ outcome: IngestOutcome, at index: Int) {
    let waiter = state.withLock { state in
      state.outcomes[index] = outcome
      state.open -= 1
      if outcome == .busy { state.isBusy = true }
      guard state.open == 0 else { return CheckedContinuation<Void, Never>?.none }
      defer { state.waiter = nil }
      return state.waiter
    }
    waiter?.resume()
  }

  private func ring() async throws {
    try await patience.wait(patience.limit)
    let waiter = state.withLock { state in
      state.isOver = true
      defer { state.waiter = nil }
      return state.waiter
    }
    waiter?.resume()
  }
}

/// How long a device waits for its answer, and by which clock.
package struct Patience: Sendable {
  /// After this the device is told to come again.
  package let limit: Duration
  /// Returns after a time.
  package let wait: @Sendable (Duration) async throws -> Void

  /// A patience; the clock is the machine's own.
  package init(
    _ limit: Duration = .seconds(20),
    wait: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
  ) {
    self.limit = limit
    self.wait = wait
  }
}

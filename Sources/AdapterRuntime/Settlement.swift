import AdapterKit
import Synchronization

/// What becomes of one source message: known once, and told to everybody who asked meanwhile.
final class Settlement: Sendable {
  /// Who asked, so that it can be forgotten.
  struct Listener: Hashable, Sendable {
    fileprivate let number: UInt64
  }

  private struct State {
    var outcome: IngestOutcome?
    var listeners: [Listener: @Sendable (IngestOutcome) -> Void] = [:]
    var next: UInt64 = 0
  }

  private let state: Mutex<State>

  /// Not known yet, or known already.
  init(_ outcome: IngestOutcome? = nil) {
    state = Mutex(State(outcome: outcome))
  }

  /// Says what became of it; only the first word counts.
  func settle(_ outcome: IngestOutcome) {
    let listeners = state.withLock { state in
      guard state.outcome == nil else { return [@Sendable (IngestOutcome) -> Void]() }
      state.outcome = outcome
      defer { state.listeners = [:] }
      return Array(state.listeners.values)
    }
    for listener in listeners { listener(outcome) }
  }

  /// Calls `body` once it is known, at once if it is; nil where there is nobody to forget.
  func listen(_ body: @escaping @Sendable (IngestOutcome) -> Void) -> Listener? {
    let listener = state.withLock { state -> Listener? in
      guard state.outcome == nil else { return nil }
      let listener = Listener(number: state.next)
      state.next += 1
      state.listeners[listener] = body
      return listener
    }
    // Once known it stays known.
    if listener == nil, let known = state.withLock({ $0.outcome }) { body(known) }
    return listener
  }

  /// Tells a listener nothing any more: a device that waited in vain must not be kept in mind until
  /// the cell comes back.
  func forget(_ listener: Listener) {
    state.withLock { $0.listeners[listener] = nil }
  }
}

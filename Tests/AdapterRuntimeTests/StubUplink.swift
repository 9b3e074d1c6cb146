import AdapterRuntime
import Client
import NormalizedFormat
import SignedMessage
import Synchronization

/// A cell that says what a test wants, or nothing until it wants to.
final class StubUplink: Uplink {
  typealias Say = @Sendable (MessageDraft) -> PublishOutcome

  private struct State {
    var taken: [[MessageDraft]] = []
    var waiting: [(drafts: [MessageDraft], completion: @Sendable ([PublishOutcome]) -> Void)] = []
    var say: Say?
    var hasRoom = true
  }

  let bounds: UplinkBounds
  private let state: Mutex<State>

  /// A cell that answers each draft with `say` at once; without one it is stalled.
  init(bounds: UplinkBounds = UplinkBounds(), _ say: Say? = nil) {
    self.bounds = bounds
    state = Mutex(State(say: say))
  }

  func submit(
    _ drafts: [MessageDraft], holding bytes: Int,
    completion: @escaping @Sendable ([PublishOutcome]) -> Void
  ) -> Bool {
    let (isTaken, say) = state.withLock { state in
      guard state.hasRoom else { return (false, state.say) }
      state.taken.append(drafts)
      if state.say == nil { state.waiting.append((drafts, completion)) }
      return (true, state.say)
    }
    if isTaken, let say { completion(drafts.map(say)) }
    return isTaken
  }

  /// From now on `say` answers; what waited is answered first.
  func resume(_ say: @escaping Say = { _ in .durable }) {
    let waiting = state.withLock { state in
      state.say = say
      defer { state.waiting = [] }
      return state.waiting
    }
    for (drafts, completion) in waiting { completion(drafts.map(say)) }
  }

  /// Whether it takes anything.
  func setRoom(_ hasRoom: Bool) { state.withLock { $0.hasRoom = hasRoom } }

  /// What was submitted, in order: the flow of each draft.
  var flows: [String] { state.withLock { $0.taken.flatMap { $0.map(\.flow) } } }

  /// The quarantine records that were submitted.
  var quarantined: [Quarantine] {
    let drafts = state.withLock { $0.taken.flatMap { $0 } }
    return drafts.compactMap { draft in
      guard case .quarantine(let content) = try? Message(decoding: draft.payload).content else {
        return nil
      }
      return content
    }
  }
}

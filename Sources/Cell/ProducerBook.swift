import Cryptography
import Journal

/// All producers of a cell: the marks that make a repetition recognisable.
struct ProducerBook {
  private var states: [KeyID: [FlowNumber: ProducerState]] = [:]
  private var staged: [ProducerState] = []

  init(_ marks: [ProducerMark]) {
    for mark in marks {
      states[mark.producer, default: [:]][mark.flow] = ProducerState(
        producer: mark.producer, flow: mark.flow, durable: Taken(mark))
    }
  }

  /// The state of a key in a flow.
  mutating func state(of producer: KeyID, in flow: FlowNumber) -> ProducerState {
    if let state = states[producer]?[flow] { return state }
    let state = ProducerState(producer: producer, flow: flow, durable: nil)
    states[producer, default: [:]][flow] = state
    return state
  }

  /// The durable marks of a key, by flow.
  func marks(of producer: KeyID) -> [(flow: FlowNumber, mark: Taken)] {
    (states[producer] ?? [:]).values
      .compactMap { state in state.mark.map { (state.flow, $0) } }
      .sorted { $0.flow < $1.flow }
  }

  /// Takes a new message of a key into the batch in hand.
  mutating func stage(
    _ state: ProducerState, epoch: UInt64, sequence: UInt64, notingGaps: Bool
  ) {
    state.stage(epoch: epoch, sequence: sequence, notingGaps: notingGaps)
    guard !state.isStaged else { return }
    state.isStaged = true
    staged.append(state)
  }

  /// Puts the moved marks into a batch, one for each key and flow.
  func stageMarks(into batch: inout JournalBatch) {
    for state in staged {
      if let mark = state.stagedMark { batch.marks.append(mark) }
    }
  }

  /// What was staged is durable.
  mutating func committed() {
    for state in staged { state.commit() }
    staged.removeAll(keepingCapacity: true)
  }

  /// What was staged is not durable.
  mutating func rolledBack() {
    for state in staged { state.rollBack() }
    staged.removeAll(keepingCapacity: true)
  }
}

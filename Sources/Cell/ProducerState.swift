import CellProtocol
import Cryptography
import Journal

/// How far one signing key's messages of one flow have been taken.
final class ProducerState {
  let producer: KeyID
  let flow: FlowNumber
  private var durable: Mark?
  private var staged: Mark?
  /// Sequences below the staged mark that were never taken, newest last; known only since the
  /// start.
  private var holes: [UInt64] = []
  /// Whether the batch in hand moves this mark.
  var isStaged = false

  /// Newest message, in the order of (epoch, sequence).
  struct Mark: Equatable {
    let epoch: UInt64
    let sequence: UInt64
  }

  /// What a message is to what was taken before.
  enum Standing: Equatable {
    case new
    case duplicate
    case refused(ProtocolCode)
  }

  init(producer: KeyID, flow: FlowNumber, durable: Mark?) {
    self.producer = producer
    self.flow = flow
    self.durable = durable
    staged = durable
  }

  /// What is on the disk.
  var mark: Mark? { durable }

  /// How a message stands to what was taken, the batch in hand included.
  func standing(epoch: UInt64, sequence: UInt64) -> Standing {
    guard let staged, epoch <= staged.epoch else { return .new }
    if epoch < staged.epoch { return .refused(.epochBehind) }
    if sequence > staged.sequence { return .new }
    return holes.contains(sequence) ? .refused(.sequenceBehind) : .duplicate
  }

  /// Takes a message that is new.
  func stage(epoch: UInt64, sequence: UInt64) {
    if let staged, staged.epoch == epoch {
      note(holesFrom: staged.sequence &+ 1, to: sequence)
    } else {
      holes.removeAll()
    }
    staged = Mark(epoch: epoch, sequence: sequence)
  }

  private func note(holesFrom first: UInt64, to sequence: UInt64) {
    guard sequence > first else { return }
    let bound = UInt64(Limit.holesPerMarkMax)
    let start = sequence - first > bound ? sequence - bound : first
    holes.append(contentsOf: start..<sequence)
    if holes.count > Limit.holesPerMarkMax {
      holes.removeFirst(holes.count - Limit.holesPerMarkMax)
    }
  }

  /// The mark as a commit writes it.
  var stagedMark: ProducerMark? {
    staged.map {
      ProducerMark(producer: producer, flow: flow, epoch: $0.epoch, sequence: $0.sequence)
    }
  }

  /// What was staged is durable.
  func commit() {
    durable = staged
    isStaged = false
  }

  /// What was staged is not durable.
  func rollBack() {
    if let durable, staged?.epoch == durable.epoch {
      holes.removeAll { $0 > durable.sequence }
    } else {
      holes.removeAll()
    }
    staged = durable
    isStaged = false
  }
}

/// All producers of a cell: the marks that make a repetition recognisable.
struct ProducerBook {
  private var states: [KeyID: [FlowNumber: ProducerState]] = [:]
  private var staged: [ProducerState] = []

  init(_ marks: [ProducerMark]) {
    for mark in marks {
      states[mark.producer, default: [:]][mark.flow] = ProducerState(
        producer: mark.producer, flow: mark.flow,
        durable: ProducerState.Mark(epoch: mark.epoch, sequence: mark.sequence))
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
  func marks(of producer: KeyID) -> [(flow: FlowNumber, mark: ProducerState.Mark)] {
    (states[producer] ?? [:]).values
      .compactMap { state in state.mark.map { (state.flow, $0) } }
      .sorted { $0.flow < $1.flow }
  }

  /// Takes a new message of a key into the batch in hand.
  mutating func stage(_ state: ProducerState, epoch: UInt64, sequence: UInt64) {
    state.stage(epoch: epoch, sequence: sequence)
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

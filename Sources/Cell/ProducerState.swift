import CellProtocol
import Cryptography
import Journal

/// How far one signing key's messages of one flow have been taken.
final class ProducerState {
  let producer: KeyID
  let flow: FlowNumber
  private var durable: Taken?
  private var staged: Taken?
  /// Whether the batch in hand moves this mark.
  var isStaged = false

  /// What a message is to what was taken before.
  enum Standing: Equatable {
    case new
    case duplicate
    case refused(ProtocolCode)
  }

  init(producer: KeyID, flow: FlowNumber, durable: Taken?) {
    self.producer = producer
    self.flow = flow
    self.durable = durable
    staged = durable
  }

  /// What is on the disk.
  var mark: Taken? { durable }

  /// How a message stands to what was taken, the batch in hand included.
  func standing(epoch: UInt64, sequence: UInt64) -> Standing {
    guard let staged, epoch <= staged.epoch else { return .new }
    if epoch < staged.epoch { return .refused(.epochBehind) }
    if sequence > staged.sequence { return .new }
    return staged.wasTaken(sequence) ? .duplicate : .refused(.sequenceBehind)
  }

  /// Takes a message that is new. Of what comes over a link gaps are not noted: the other cell
  /// leaves out what is not for us, and nobody is told what became of each.
  func stage(epoch: UInt64, sequence: UInt64, notingGaps: Bool) {
    var taken =
      if let staged, staged.epoch == epoch { staged } else { Taken(epoch: epoch, sequence: 0) }
    taken.take(sequence, notingGaps: notingGaps)
    staged = taken
  }

  /// The mark as a commit writes it.
  var stagedMark: ProducerMark? {
    staged.map {
      ProducerMark(
        producer: producer, flow: flow, epoch: $0.epoch, sequence: $0.sequence, floor: $0.floor,
        gaps: $0.gaps)
    }
  }

  /// What was staged is durable.
  func commit() {
    durable = staged
    isStaged = false
  }

  /// What was staged is not durable.
  func rollBack() {
    staged = durable
    isStaged = false
  }
}

/// The newest message taken of one run of a producer, in the order of (epoch, sequence), and which
/// before it were not.
struct Taken: Equatable {
  let epoch: UInt64
  private(set) var sequence: UInt64
  /// Up to here nothing is known.
  private(set) var floor: UInt64 = 0
  /// Those above ``floor`` that were never taken, ascending and apart.
  private(set) var gaps: [ClosedRange<UInt64>] = []

  /// How many gaps are kept; what is known ends above the oldest that is given up.
  static let gapsMax = 64

  init(epoch: UInt64, sequence: UInt64) {
    self.epoch = epoch
    self.sequence = sequence
  }

  init(_ mark: ProducerMark) {
    epoch = mark.epoch
    sequence = mark.sequence
    floor = mark.floor
    gaps = mark.gaps
  }

  /// Whether a sequence at or below the newest is known to have been taken.
  func wasTaken(_ sequence: UInt64) -> Bool {
    sequence > floor && !gaps.contains { $0.contains(sequence) }
  }

  /// Takes a sequence above the newest.
  mutating func take(_ next: UInt64, notingGaps: Bool) {
    guard next > sequence else { return }
    if notingGaps {
      if next - sequence > 1 { gaps.append(sequence + 1...next - 1) }
      raiseFloor(to: next - min(next, CellLimit.sequencesKnown))
      if gaps.count > Self.gapsMax { raiseFloor(to: gaps[0].upperBound) }
    }
    sequence = next
  }

  private mutating func raiseFloor(to level: UInt64) {
    guard level > floor else { return }
    floor = level
    gaps = gaps.compactMap { gap in
      gap.upperBound > level ? max(gap.lowerBound, level + 1)...gap.upperBound : nil
    }
  }
}

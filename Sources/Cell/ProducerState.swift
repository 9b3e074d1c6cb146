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
      if let staged, staged.epoch == epoch { staged } else { Taken(epoch: epoch) }
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
    staged?.compact()
    durable = staged
    isStaged = false
  }

  /// What was staged is not durable.
  func rollBack() {
    staged = durable
    isStaged = false
  }
}

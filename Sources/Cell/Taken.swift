import CellProtocol
import Journal

/// The newest message taken of one run of a producer, in the order of (epoch, sequence), and which
/// of the last ``CellLimit/sequencesKnown`` before it were not.
struct Taken {
  let epoch: UInt64
  private(set) var sequence: UInt64
  /// Up to here nothing is known.
  private var base: UInt64 = 0
  /// A ring of one bit a sequence number, set for those that were never taken; empty while there
  /// are none.
  private var missing: [UInt64] = []

  private static let window = CellLimit.sequencesKnown
  private static let words = Int(window / 64)

  init(epoch: UInt64, sequence: UInt64 = 0) {
    self.epoch = epoch
    self.sequence = sequence
  }

  init(_ mark: ProducerMark) {
    self.init(epoch: mark.epoch, sequence: min(mark.sequence, Limit.numberMax))
    base = min(mark.floor, sequence)
    for gap in mark.gaps where gap.lowerBound <= sequence && gap.upperBound > floor {
      note(max(gap.lowerBound, floor + 1)...min(gap.upperBound, sequence))
    }
  }

  /// Up to here nothing is known of which sequences were taken.
  var floor: UInt64 { max(base, sequence - min(sequence, Self.window)) }

  /// Whether a sequence at or below the newest is known to have been taken.
  func wasTaken(_ sequence: UInt64) -> Bool {
    sequence > floor && sequence <= self.sequence && !isMissing(sequence)
  }

  /// Takes a sequence above the newest. Without `notingGaps` those between count as taken.
  mutating func take(_ next: UInt64, notingGaps: Bool) {
    guard next > sequence else { return }
    let first = sequence + 1
    sequence = next
    if notingGaps, first < next { note(max(first, floor + 1)...next - 1) }
    if !missing.isEmpty { write(notingGaps ? next...next : max(first, floor + 1)...next, false) }
  }

  /// Those above ``floor`` that were never taken, ascending and apart.
  var gaps: [ClosedRange<UInt64>] {
    guard !missing.isEmpty else { return [] }
    var gaps: [ClosedRange<UInt64>] = []
    var at = floor + 1
    while at <= sequence {
      if at % 64 == 0, at + 63 <= sequence, missing[Self.word(at)] == 0 {
        at += 64
      } else if isMissing(at) {
        let begin = at
        while at <= sequence, isMissing(at) { at += 1 }
        gaps.append(begin...at - 1)
      } else {
        at += 1
      }
    }
    return gaps
  }

  /// Gives the ring back once nothing is missing any more.
  mutating func compact() {
    if !missing.isEmpty, missing.allSatisfy({ $0 == 0 }) { missing = [] }
  }

  private static func word(_ sequence: UInt64) -> Int { Int(sequence % window / 64) }

  private func isMissing(_ sequence: UInt64) -> Bool {
    !missing.isEmpty && missing[Self.word(sequence)] >> (sequence % 64) & 1 == 1
  }

  private mutating func note(_ range: ClosedRange<UInt64>) {
    if missing.isEmpty { missing = [UInt64](repeating: 0, count: Self.words) }
    write(range, true)
  }

  /// Sets or clears the bits of a range that is no longer than the ring.
  private mutating func write(_ range: ClosedRange<UInt64>, _ bit: Bool) {
    var at = range.lowerBound
    while at <= range.upperBound {
      let end = min(range.upperBound, at | 63)
      let mask = (UInt64.max << (at % 64)) & (UInt64.max >> (63 - end % 64))
      if bit {
        missing[Self.word(at)] |= mask
      } else {
        missing[Self.word(at)] &= ~mask
      }
      at = end + 1
    }
  }
}

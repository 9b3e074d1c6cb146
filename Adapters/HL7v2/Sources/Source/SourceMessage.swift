import AdapterKit
import NormalizedFormat

/// One message while it is being mapped: its index, its character set, and what became of every field.
///
/// The unit of the account is the *occurrence*: one repetition of one field of one segment that has at
/// least one non-empty leaf. Inside an occurrence each component is watched, so that what a mapping did
/// not read of a field it did read still goes to `details`.
final class SourceMessage {
  /// What became of an occurrence; the worst word wins.
  enum Fate: UInt8 {
    case open, mapped, dropped, unknown
  }

  private struct Drop {
    let segment: SegmentName
    let field: Int
    let rule: DropRule
    var count: UInt64

    func covers(_ segment: SegmentName, _ field: Int, _ rule: DropRule) -> Bool {
      self.segment == segment && self.field == field && self.rule == rule
    }

    var path: String { field == 0 ? segment.text : "\(segment.text)-\(field)" }
  }

  let index: ER7Message
  let charset: ER7Charset
  let context: IngestContext
  /// Minutes east of UTC that MSH-7 states: the message's default zone (HL7 v2.9 §2.14.9.7).
  var statedZone: Int16?
  /// Whether the message follows IHE PCD-01, where OBX-7 and zero rows mean other things.
  var isDeviceData = false
  /// Numbers that the link's devices send where they have no value.
  var sentinels: [DecimalNumber] = []

  private(set) var escapes: ER7Escapes
  private var fates: [Fate]
  /// One bit a component read, the 64th for all from there on.
  private var read: [UInt64]
  private var drops: [Drop] = []
  private var unknown: [UnknownField] = []
  private var cleared: [String] = []

  init(_ index: ER7Message, charset: ER7Charset, context: IngestContext) {
    self.index = index
    self.charset = charset
    self.context = context
    escapes = ER7Escapes(index.delimiters)
    fates = Array(repeating: .open, count: index.occurrences.count)
    read = Array(repeating: 0, count: index.occurrences.count)
  }

  /// The segments in order.
  var segments: [Segment] {
    index.segments.indices.map { Segment(source: self, position: $0) }
  }

  /// The segment at a position.
  func segment(_ position: Int) -> Segment { Segment(source: self, position: position) }

  // MARK: Text

  /// The text of a range of bytes: character set and escapes decoded.
  func text(_ range: Range<Int>) -> String {
    index.bytes.withUnsafeBytes { bytes in
      let leaf = UnsafeRawBufferPointer(rebasing: bytes[range])
      guard escapes.occur(in: leaf) else { return charset.text(leaf) }
      return charset.text(escapes.decode(leaf))
    }
  }

  // MARK: Account

  func isRead(_ occurrence: Int, component: Int) -> Bool {
    read[occurrence] & Self.bit(component) != 0
  }

  func markRead(_ occurrence: Int, component: Int) {
    read[occurrence] |= Self.bit(component)
    if fates[occurrence] == .open { fates[occurrence] = .mapped }
  }

  func markAllRead(_ occurrence: Int) {
    read[occurrence] = .max
    if fates[occurrence] == .open { fates[occurrence] = .mapped }
  }

  /// Takes a reading back, so that the field goes to the details as it is.
  func reopen(_ occurrence: Int) {
    read[occurrence] = 0
    fates[occurrence] = .open
  }

  /// Whether a number is one of the link's words for "no value", whatever its trailing zeros.
  func isSentinel(_ number: DecimalNumber) -> Bool {
    !sentinels.isEmpty && sentinels.contains { $0.isEqual(to: number) }
  }

  func isAllRead(_ occurrence: Int) -> Bool { read[occurrence] == .max }

  func isOpen(_ occurrence: Int) -> Bool { fates[occurrence] == .open }

  /// Leaves an occurrence out by a named rule of the README.
  func drop(_ occurrence: Int, _ segment: SegmentName, field: Int, rule: DropRule) {
    guard fates[occurrence] == .open else { return }
    read[occurrence] = .max
    fates[occurrence] = .dropped
    for at in drops.indices where drops[at].covers(segment, field, rule) {
      drops[at].count += 1
      return
    }
    drops.append(Drop(segment: segment, field: field, rule: rule, count: 1))
  }

  /// Keeps an occurrence as something that nobody understood.
  func keepUnknown(_ occurrence: Int, path: String, value: String) {
    guard fates[occurrence] == .open else { return }
    read[occurrence] = .max
    fates[occurrence] = .unknown
    unknown.append(UnknownField(path: path, value: value))
  }

  /// Notes that the source deletes what stands at a path of the model.
  func clear(_ path: String, _ occurrence: Int) {
    markAllRead(occurrence)
    cleared.append(path)
  }

  /// The ledger over some segments of the message, with what was noted since the last one, and the paths
  /// that the source deletes.
  func takeLedger(over positions: Range<Int>) -> (LossLedger, cleared: [String]) {
    var mapped: UInt64 = 0
    for position in positions {
      for occurrence in segment(position).occurrences where fates[occurrence] == .mapped {
        mapped += 1
      }
    }
    let dropped = drops.map { drop in
      DroppedField(path: drop.path, rule: drop.rule.rawValue, count: drop.count)
    }
    defer {
      drops = []
      unknown = []
      cleared = []
    }
    return (LossLedger(mapped: mapped, dropped: dropped, unknown: unknown), cleared)
  }

  private static func bit(_ component: Int) -> UInt64 {
    1 << UInt64(min(max(component, 1), 64) - 1)
  }
}

extension DecimalNumber {
  /// Whether two numbers have one value: `-1` and `-1.0`.
  fileprivate func isEqual(to other: DecimalNumber) -> Bool {
    reduced == other.reduced
  }

  private var reduced: DecimalNumber {
    guard mantissa != 0 else { return DecimalNumber(0) }
    var reduced = self
    while reduced.mantissa % 10 == 0, reduced.exponent < Int16.max {
      reduced.mantissa /= 10
      reduced.exponent += 1
    }
    return reduced
  }
}

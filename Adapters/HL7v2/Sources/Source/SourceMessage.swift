import AdapterKit
import Glibc
import NormalizedFormat

/// What became of an occurrence.
enum Fate: UInt8 {
  case open, mapped, dropped, unknown
}

/// Everything there is about one message while it is being mapped. It lives exactly as long as
/// ``SourceMessage/with(_:charset:link:_:)`` runs; the buffers are the index's own.
struct SourceState {
  let bytes: UnsafeRawBufferPointer
  let segments: UnsafeBufferPointer<ER7Message.SegmentEntry>
  let fields: UnsafeBufferPointer<UInt32>
  let occurrences: UnsafeBufferPointer<ER7Message.OccurrenceEntry>
  let marks: UnsafeBufferPointer<UInt32>
  let header: Int
  let delimiters: ER7Delimiters
  let charset: ER7Charset
  let hasEscapes: Bool
  let link: LinkFacts
  /// What became of each occurrence.
  let fates: UnsafeMutableBufferPointer<Fate>
  /// One bit a component read, the 64th for all from there on.
  let read: UnsafeMutableBufferPointer<UInt64>
  /// Of which segments everything was read.
  let settled: UnsafeMutableBufferPointer<Bool>
  var escapes: ER7Escapes
  /// Bytes of decoded text that may still be made.
  var textBytesLeft: Int
  var statedZone: Int16?
  var isDeviceData = false
  var drops: [Drop] = []
  var unknown: [UnknownField] = []
  var cleared: [String] = []
  /// Of components that were taken in part, by occurrence and component: the subcomponents left.
  var left: [Int: [Int: UInt64]] = [:]
  /// The last moment and the last units that were read, with their bytes: device messages say the
  /// same ones in row after row.
  var lastTime: (bytes: Range<Int>, time: Timestamp)?
  var units: [(bytes: Range<Int>, unit: UnitOfMeasure?)] = []

  struct Drop {
    let segment: SegmentName
    let field: Int
    let rule: DropRule
    var count: UInt64

    func covers(_ segment: SegmentName, _ field: Int, _ rule: DropRule) -> Bool {
      self.segment == segment && self.field == field && self.rule == rule
    }

    var path: String { field == 0 ? segment.text : "\(segment.text)-\(field)" }
  }
}

/// What a mapping knows of the link besides the message.
struct LinkFacts {
  let context: IngestContext
  /// Numbers that the link's devices send where they have no value.
  let sentinels: [DecimalNumber]
}

/// One message while it is being mapped: its index, its character set, and what became of every
/// field.
///
/// The unit of the account is the *occurrence*: one repetition of one field of one segment that has
/// at least one non-empty leaf. Inside an occurrence each component is watched, so that what a
/// mapping did not read of a field it did read still goes to `details`.
///
/// A value of one pointer, because every field of every segment is looked at through it: counting
/// references and checking exclusive access took half of the time of a device message.
struct SourceMessage {
  private let state: UnsafeMutablePointer<SourceState>

  /// Runs `body` with a message to be mapped; it must not keep it.
  static func with<Result>(
    _ index: ER7Message, charset: ER7Charset, link: LinkFacts,
    _ body: (SourceMessage) throws(AdapterError) -> Result
  ) throws(AdapterError) -> Result {
    let count = index.occurrences.count
    let fates = UnsafeMutableBufferPointer<Fate>.allocate(capacity: count)
    let read = UnsafeMutableBufferPointer<UInt64>.allocate(capacity: count)
    fates.initialize(repeating: .open)
    read.initialize(repeating: 0)
    let settled = UnsafeMutableBufferPointer<Bool>.allocate(capacity: index.segments.count)
    settled.initialize(repeating: false)
    defer {
      settled.deallocate()
      fates.deallocate()
      read.deallocate()
    }
    return try index.withTables { tables throws(AdapterError) in
      var state = SourceState(
        bytes: tables.bytes, segments: tables.segments, fields: tables.fields,
        occurrences: tables.occurrences, marks: tables.marks, header: index.header,
        delimiters: index.delimiters, charset: charset, hasEscapes: index.hasEscapes,
        link: link, fates: fates, read: read, settled: settled,
        escapes: ER7Escapes(index.delimiters, charset),
        textBytesLeft: expansionMax(of: index.bytes.count))
      return try withUnsafeMutablePointer(to: &state) { pointer throws(AdapterError) in
        try body(SourceMessage(state: pointer))
      }
    }
  }

  /// What may become of raw bytes, in bytes of text: character sets triple some, and escapes
  /// promise much for little.
  static func expansionMax(of bytes: Int) -> Int { expansion * bytes + 64 << 10 }

  private static let expansion = 4

  // MARK: Index

  var bytes: UnsafeRawBufferPointer { state.pointee.bytes }
  var segments: UnsafeBufferPointer<ER7Message.SegmentEntry> { state.pointee.segments }
  var fields: UnsafeBufferPointer<UInt32> { state.pointee.fields }
  var occurrences: UnsafeBufferPointer<ER7Message.OccurrenceEntry> { state.pointee.occurrences }
  /// Offset × 2, plus 1 for a subcomponent delimiter.
  var marks: UnsafeBufferPointer<UInt32> { state.pointee.marks }
  /// Position of `MSH`.
  var header: Int { state.pointee.header }
  var delimiters: ER7Delimiters { state.pointee.delimiters }
  var charset: ER7Charset { state.pointee.charset }
  var link: LinkFacts { state.pointee.link }

  /// Minutes east of UTC that MSH-7 states: the message's default zone (HL7 v2.9 §2.14.9.7).
  var statedZone: Int16? {
    get { state.pointee.statedZone }
    nonmutating set {
      state.pointee.statedZone = newValue
      state.pointee.lastTime = nil
    }
  }

  /// How many escapes were kept because nobody knows what they mean.
  var keptEscapes: Int { state.pointee.escapes.kept }

  /// Whether the message is device data, where OBX-7 and zero rows mean other things.
  var isDeviceData: Bool {
    get { state.pointee.isDeviceData }
    nonmutating set { state.pointee.isDeviceData = newValue }
  }

  /// The segment at a position.
  func segment(_ position: Int) -> Segment { Segment(source: self, position: position) }

  // MARK: Text

  /// The text of a range of bytes: character set and escapes decoded. Empty when the message has
  /// made more text than it may, which refuses the message.
  func text(_ range: Range<Int>) -> String {
    guard !isOverBudget else { return "" }
    let leaf = UnsafeRawBufferPointer(rebasing: bytes[range])
    let text: String
    if state.pointee.hasEscapes, state.pointee.escapes.occur(in: leaf) {
      let left = state.pointee.textBytesLeft
      text = charset.text(state.pointee.escapes.decode(leaf, upTo: left))
    } else {
      text = charset.text(leaf)
    }
    state.pointee.textBytesLeft -= text.utf8.count
    return text
  }

  /// Whether more text was made of the message than ``expansionMax(of:)``.
  var isOverBudget: Bool { state.pointee.textBytesLeft < 0 }

  /// Bytes of text that may still be made.
  var textBytesLeft: Int { state.pointee.textBytesLeft }

  /// Whether two ranges have the same bytes.
  func same(_ left: Range<Int>, _ right: Range<Int>) -> Bool {
    guard left.count == right.count, let base = bytes.baseAddress else { return false }
    return memcmp(base + left.lowerBound, base + right.lowerBound, left.count) == 0
  }

  /// The moment in a range of bytes; nil where it is none.
  func time(_ range: Range<Int>) -> Timestamp? {
    if let last = state.pointee.lastTime, same(last.bytes, range) { return last.time }
    guard let time = parser.parse(UnsafeRawBufferPointer(rebasing: bytes[range])) else {
      return nil
    }
    state.pointee.lastTime = (range, time)
    return time
  }

  /// The unit that an occurrence says.
  func unit(_ occurrence: Occurrence) -> UnitOfMeasure? {
    let range = occurrence.range
    for at in 0..<state.pointee.units.count where same(state.pointee.units[at].bytes, range) {
      occurrence.take()
      return state.pointee.units[at].unit
    }
    let unit = UnitOfMeasure(concept: occurrence.concept())
    // Where something is left over, it is left over in each row.
    if state.pointee.units.count < 8, occurrence.isUsedUp {
      state.pointee.units.append((range, unit))
    }
    return unit
  }

  // MARK: Account

  func isSettled(_ segment: Int) -> Bool { state.pointee.settled[segment] }

  func settle(_ segment: Int) { state.pointee.settled[segment] = true }

  func isRead(_ occurrence: Int, component: Int) -> Bool {
    state.pointee.read[occurrence] & Self.bit(component) != 0
  }

  func markRead(_ occurrence: Int, component: Int) {
    state.pointee.read[occurrence] |= Self.bit(component)
    if state.pointee.fates[occurrence] == .open { state.pointee.fates[occurrence] = .mapped }
  }

  func markAllRead(_ occurrence: Int) {
    state.pointee.read[occurrence] = .max
    if state.pointee.fates[occurrence] == .open { state.pointee.fates[occurrence] = .mapped }
  }

  /// What was read of an occurrence, to be restored.
  func reading(of occurrence: Int) -> (read: UInt64, fate: Fate) {
    (state.pointee.read[occurrence], state.pointee.fates[occurrence])
  }

  /// Takes back what was read since.
  func restore(_ reading: (read: UInt64, fate: Fate), of occurrence: Int) {
    state.pointee.read[occurrence] = reading.read
    state.pointee.fates[occurrence] = reading.fate
    forget(occurrence)
  }

  /// Notes which subcomponents of a component nobody took.
  func leave(_ open: UInt64, of component: Int, _ occurrence: Int) {
    state.pointee.left[occurrence, default: [:]][component] = open
  }

  /// Whether a subcomponent was left; where nothing was taken all are.
  func isLeft(_ subcomponent: Int, of component: Int, _ occurrence: Int) -> Bool {
    guard let open = state.pointee.left[occurrence]?[component] else { return true }
    return open & Subcomponents.bit(subcomponent) != 0
  }

  private func forget(_ occurrence: Int) {
    if !state.pointee.left.isEmpty { state.pointee.left[occurrence] = nil }
  }

  /// Takes a reading back, so that the field goes to the details as it is.
  func reopen(_ occurrence: Int) {
    state.pointee.read[occurrence] = 0
    state.pointee.fates[occurrence] = .open
    forget(occurrence)
  }

  /// Whether the link declares any.
  var hasSentinels: Bool { !link.sentinels.isEmpty }

  /// Whether a number is one of the link's words for "no value", whatever its trailing zeros.
  func isSentinel(_ number: DecimalNumber) -> Bool {
    hasSentinels && link.sentinels.mean(number)
  }

  func isAllRead(_ occurrence: Int) -> Bool { state.pointee.read[occurrence] == .max }

  func isOpen(_ occurrence: Int) -> Bool { state.pointee.fates[occurrence] == .open }

  /// Whether nothing of an occurrence was read.
  func isUnread(_ occurrence: Int) -> Bool { state.pointee.read[occurrence] == 0 }

  /// Lets segments be mapped once more, into another message. Their fields are counted already.
  func reread(_ positions: [Int]) {
    for position in positions {
      state.pointee.settled[position] = false
      for id in segment(position).allOccurrences {
        state.pointee.read[id] = 0
        forget(id)
      }
      state.pointee.textBytesLeft += Self.expansion * byteCount(position)
    }
  }

  /// Bytes of a segment.
  func byteCount(_ position: Int) -> Int {
    Int(segments[position].end) - Int(segments[position].start)
  }

  /// Leaves an occurrence out by a named rule of the README.
  func drop(_ occurrence: Int, _ segment: SegmentName, field: Int, rule: DropRule) {
    guard state.pointee.fates[occurrence] == .open else {
      if state.pointee.fates[occurrence] == .dropped { state.pointee.read[occurrence] = .max }
      return
    }
    state.pointee.read[occurrence] = .max
    state.pointee.fates[occurrence] = .dropped
    for at in state.pointee.drops.indices where state.pointee.drops[at].covers(segment, field, rule)
    {
      state.pointee.drops[at].count += 1
      return
    }
    state.pointee.drops.append(
      SourceState.Drop(segment: segment, field: field, rule: rule, count: 1))
  }

  /// Keeps an occurrence as something that nobody understood.
  func keepUnknown(_ occurrence: Int, path: String, value: String) {
    guard state.pointee.fates[occurrence] == .open else { return }
    state.pointee.read[occurrence] = .max
    state.pointee.fates[occurrence] = .unknown
    state.pointee.unknown.append(UnknownField(path: path, value: value))
  }

  /// Notes that the source deletes what stands at a path of the model.
  func clear(_ path: String, _ occurrence: Int) {
    markAllRead(occurrence)
    state.pointee.cleared.append(path)
  }

  /// The ledger over some segments of the message, with what was noted since the last one, and the
  /// paths that the source deletes.
  func takeLedger(over positions: [Int]) -> (LossLedger, cleared: [String]) {
    var mapped: UInt64 = 0
    for position in positions {
      for id in segment(position).allOccurrences where state.pointee.fates[id] == .mapped {
        mapped += 1
      }
    }
    let dropped = state.pointee.drops.map { drop in
      DroppedField(path: drop.path, rule: drop.rule.rawValue, count: drop.count)
    }
    defer {
      state.pointee.drops = []
      state.pointee.unknown = []
      state.pointee.cleared = []
    }
    return (
      LossLedger(mapped: mapped, dropped: dropped, unknown: state.pointee.unknown),
      state.pointee.cleared
    )
  }

  private static func bit(_ component: Int) -> UInt64 {
    1 << UInt64(min(max(component, 1), 64) - 1)
  }
}

extension [DecimalNumber] {
  /// Whether a number has the value of one of these.
  func mean(_ number: DecimalNumber) -> Bool { contains { $0.isEqual(to: number) } }
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

import Glibc

/// The places of a device message that hold something else each time it is sent: times, the
/// message's own id, measured numbers. The bytes between them are its *skeleton*.
///
/// Found by a scan of its own, which is many times as fast as the index. It decides nothing about
/// what a field means: whatever is no slot is skeleton, and compared byte by byte. So it may miss a
/// slot, and what it takes for one holds nothing that could delimit, escape or begin anything.
struct Slots {
  /// What a slot holds. It is told by the skeleton around it and by the kind of its bytes.
  enum Kind: UInt8, Hashable {
    /// `YYYYMMDDHHMMSS`, with or without `.SSS`; a zone behind it is skeleton.
    case time
    /// 1 to 64 letters, digits, `.`, `-` and `_`.
    case identifier
    /// 1 to 18 digits, `.` and `-`, in the OBX-5 of an NM.
    case number
  }

  /// One slot.
  struct Slot {
    let kind: Kind
    let start: Int
    let end: Int
    /// Bytes of the zone behind a time.
    let zoneCount: Int
  }

  /// Bounds: what is over one of them has no slots.
  enum Limit {
    static let bytes = 16_384
    static let lines = 1_000
    static let slots = 1_000
  }

  private(set) var all: [Slot] = []

  /// The slots of a message; nil where it is no ORU with the recommended delimiters and one kind of
  /// line end, has escapes, or has no slot.
  init?(_ bytes: UnsafeRawBufferPointer) {
    guard bytes.count <= Limit.bytes, Self.hasUsualHeader(bytes) else { return nil }
    var scan = SlotScan(bytes)
    guard scan.run(), !scan.slots.isEmpty else { return nil }
    all = scan.slots
  }

  /// `MSH|^~\&|`, and no escape after it.
  private static func hasUsualHeader(_ bytes: UnsafeRawBufferPointer) -> Bool {
    let opening: StaticString = "MSH|^~\\&|"
    let count = opening.utf8CodeUnitCount
    guard bytes.count > count, let base = bytes.baseAddress else { return false }
    return memcmp(base, opening.utf8Start, count) == 0
      && memchr(base + count, Int32(UInt8(ascii: "\\")), bytes.count - count) == nil
  }

  /// A number that is nearly always the same for messages with the same skeleton and never tells
  /// anything; another one in each process.
  func key(of bytes: UnsafeRawBufferPointer) -> Int {
    var hasher = Hasher()
    var end = 0
    for slot in all {
      hasher.combine(bytes: UnsafeRawBufferPointer(rebasing: bytes[end..<slot.start]))
      hasher.combine(slot.kind.rawValue)
      end = slot.end
    }
    hasher.combine(bytes: UnsafeRawBufferPointer(rebasing: bytes[end...]))
    return hasher.finalize()
  }
}

/// The pass that finds slots.
private struct SlotScan {
  private enum Line { case header, request, row, other }

  private let bytes: UnsafeRawBufferPointer
  private(set) var slots: [Slots.Slot] = []
  private var line = Line.header
  private var lineCount = 1
  private var field = 0
  private var fieldStart = 0
  private var isNumeric = false
  private var isFit = true

  init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
    slots.reserveCapacity(64)
  }

  /// False where the message is none that has slots.
  mutating func run() -> Bool {
    let bar = UInt8(ascii: "|")
    let scan = DelimiterScan(
      ER7Delimiters(
        field: bar, component: nil, repetition: nil, escape: nil, subcomponent: nil,
        truncation: nil))
    let all = bytes
    _ = scan.forEach(in: all, range: 0..<all.count) { at in
      finishField(at)
      let byte = all[at]
      if byte == bar {
        // MSH-1 is the separator itself.
        field += field == 0 && line == .header ? 2 : 1
        fieldStart = at + 1
      } else {
        beginLine(at + 1)
        // Which of two line ends is text is for the index to say.
        isFit = isFit && byte == ASCII.cr && lineCount <= Slots.Limit.lines
      }
      return isFit
    }
    if isFit { finishField(all.count) }
    return isFit && slots.count <= Slots.Limit.slots
  }

  private mutating func beginLine(_ start: Int) {
    lineCount += 1
    field = 0
    fieldStart = start
    isNumeric = false
    line = .other
    guard start + 4 <= bytes.count else { return }
    let name = bytes.loadUnaligned(fromByteOffset: start, as: UInt32.self)
    if name == Self.row { line = .row } else if name == Self.request { line = .request }
  }

  private static let row = word("OBX|")
  private static let request = word("OBR|")

  private static func word(_ text: StaticString) -> UInt32 {
    UnsafeRawPointer(text.utf8Start).loadUnaligned(as: UInt32.self)
  }

  @inline(__always)
  private mutating func finishField(_ end: Int) {
    switch (line, field) {
    case (.row, 2):
      isNumeric =
        end - fieldStart == 2 && bytes[fieldStart] == UInt8(ascii: "N")
        && bytes[fieldStart + 1] == UInt8(ascii: "M")
    case (.row, 5) where isNumeric: number(end)
    case (.row, 14), (.request, 7), (.request, 8), (.header, 7): time(end)
    case (.request, 2), (.request, 3): identifier(end, isFirstComponent: true)
    case (.header, 10): identifier(end, isFirstComponent: false)
    case (.header, 9): isFit = isFit && bytes[fieldStart..<end].starts(with: "ORU".utf8)
    default: break
    }
  }

  private mutating func number(_ end: Int) {
    let isPlain = bytes[fieldStart..<end].allSatisfy { byte in
      ASCII.isDigit(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
    }
    guard isPlain, (1...18).contains(end - fieldStart) else { return }
    slots.append(.init(kind: .number, start: fieldStart, end: end, zoneCount: 0))
  }

  private mutating func identifier(_ end: Int, isFirstComponent: Bool) {
    var at = fieldStart
    while at < end, Self.isOfIdentifier(bytes[at]) { at += 1 }
    let isWhole = at == end || (isFirstComponent && bytes[at] == UInt8(ascii: "^"))
    guard isWhole, (1...64).contains(at - fieldStart) else { return }
    slots.append(.init(kind: .identifier, start: fieldStart, end: at, zoneCount: 0))
  }

  private static func isOfIdentifier(_ byte: UInt8) -> Bool {
    ASCII.isLetterOrDigit(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
      || byte == UInt8(ascii: "_")
  }

  private mutating func time(_ end: Int) {
    var at = fieldStart
    while at < end, ASCII.isDigit(bytes[at]) { at += 1 }
    guard at - fieldStart == 14 else { return }
    if end - at >= 4, bytes[at] == UInt8(ascii: "."),
      bytes[(at + 1)..<(at + 4)].allSatisfy(ASCII.isDigit)
    {
      at += 4
    }
    guard at == end || end - at == 5 else { return }
    if at < end {
      guard bytes[at] == UInt8(ascii: "+") || bytes[at] == UInt8(ascii: "-"),
        bytes[(at + 1)..<end].allSatisfy(ASCII.isDigit)
      else { return }
    }
    slots.append(.init(kind: .time, start: fieldStart, end: at, zoneCount: end - at))
  }
}

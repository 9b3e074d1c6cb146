#if canImport(Glibc)
  import Glibc
#endif

/// MLLP (HL7 v2.7 transport specification, release 1): `0B` message `1C 0D`.
///
/// Tolerated and counted: bytes before the start block, a missing `0D`, a byte-order mark, a `0B`
/// in the text that begins no message (word processors write it as a line break). Not tolerated: a
/// frame longer than the cap, and a start block inside a frame, which means that the first frame
/// never ended. A message is handed out at its `1C`, so that a sender that forgets the `0D` does
/// not wait for ever.
public struct MLLPFraming: Framing {
  /// Start block, `VT`.
  public static let start: UInt8 = 0x0B
  /// End block, `FS`.
  public static let end: UInt8 = 0x1C
  /// What closes the end block, `CR`.
  public static let terminator: UInt8 = 0x0D
  /// Longest message by default, in bytes.
  public static let defaultCap = 16 << 20
  /// Bytes outside frames that are skipped between two messages before the peer is taken for
  /// someone who does not speak MLLP.
  public static let junkCap = 1 << 20

  private enum State {
    case outside
    case inside
    case afterEnd
    case closed
  }

  /// What was put up with so far.
  public private(set) var counts = FramingCounts()
  private let cap: Int
  private var state = State.outside
  private var buffer: [UInt8] = []
  private var junkRun = 0
  /// Where in `buffer` a `0B` stands that may begin a message, while the bytes after it are still
  /// to come.
  private var pendingStart: Int?

  /// A framing that refuses messages over `cap` bytes.
  public init(cap: Int = MLLPFraming.defaultCap) {
    self.cap = cap
  }

  /// Between a start block and its end block.
  public var isInsideFrame: Bool { state == .inside }

  /// Takes bytes and returns what they completed.
  public mutating func push(_ bytes: UnsafeRawBufferPointer) -> [FramingEvent] {
    var events: [FramingEvent] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      switch state {
      case .closed: return events
      case .afterEnd: rest = afterEnd(rest)
      case .outside: rest = outside(rest, &events)
      case .inside: rest = inside(rest, &events)
      }
    }
    return events
  }

  /// The peer closed: an unfinished frame is handed out as truncated.
  public mutating func finish() -> [FramingEvent] {
    defer { state = .closed }
    guard state == .inside, !buffer.isEmpty else { return [] }
    counts.truncated += 1
    return [.truncated(take())]
  }

  /// `0B` message `1C 0D`.
  public func frame(_ message: [UInt8]) -> [UInt8] {
    var framed: [UInt8] = []
    framed.reserveCapacity(message.count + 3)
    framed.append(Self.start)
    framed += message
    framed.append(Self.end)
    framed.append(Self.terminator)
    return framed
  }

  private mutating func afterEnd(
    _ bytes: Slice<UnsafeRawBufferPointer>
  ) -> Slice<UnsafeRawBufferPointer> {
    state = .outside
    guard bytes.first != Self.terminator else { return bytes.dropFirst() }
    counts.missingTerminators += 1
    return bytes
  }

  private mutating func outside(
    _ bytes: Slice<UnsafeRawBufferPointer>, _ events: inout [FramingEvent]
  ) -> Slice<UnsafeRawBufferPointer> {
    let start = bytes.index(of: Self.start) ?? bytes.endIndex
    let junk = start - bytes.startIndex
    counts.junkBytes += junk
    junkRun += junk
    if junkRun > Self.junkCap {
      close(.frameJunk, &events)
      return bytes[bytes.endIndex...]
    }
    guard start < bytes.endIndex else { return bytes[start...] }
    state = .inside
    junkRun = 0
    return bytes[(start + 1)...]
  }

  private mutating func inside(
    _ bytes: Slice<UnsafeRawBufferPointer>, _ events: inout [FramingEvent]
  ) -> Slice<UnsafeRawBufferPointer> {
    let end = bytes.index(of: Self.end) ?? bytes.endIndex
    let room = cap - buffer.count
    guard room > 0 || end == bytes.startIndex else {
      close(.frameOverlong, &events)
      return bytes[bytes.endIndex...]
    }
    let stop = Swift.min(end, bytes.startIndex + room)
    let scanned = buffer.count
    buffer.append(contentsOf: bytes[..<stop])
    restart(from: scanned, &events)
    guard stop == end, end < bytes.endIndex else { return bytes[stop...] }
    if pendingStart != nil { counts.strayBlockBytes += 1 }
    pendingStart = nil
    events.append(.message(take()))
    counts.messages += 1
    state = .afterEnd
    return bytes[(end + 1)...]
  }

  /// Looks for a start block in what is new of the buffer, and hands out what stood before one as
  /// truncated.
  private mutating func restart(from scanned: Int, _ events: inout [FramingEvent]) {
    var from = pendingStart ?? scanned
    var base = 0
    pendingStart = nil
    while let found = buffer.index(of: Self.start, from: from) {
      from = found + 1
      let begins = Self.beginsMessage(buffer[(found + 1)...])
      guard let begins else {
        pendingStart = found - base
        break
      }
      guard begins, found > base else {
        counts.strayBlockBytes += 1
        if begins { base = found + 1 }
        continue
      }
      counts.truncated += 1
      events.append(.truncated(Array(buffer[base..<found])))
      base = found + 1
    }
    if base > 0 { buffer.removeSubrange(..<base) }
  }

  /// Whether HL7 content begins here; nil while too few bytes have come to tell.
  private static func beginsMessage(_ bytes: ArraySlice<UInt8>) -> Bool? {
    let openings: [StaticString] = ["MSH", "FHS", "BHS", "\u{FEFF}"]
    var undecided = false
    for opening in openings {
      let same = opening.withUTF8Buffer { text in
        zip(text, bytes).allSatisfy { pair in pair.0 == pair.1 }
      }
      guard same else { continue }
      if bytes.count >= opening.utf8CodeUnitCount { return true }
      undecided = true
    }
    return undecided ? nil : false
  }

  private mutating func take() -> [UInt8] {
    let message = buffer
    buffer = []
    return message
  }

  private mutating func close(_ code: AdapterError.Code, _ events: inout [FramingEvent]) {
    buffer = []
    state = .closed
    events.append(.close(AdapterError(code)))
  }
}

extension Slice<UnsafeRawBufferPointer> {
  /// `memchr`: the standard library's search goes byte by byte.
  fileprivate func index(of byte: UInt8) -> Int? {
    let part = UnsafeRawBufferPointer(rebasing: self)
    guard let base = part.baseAddress, let hit = memchr(base, Int32(byte), part.count) else {
      return nil
    }
    return startIndex + (UnsafeRawPointer(hit) - base)
  }
}

extension [UInt8] {
  fileprivate func index(of byte: UInt8, from: Int) -> Int? {
    withUnsafeBytes { bytes in bytes[from...].index(of: byte) }
  }
}

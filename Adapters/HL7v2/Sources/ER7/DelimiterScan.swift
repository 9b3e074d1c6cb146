/// Finds the bytes that delimit, eight at a time.
///
/// A SWAR scan: one 64-bit word against each delimiter with the carry-safe zero-byte test `~(((v &
/// 0x7f…) + 0x7f…) | v | 0x7f…)` (exact: no false hit above a true one, unlike the shorter `(v -
/// 0x01…) & ~v & 0x80…`; Hacker's Delight, 2nd edition, §6-1).
struct DelimiterScan {
  private static let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
  private static let high: UInt64 = 0x8080_8080_8080_8080
  private static let ones: UInt64 = 0x0101_0101_0101_0101

  private let field: UInt64
  private let component: UInt64
  private let repetition: UInt64
  private let subcomponent: UInt64
  private let cr: UInt64
  private let lf: UInt64

  /// A scan for what `delimiters` declares, `CR` and `LF`. What is not declared repeats the field
  /// separator.
  init(_ delimiters: ER7Delimiters) {
    let fieldByte = delimiters.field
    field = Self.ones &* UInt64(fieldByte)
    component = Self.ones &* UInt64(delimiters.component ?? fieldByte)
    repetition = Self.ones &* UInt64(delimiters.repetition ?? fieldByte)
    subcomponent = Self.ones &* UInt64(delimiters.subcomponent ?? fieldByte)
    cr = Self.ones &* UInt64(ASCII.cr)
    lf = Self.ones &* UInt64(ASCII.lf)
  }

  /// A word with the high bit of each byte of `word` that delimits, lowest address lowest.
  @inline(__always)
  func hits(_ word: UInt64) -> UInt64 {
    // Zero bytes of the XORs: an AND over "is not zero" leaves the high bit clear where one was
    // zero.
    let kept =
      Self.notZero(word ^ field) & Self.notZero(word ^ component)
      & Self.notZero(word ^ repetition) & Self.notZero(word ^ subcomponent)
      & Self.notZero(word ^ cr) & Self.notZero(word ^ lf)
    return ~kept & Self.high
  }

  /// High bit set where the byte of `word` is not zero.
  @inline(__always)
  private static func notZero(_ word: UInt64) -> UInt64 {
    ((word & low) &+ low) | word
  }

  /// Calls `body` with the offset of each delimiting byte in `range`, in order, and returns whether
  /// a byte outside ASCII was seen; stops when `body` returns false.
  @inline(__always)
  func forEach(
    in bytes: UnsafeRawBufferPointer, range: Range<Int>, _ body: (Int) -> Bool
  ) -> Bool {
    var at = range.lowerBound
    var seen: UInt64 = 0
    while at + 8 <= range.upperBound {
      let word = UInt64(
        littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self))
      seen |= word
      var hits = self.hits(word)
      while hits != 0 {
        if !body(at + hits.trailingZeroBitCount >> 3) { return seen & Self.high != 0 }
        hits &= hits &- 1
      }
      at += 8
    }
    while at < range.upperBound {
      let byte = bytes[at]
      seen |= UInt64(byte)
      if hits(UInt64(byte)) & 0x80 != 0, !body(at) { break }
      at += 1
    }
    return seen & Self.high != 0
  }
}

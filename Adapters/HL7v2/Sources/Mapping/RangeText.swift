import NormalizedFormat

/// Limits as people write them: `40-120`, `50^120`, `[ 2.5 - 7.8 ]`, `< 0.21`, `>= 3`.
struct RangeText {
  let text: String
  private(set) var low: DecimalNumber?
  private(set) var high: DecimalNumber?
  private(set) var lowComparator: Comparator?
  private(set) var highComparator: Comparator?

  /// Reads what it can; the text always stays. An end that `isSentinel` says is a device's word for
  /// "no value" is no end.
  init(_ text: String, isSentinel: (DecimalNumber) -> Bool) {
    self.text = text
    let bytes = Self.unbracketed(NumberText.trimmed(Array(text.utf8)[...]))
    if let (comparator, rest) = NumberText.comparator(bytes) {
      guard let number = DecimalNumber(rest), !isSentinel(number) else { return }
      switch comparator {
      case .lessThan, .lessOrEqual:
        high = number
        highComparator = comparator
      default:
        low = number
        lowComparator = comparator
      }
      return
    }
    guard let (first, second) = Self.split(bytes) else { return }
    low = isSentinel(first) ? nil : first
    high = isSentinel(second) ? nil : second
  }

  /// What stands inside one pair of brackets. `[2;5)` excludes an end, which this model can't say.
  private static func unbracketed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    switch (bytes.first, bytes.last) {
    case (UInt8(ascii: "["), UInt8(ascii: "]")), (UInt8(ascii: "("), UInt8(ascii: ")")):
      NumberText.trimmed(bytes.dropFirst().dropLast())
    default: bytes
    }
  }

  /// Two numbers with `-` or `^` between; a minus may also begin either of them.
  private static func split(_ bytes: ArraySlice<UInt8>) -> (DecimalNumber, DecimalNumber)? {
    guard let at = separator(bytes),
      let first = DecimalNumber(NumberText.trimmed(bytes[..<at])),
      let second = DecimalNumber(NumberText.trimmed(bytes[(at + 1)...]))
    else { return nil }
    return (first, second)
  }

  /// The first `-` or `^` behind a digit, blanks between them or not. Any other is a sign, or what
  /// stands before it is no number; a later one would have this one in its first number.
  private static func separator(_ bytes: ArraySlice<UInt8>) -> Int? {
    var before = ASCII.space
    for (at, byte) in zip(bytes.indices, bytes) where byte != ASCII.space {
      let divides = byte == UInt8(ascii: "-") || byte == UInt8(ascii: "^")
      if divides, ASCII.isDigit(before) { return at }
      before = byte
    }
    return nil
  }
}

/// A number with a word before it: `<15`, `>= 3`.
///
/// Blanks may stand around the number and behind the comparator. A blank inside is no separator of
/// thousands but a sign that something is missing: `1 20` is text.
enum NumberText {
  /// Without blanks at its ends: padding says nothing.
  static func trimmed<Bytes: BidirectionalCollection>(
    _ bytes: Bytes
  ) -> Bytes where Bytes.Element == UInt8, Bytes.SubSequence == Bytes {
    var bytes = bytes
    while bytes.first == ASCII.space { bytes.removeFirst() }
    while bytes.last == ASCII.space { bytes.removeLast() }
    return bytes
  }

  /// The comparator at the begin, and what follows it and its blanks.
  static func comparator(_ bytes: ArraySlice<UInt8>) -> (Comparator, ArraySlice<UInt8>)? {
    guard let first = bytes.first else { return nil }
    let isEqual = bytes.dropFirst().first == UInt8(ascii: "=")
    let rest = trimmed(bytes.dropFirst(isEqual ? 2 : 1))
    switch first {
    case UInt8(ascii: "<"): return (isEqual ? .lessOrEqual : .lessThan, rest)
    case UInt8(ascii: ">"): return (isEqual ? .greaterOrEqual : .greaterThan, rest)
    default: return nil
    }
  }
}

extension RangeText {
  /// Of a whole field.
  init(_ occurrence: Occurrence) {
    self.init(occurrence.whole()) { occurrence.source.isSentinel($0) }
  }
}

extension ReferenceRange {
  /// Of a text.
  init(_ range: RangeText, unit: UnitOfMeasure?) {
    self.init(
      low: Quantity(range.low, range.lowComparator, unit),
      high: Quantity(range.high, range.highComparator, unit), text: range.text)
  }
}

extension AlarmLimits {
  /// Of a text.
  init(_ range: RangeText, unit: UnitOfMeasure?) {
    self.init(
      low: Quantity(range.low, range.lowComparator, unit),
      high: Quantity(range.high, range.highComparator, unit), text: range.text)
  }
}

extension Quantity {
  /// Nil without a number.
  fileprivate init?(
    _ value: DecimalNumber?, _ comparator: Comparator?, _ unit: UnitOfMeasure?
  ) {
    guard let value else { return nil }
    self.init(value: value, comparator: comparator, unit: unit)
  }
}

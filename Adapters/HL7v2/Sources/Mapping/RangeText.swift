import NormalizedFormat

/// Limits as people write them: `40-120`, `50^120`, `[ 2.5 - 7.8 ]`, `< 0.21`, `>= 3`.
struct RangeText {
  let text: String
  private(set) var low: DecimalNumber?
  private(set) var high: DecimalNumber?
  private(set) var lowComparator: Comparator?
  private(set) var highComparator: Comparator?

  /// Reads what it can; the text always stays.
  init(_ text: String) {
    self.text = text
    let bytes = Array(text.utf8).filter { byte in
      byte != ASCII.space && byte != UInt8(ascii: "[") && byte != UInt8(ascii: "]")
        && byte != UInt8(ascii: "(") && byte != UInt8(ascii: ")")
    }
    if let (comparator, rest) = NumberText.comparator(bytes[...]) {
      guard let number = DecimalNumber(rest) else { return }
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
    split(bytes)
  }

  /// Two numbers with `-` or `^` between; a minus may also begin either of them.
  private mutating func split(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { bytes in
      guard bytes.count >= 3 else { return }
      for at in 1..<(bytes.count - 1)
      where bytes[at] == UInt8(ascii: "-") || bytes[at] == UInt8(ascii: "^") {
        let first = UnsafeRawBufferPointer(rebasing: bytes[..<at])
        let second = UnsafeRawBufferPointer(rebasing: bytes[(at + 1)...])
        guard let first = DecimalNumber(digits: first), let second = DecimalNumber(digits: second)
        else { continue }
        low = first
        high = second
        return
      }
    }
  }
}

/// A number with a word before it: `<15`, `>=3`.
enum NumberText {
  /// The comparator at the begin, and what follows it.
  static func comparator(_ bytes: ArraySlice<UInt8>) -> (Comparator, ArraySlice<UInt8>)? {
    guard let first = bytes.first else { return nil }
    let isEqual = bytes.dropFirst().first == UInt8(ascii: "=")
    let rest = bytes.dropFirst(isEqual ? 2 : 1)
    switch first {
    case UInt8(ascii: "<"): return (isEqual ? .lessOrEqual : .lessThan, rest)
    case UInt8(ascii: ">"): return (isEqual ? .greaterOrEqual : .greaterThan, rest)
    default: return nil
    }
  }

  /// A number with a comparator, blanks around it allowed.
  static func quantity(_ bytes: ArraySlice<UInt8>, unit: UnitOfMeasure?) -> Quantity? {
    let dense = bytes.filter { $0 != ASCII.space }
    if let number = dense.withUnsafeBytes({ DecimalNumber(digits: $0) }) {
      return Quantity(value: number, unit: unit)
    }
    guard let (comparator, rest) = comparator(dense[...]), let number = DecimalNumber(rest) else {
      return nil
    }
    return Quantity(value: number, comparator: comparator, unit: unit)
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

/// The subcomponents of one component, and which of them were taken.
struct Subcomponents {
  private var texts: [String?]
  /// Of the subcomponents that say something, those that nobody took.
  private(set) var open: UInt64 = 0

  /// Room for the first `count`.
  init(_ count: Int) { texts = Array(repeating: nil, count: count) }

  /// Adds what the n-th says; nil where that is `""`.
  mutating func add(_ number: Int, _ text: String?) {
    open |= Self.bit(number)
    if number <= texts.count { texts[number - 1] = text }
  }

  /// Takes the n-th, counted from 1.
  mutating func take(_ number: Int) -> String? { take(number) { $0 } }

  /// Takes what `convert` makes of the n-th; where that is nothing, it is not taken.
  mutating func take<Value>(_ number: Int, _ convert: (String) -> Value?) -> Value? {
    guard let text = texts[number - 1], let value = convert(text) else { return nil }
    open &= ~Self.bit(number)
    return value
  }

  /// Whether everything in the component was taken.
  var isUsedUp: Bool { open == 0 }

  /// One bit each, the last for all from there on, which nobody takes.
  static func bit(_ number: Int) -> UInt64 { 1 << UInt64(min(number, 64) - 1) }
}

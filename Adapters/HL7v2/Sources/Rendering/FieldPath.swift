import NormalizedFormat

/// The source's path of a detail: `PID-3`, `PID-3.4[2]`, `PID-5.1.2`, `PV1(2)-3`, and of the other
/// patient of a swap `PID(2)/AL1-3`. The reader writes them; what is no such path is of another
/// adapter, and has no place in HL7 v2.
struct FieldPath: Equatable {
  /// Whose: the n-th PID's.
  var patient: Int?
  var segment: String
  /// Which segment of its name, from 1.
  var ordinal = 1
  var field: Int
  var repetition = 1
  var component = 1
  var subcomponent = 1

  /// Largest number of a field, a component or a subcomponent: a path must not ask for more
  /// delimiters than a message may have.
  private static let numberMax = 1_000

  /// Nil for any other text.
  init?(_ text: String) {
    var bytes = Array(text.utf8)[...]
    segment = ""
    field = 0
    guard let (name, number) = Self.name(&bytes) else { return nil }
    (segment, ordinal) = (name, number)
    if bytes.first == UInt8(ascii: "/") {
      guard name == "PID", number > 1 else { return nil }
      bytes.removeFirst()
      guard let (inner, innerNumber) = Self.name(&bytes) else { return nil }
      (patient, segment, ordinal) = (number, inner, innerNumber)
    }
    guard Self.take(&bytes, "-"), let field = Self.number(&bytes) else { return nil }
    self.field = field
    if Self.take(&bytes, ".") {
      guard let component = Self.number(&bytes) else { return nil }
      self.component = component
      if Self.take(&bytes, ".") {
        guard let subcomponent = Self.number(&bytes) else { return nil }
        self.subcomponent = subcomponent
      }
    }
    if Self.take(&bytes, "[") {
      guard let repetition = Self.number(&bytes, upTo: ER7Message.Limit.repetitions - 1),
        Self.take(&bytes, "]")
      else { return nil }
      self.repetition = repetition
    }
    guard bytes.isEmpty else { return nil }
  }

  /// The order in which a segment tells its details.
  var order: [Int] { [field, repetition, component, subcomponent] }

  var place: FieldDraft.Place { FieldDraft.Place(component, subcomponent) }

  /// `PID`, `PV1(2)`.
  private static func name(_ bytes: inout ArraySlice<UInt8>) -> (String, Int)? {
    let name = bytes.prefix(3)
    guard name.count == 3, let first = name.first, ASCII.isUpper(first),
      name.allSatisfy({ ASCII.isUpper($0) || ASCII.isDigit($0) })
    else { return nil }
    bytes = bytes.dropFirst(3)
    let text = String(decoding: name, as: UTF8.self)
    guard take(&bytes, "(") else { return (text, 1) }
    guard let number = number(&bytes, upTo: ER7Message.Limit.segments), take(&bytes, ")") else {
      return nil
    }
    return (text, number)
  }

  private static func take(_ bytes: inout ArraySlice<UInt8>, _ byte: Unicode.Scalar) -> Bool {
    guard bytes.first == UInt8(ascii: byte) else { return false }
    bytes.removeFirst()
    return true
  }

  /// Digits without a zero before them, from 1.
  private static func number(_ bytes: inout ArraySlice<UInt8>, upTo most: Int = numberMax) -> Int? {
    guard let first = bytes.first, ASCII.isDigit(first), first != 0x30 else { return nil }
    var value = 0
    while let digit = bytes.first, ASCII.isDigit(digit) {
      value = value * 10 + Int(digit - 0x30)
      guard value <= most else { return nil }
      bytes.removeFirst()
    }
    return value
  }
}

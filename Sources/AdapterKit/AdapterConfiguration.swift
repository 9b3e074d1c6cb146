public import NormalizedFormat

/// The settings of one link, as text by name, as they stand in the link's configuration file.
///
/// An adapter reads each once, when it is made, and then asks for ``finish()``: a setting that
/// nobody read is a spelling mistake, and refused.
public struct AdapterConfiguration: Sendable {
  private var rest: [String: String]

  /// Settings by name.
  public init(_ settings: [String: String] = [:]) {
    rest = settings
  }

  /// Takes a text setting out; nil when it is not set.
  public mutating func text(_ name: String) -> String? {
    rest.removeValue(forKey: name)
  }

  /// Takes out a setting that is one of the cases of `type`; `standard` when it is not set.
  public mutating func choice<Choice: RawRepresentable>(
    _ name: String, _ standard: Choice
  ) throws(AdapterError) -> Choice where Choice.RawValue == String {
    guard let text = rest.removeValue(forKey: name) else { return standard }
    guard let choice = Choice(rawValue: text) else {
      throw AdapterError(.configuration, blame: .site)
    }
    return choice
  }

  /// Takes out a setting that is a list of decimal numbers separated by commas, with blanks around
  /// them or not; nil when it is not set.
  public mutating func numbers(_ name: String) throws(AdapterError) -> [DecimalNumber]? {
    guard let text = rest.removeValue(forKey: name) else { return nil }
    var numbers: [DecimalNumber] = []
    for part in text.utf8.split(separator: UInt8(ascii: ",")) {
      let isBlank = { (byte: UInt8) in byte == UInt8(ascii: " ") }
      let digits = part.drop(while: isBlank).reversed().drop(while: isBlank).reversed()
      guard let number = DecimalNumber(Array(digits)) else {
        throw AdapterError(.configuration, blame: .site)
      }
      numbers.append(number)
    }
    return numbers
  }

  /// Refuses settings that nobody took.
  public func finish() throws(AdapterError) {
    guard rest.isEmpty else { throw AdapterError(.configuration, blame: .site) }
  }
}

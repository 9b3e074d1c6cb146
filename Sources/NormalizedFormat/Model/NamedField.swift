/// Something the source said for which the format has no field (yet), under the source's own path.
public struct NamedField: Equatable, Sendable {
  /// The source's path, such as `PV1-24` or `FT1-4.2`.
  public var name: String
  /// The value as text, escapes decoded.
  public var value: String

  /// Makes one of these parts.
  public init(name: String, value: String) {
    self.name = name
    self.value = value
  }
}

extension NamedField: Record {
  package static let rule: StaticString = "named-field"
  package static let required: KeySet = [1, 2]

  package init() { self.init(name: "", value: "") }

  package func visit(_ visitor: inout some FieldVisitor) {
    visitor.required(1, "name", name)
    visitor.required(2, "value", value)
  }

  package mutating func read(
    _ key: UInt64, from decoder: inout MessageDecoder
  ) throws(FormatError) {
    switch key {
    case 1: try decoder.required(&name)
    case 2: try decoder.required(&value)
    default: throw decoder.unknownKey()
    }
  }
}

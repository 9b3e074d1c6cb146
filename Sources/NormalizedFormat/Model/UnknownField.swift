/// A source field that the adapter does not know, whole.
public struct UnknownField: Equatable, Sendable {
  /// The source's path, such as `PV1-8.9[2]`.
  public var path: String
  /// The value as text.
  public var value: String

  /// Makes one of these parts.
  public init(path: String, value: String) {
    self.path = path
    self.value = value
  }
}

extension UnknownField: Record {
  package static let rule: StaticString = "unknown"
  package static let required: KeySet = [1, 2]

  package init() { self.init(path: "", value: "") }

  package func visit(_ visitor: inout some FieldVisitor) {
    visitor.required(1, "path", path)
    visitor.required(2, "value", value)
  }

  package mutating func read(
    _ key: UInt64, from decoder: inout MessageDecoder
  ) throws(FormatError) {
    switch key {
    case 1: try decoder.required(&path)
    case 2: try decoder.required(&value)
    default: throw decoder.unknownKey()
    }
  }
}

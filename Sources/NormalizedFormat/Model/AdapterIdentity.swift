/// Which translator, of which version.
public struct AdapterIdentity: Equatable, Sendable {
  /// Such as `hl7v2`.
  public var name: String
  /// Its release.
  public var version: String

  /// Makes one of these parts.
  public init(name: String, version: String) {
    self.name = name
    self.version = version
  }
}

extension AdapterIdentity: Record {
  package static let rule: StaticString = "adapter"
  package static let required: KeySet = [1, 2]

  package init() { self.init(name: "", version: "") }

  package func visit(_ visitor: inout some FieldVisitor) {
    visitor.required(1, "name", name)
    visitor.required(2, "version", version)
  }

  package mutating func read(
    _ key: UInt64, from decoder: inout MessageDecoder
  ) throws(FormatError) {
    switch key {
    case 1: try decoder.required(&name)
    case 2: try decoder.required(&version)
    default: throw decoder.unknownKey()
    }
  }
}

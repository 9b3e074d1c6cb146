/// A segment or group of segments of a message without a model of its own.
public struct Group: Equatable, Sendable {
  /// The source's own name, such as `FT1` or `PATIENT`.
  public var name: String
  /// Its fields, in the source's order.
  public var fields: [NamedField] = []
  /// What it holds.
  public var groups: [Group] = []

  /// Makes one of these parts.
  public init(name: String, fields: [NamedField] = [], groups: [Group] = []) {
    self.name = name
    self.fields = fields
    self.groups = groups
  }
}

extension Group: Record {
  package static let rule: StaticString = "group"
  package static let required: KeySet = [1]

  package init() { self.init(name: "") }

  package func visit(_ visitor: inout some FieldVisitor) {
    visitor.required(1, "name", name)
    visitor.list(2, "field", fields)
    visitor.list(3, "group", groups)
  }

  package mutating func read(
    _ key: UInt64, from decoder: inout MessageDecoder
  ) throws(FormatError) {
    switch key {
    case 1: try decoder.required(&name)
    case 2: try decoder.list(&fields)
    case 3: try decoder.list(&groups)
    default: throw decoder.unknownKey()
    }
  }
}

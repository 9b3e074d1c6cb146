/// Content kind 9: a message without a model of its own (billing, referral, pharmacy, …): its
/// fields by name.
public struct Other: Equatable, Sendable {
  /// The source's own type, such as `DFT^P03`.
  public var type: String
  /// Segments in the source's order.
  public var groups: [Group] = []

  /// Makes one of these parts.
  public init(type: String, groups: [Group] = []) {
    self.type = type
    self.groups = groups
  }
}

extension Other: Record {
  package static let rule: StaticString = "other"
  package static let required: KeySet = [1]

  package init() { self.init(type: "") }

  package func visit(_ visitor: inout some FieldVisitor) {
    visitor.required(1, "type", type)
    visitor.list(2, "group", groups)
  }

  package mutating func read(
    _ key: UInt64, from decoder: inout MessageDecoder
  ) throws(FormatError) {
    switch key {
    case 1: try decoder.required(&type)
    case 2: try decoder.list(&groups)
    default: throw decoder.unknownKey()
    }
  }
}

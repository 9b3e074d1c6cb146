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

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

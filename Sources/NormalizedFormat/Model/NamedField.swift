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

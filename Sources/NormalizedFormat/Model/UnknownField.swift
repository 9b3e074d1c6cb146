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

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

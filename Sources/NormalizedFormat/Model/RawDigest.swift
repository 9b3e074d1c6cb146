/// The bytes it came from.
public struct RawDigest: Equatable, Sendable {
  /// SHA-256 of the bytes as framed by the port, without framing.
  public var sha256: [UInt8]
  /// How many they were.
  public var count: UInt64

  /// Makes one of these parts.
  public init(sha256: [UInt8], count: UInt64) {
    self.sha256 = sha256
    self.count = count
  }
}

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

extension RawDigest: Record {
  package static let rule: StaticString = "raw-digest"
  package static let required: KeySet = [1, 2]

  package init() { self.init(sha256: [], count: 0) }

  package func visit(_ visitor: inout some FieldVisitor) {
    visitor.digest(1, "sha256", sha256)
    visitor.required(2, "count", count)
  }

  package mutating func read(
    _ key: UInt64, from decoder: inout MessageDecoder
  ) throws(FormatError) {
    switch key {
    case 1: try decoder.digest(&sha256)
    case 2: try decoder.required(&count)
    default: throw decoder.unknownKey()
    }
  }
}

/// Which piece of something quarantined in pieces, because it is larger than a message may be.
public struct QuarantinePart: Equatable, Sendable {
  /// Which piece, counted from 0.
  public var index: UInt32
  /// How many pieces there are; 2 or more.
  public var count: UInt32
  /// SHA-256 of the whole: the same in all its pieces.
  public var sha256: [UInt8]
  /// Bytes of the whole.
  public var bytes: UInt64

  /// Makes one of these parts.
  public init(index: UInt32, count: UInt32, sha256: [UInt8], bytes: UInt64) {
    self.index = index
    self.count = count
    self.sha256 = sha256
    self.bytes = bytes
  }
}

extension QuarantinePart: Record {
  package static let rule: StaticString = "quarantine-part"
  package static let required: KeySet = [1, 2, 3, 4]

  package init() { self.init(index: 0, count: 0, sha256: [], bytes: 0) }

  package func visit(_ visitor: inout some FieldVisitor) {
    visitor.required(1, "index", index)
    visitor.required(2, "count", count)
    visitor.digest(3, "sha256", sha256)
    visitor.required(4, "bytes", bytes)
  }

  /// A piece is never the whole, nor none of it.
  package var contradiction: FormatError.Code? {
    count >= 2 && index < count ? nil : .outOfRange
  }

  package mutating func read(
    _ key: UInt64, from decoder: inout MessageDecoder
  ) throws(FormatError) {
    switch key {
    case 1: try decoder.required(&index)
    case 2: try decoder.required(&count)
    case 3: try decoder.digest(&sha256)
    case 4: try decoder.required(&bytes)
    default: throw decoder.unknownKey()
    }
  }
}

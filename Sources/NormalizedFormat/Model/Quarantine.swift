/// Content kind 8: what could not be understood or delivered, so that it can be replayed; whole, or
/// one of the pieces that are the whole together.
public struct Quarantine: Equatable, Sendable {
  /// The adapter's fault code (1xxx); never text, which could hold content.
  public var reason: UInt32
  /// The bytes as they came, or those of this piece.
  public var raw: [UInt8]
  /// Where it went wrong: a path of the source, such as `PID-7`; never content.
  public var place: String?
  /// Where it went wrong: index into the raw bytes of the whole.
  public var offset: UInt64?
  /// What the bytes were taken for, such as `x-application/hl7-v2+er7`.
  public var mediaType: String?
  /// A stable word for the reason; never content.
  public var detail: String?
  /// Which piece this is; absent where it is all.
  public var part: QuarantinePart?

  /// Makes one with what it must have; the rest is set on it.
  public init(reason: UInt32, raw: [UInt8]) {
    self.reason = reason
    self.raw = raw
  }
}

extension Quarantine: Record {
  package static let rule: StaticString = "quarantine"
  package static let required: KeySet = [1, 2]

  package init() { self.init(reason: 0, raw: []) }

  package func visit(_ visitor: inout some FieldVisitor) {
    visitor.required(1, "reason", reason)
    visitor.bytes(2, "raw", raw)
    visitor.optional(3, "place", place)
    visitor.optional(4, "offset", offset)
    visitor.optional(5, "mediaType", mediaType)
    visitor.optional(6, "detail", detail)
    visitor.optional(7, "part", part)
  }

  package mutating func read(
    _ key: UInt64, from decoder: inout MessageDecoder
  ) throws(FormatError) {
    switch key {
    case 1: try decoder.required(&reason)
    case 2:
      let start = decoder.offset
      try decoder.bytes(&raw)
      guard raw.count <= FormatLimit.quarantineBytesMax else {
        throw FormatError(.tooLarge, at: start)
      }
    case 3: try decoder.optional(&place)
    case 4: try decoder.optional(&offset)
    case 5: try decoder.optional(&mediaType)
    case 6: try decoder.optional(&detail)
    case 7: try decoder.optional(&part)
    default: throw decoder.unknownKey()
    }
  }
}

/// A document inside the message, or where to find it; FHIR Attachment, ED, RP.
public struct MediaAttachment: Equatable, Sendable {
  /// MIME type; ED.2–3.
  public var contentType: String?
  /// The bytes themselves, transfer encoding undone; ED.5.
  public var data: [UInt8]?
  /// Where to find them; RP.1.
  public var url: String?
  /// FHIR Attachment.title.
  public var title: String?
  /// BCP 47.
  public var language: String?
  /// The source's own type and subtype; ED.2–3, RP.3–4.
  public var sourceType: String?
  /// Application that made it; ED.1, RP.2.
  public var source: Authority?
  /// Content that is text.
  public var text: String?
  /// The transfer encoding that was undone (A, Hex, Base64); ED.4, table 0299.
  public var sourceEncoding: String?

  /// Makes an empty one; what is known is set on it.
  public init() {}
}

extension MediaAttachment: Record {
  package static let rule: StaticString = "attachment"

  package func visit(_ visitor: inout some FieldVisitor) {
    visitor.optional(1, "contentType", contentType)
    visitor.bytes(2, "data", data)
    visitor.optional(3, "url", url)
    visitor.optional(4, "title", title)
    visitor.optional(5, "language", language)
    visitor.optional(6, "sourceType", sourceType)
    visitor.optional(7, "source", source)
    visitor.optional(8, "text", text)
    visitor.optional(9, "sourceEncoding", sourceEncoding)
  }

  package mutating func read(
    _ key: UInt64, from decoder: inout MessageDecoder
  ) throws(FormatError) {
    switch key {
    case 1: try decoder.optional(&contentType)
    case 2: try decoder.bytes(&data)
    case 3: try decoder.optional(&url)
    case 4: try decoder.optional(&title)
    case 5: try decoder.optional(&language)
    case 6: try decoder.optional(&sourceType)
    case 7: try decoder.optional(&source)
    case 8: try decoder.optional(&text)
    case 9: try decoder.optional(&sourceEncoding)
    default: throw decoder.unknownKey()
    }
  }
}

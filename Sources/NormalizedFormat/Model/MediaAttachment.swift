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

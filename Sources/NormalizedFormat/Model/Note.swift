/// A remark; FHIR Annotation, NTE.
public struct Note: Equatable, Sendable {
  /// NTE-3.
  public var text: String
  /// Whose remark, table 0105; NTE-2.
  public var source: String?
  /// NTE-4.
  public var type: Concept?
  /// FHIR Annotation.time; NTE-6.
  public var time: Timestamp?
  /// NTE-5.
  public var authors: [Practitioner] = []

  /// Makes one of these parts.
  public init(
    text: String,
    source: String? = nil,
    type: Concept? = nil,
    time: Timestamp? = nil,
    authors: [Practitioner] = []
  ) {
    self.text = text
    self.source = source
    self.type = type
    self.time = time
    self.authors = authors
  }
}

extension Note: Record {
  package static let rule: StaticString = "note"
  package static let required: KeySet = [1]

  package init() { self.init(text: "") }

  package func visit(_ visitor: inout some FieldVisitor) {
    visitor.required(1, "text", text)
    visitor.optional(2, "source", source)
    visitor.optional(3, "type", type)
    visitor.optional(4, "time", time)
    visitor.list(5, "author", authors)
  }

  package mutating func read(
    _ key: UInt64, from decoder: inout MessageDecoder
  ) throws(FormatError) {
    switch key {
    case 1: try decoder.required(&text)
    case 2: try decoder.optional(&source)
    case 3: try decoder.optional(&type)
    case 4: try decoder.optional(&time)
    case 5: try decoder.list(&authors)
    default: throw decoder.unknownKey()
    }
  }
}

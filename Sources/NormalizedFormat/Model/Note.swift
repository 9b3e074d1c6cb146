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

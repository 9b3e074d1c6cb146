/// Content kind 6: a document or news of one; FHIR DocumentReference, MDM, TXA.
public struct Document: Equatable, Sendable {
  /// TXA-2, table 0270.
  public var type: Concept?
  /// TXA-12.
  public var identifiers: [Identifier] = []
  /// TXA-13.
  public var parentIdentifiers: [Identifier] = []
  /// TXA-14.
  public var placerIdentifiers: [Identifier] = []
  /// TXA-15.
  public var fillerIdentifiers: [Identifier] = []
  /// The source's own event, T01 to T11; MSH-9.2.
  public var trigger: String?
  /// FHIR DocumentReference.docStatus.
  public var status: DocumentStatus?
  /// TXA-17, table 0271.
  public var completion: Concept?
  /// TXA-18, table 0272.
  public var confidentiality: Concept?
  /// TXA-19, table 0273.
  public var availability: Concept?
  /// TXA-20, table 0275.
  public var storage: Concept?
  /// TXA-3, table 0191.
  public var presentation: String?
  /// TXA-4.
  public var activity: Timestamp?
  /// TXA-6.
  public var originated: Timestamp?
  /// TXA-7.
  public var transcribed: Timestamp?
  /// TXA-8.
  public var edited: [Timestamp] = []
  /// TXA-9.
  public var authors: [Practitioner] = []
  /// TXA-10, TXA-22.
  public var authenticators: [Practitioner] = []
  /// TXA-11.
  public var transcriptionists: [Practitioner] = []
  /// TXA-5.
  public var providers: [Practitioner] = []
  /// TXA-23.
  public var copiesTo: [Practitioner] = []
  /// TXA-16.
  public var fileName: String?
  /// TXA-21.
  public var changeReason: String?
  /// TXA-25.
  public var title: String?
  /// OBX of the document.
  public var parts: [Observation] = []
  /// ORC and OBR of the document.
  public var orders: [Order] = []
  /// NTE of the document.
  public var notes: [Note] = []
  /// What else the source said.
  public var details: [NamedField] = []

  /// Makes an empty one; what is known is set on it.
  public init() {}
}

extension Document: Record {
  package static let rule: StaticString = "document"

  package func visit(_ visitor: inout some FieldVisitor) {
    visitor.optional(1, "type", type)
    visitor.list(2, "identifier", identifiers)
    visitor.list(3, "relatesTo", parentIdentifiers)
    visitor.list(4, "placerIdentifier", placerIdentifiers)
    visitor.list(5, "fillerIdentifier", fillerIdentifiers)
    visitor.optional(6, "trigger", trigger)
    visitor.optional(7, "docStatus", status)
    visitor.optional(8, "completion", completion)
    visitor.optional(9, "securityLabel", confidentiality)
    visitor.optional(10, "availability", availability)
    visitor.optional(11, "storage", storage)
    visitor.optional(12, "contentType", presentation)
    visitor.optional(13, "activity", activity)
    visitor.optional(14, "date", originated)
    visitor.optional(15, "transcribed", transcribed)
    visitor.list(16, "edited", edited)
    visitor.list(17, "author", authors)
    visitor.list(18, "authenticator", authenticators)
    visitor.list(19, "transcriptionist", transcriptionists)
    visitor.list(20, "activityProvider", providers)
    visitor.list(21, "copyTo", copiesTo)
    visitor.optional(22, "fileName", fileName)
    visitor.optional(23, "changeReason", changeReason)
    visitor.optional(24, "description", title)
    visitor.list(25, "content", parts)
    visitor.list(26, "order", orders)
    visitor.list(27, "note", notes)
    visitor.list(28, "detail", details)
  }

  package mutating func read(
    _ key: UInt64, from decoder: inout MessageDecoder
  ) throws(FormatError) {
    switch key {
    case 1: try decoder.optional(&type)
    case 2: try decoder.list(&identifiers)
    case 3: try decoder.list(&parentIdentifiers)
    case 4: try decoder.list(&placerIdentifiers)
    case 5: try decoder.list(&fillerIdentifiers)
    case 6: try decoder.optional(&trigger)
    case 7: try decoder.optional(&status)
    case 8: try decoder.optional(&completion)
    case 9: try decoder.optional(&confidentiality)
    case 10: try decoder.optional(&availability)
    case 11: try decoder.optional(&storage)
    case 12: try decoder.optional(&presentation)
    case 13: try decoder.optional(&activity)
    case 14: try decoder.optional(&originated)
    case 15: try decoder.optional(&transcribed)
    case 16: try decoder.list(&edited)
    case 17: try decoder.list(&authors)
    case 18: try decoder.list(&authenticators)
    case 19: try decoder.list(&transcriptionists)
    case 20: try decoder.list(&providers)
    case 21: try decoder.list(&copiesTo)
    case 22: try decoder.optional(&fileName)
    case 23: try decoder.optional(&changeReason)
    case 24: try decoder.optional(&title)
    case 25: try decoder.list(&parts)
    case 26: try decoder.list(&orders)
    case 27: try decoder.list(&notes)
    case 28: try decoder.list(&details)
    default: throw decoder.unknownKey()
    }
  }
}

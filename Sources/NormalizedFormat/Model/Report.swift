/// A result: what was asked, what was found, who says so; FHIR DiagnosticReport, OBR.
public struct Report: Equatable, Sendable {
  /// Ids of the report itself.
  public var identifiers: [Identifier] = []
  /// OBR-2.
  public var placerIdentifiers: [Identifier] = []
  /// OBR-3.
  public var fillerIdentifiers: [Identifier] = []
  /// OBR-4.
  public var code: Concept?
  /// FHIR DiagnosticReport.status.
  public var status: ReportStatus?
  /// The source's own status; OBR-25, table 0123.
  public var sourceStatus: String?
  /// OBR-7.
  public var effective: Timestamp?
  /// OBR-7–8.
  public var effectivePeriod: Period?
  /// OBR-22.
  public var issued: Timestamp?
  /// OBR-24, table 0074.
  public var categories: [Concept] = []
  /// SPM, OBR-15.
  public var specimens: [Specimen] = []
  /// OBX.
  public var results: [Observation] = []
  /// NTE after OBR.
  public var notes: [Note] = []
  /// OBR-32.
  public var interpreters: [Practitioner] = []
  /// OBR-33–35, with the role.
  public var performers: [Practitioner] = []
  /// OBR-16.
  public var requesters: [Practitioner] = []
  /// OBR-28.
  public var copiesTo: [Practitioner] = []
  /// OBR-31.
  public var reasons: [Concept] = []
  /// OBR-5, OBR-27.6.
  public var priority: Concept?
  /// OBR-6.
  public var requested: Timestamp?
  /// OBR-36.
  public var scheduled: Timestamp?
  /// OBR-13.
  public var clinicalInformation: String?
  /// OBR-29.
  public var parentIdentifiers: [Identifier] = []
  /// ORC with its timing, where the result carries it.
  public var orders: [Order] = []
  /// OBR-17.
  public var telecoms: [Telecom] = []
  /// OBR-44–45.
  public var procedures: [Concept] = []
  /// What else the source said.
  public var details: [NamedField] = []

  /// Makes an empty one; what is known is set on it.
  public init() {}
}

extension Report: Record {
  package static let rule: StaticString = "report"

  package func visit(_ visitor: inout some FieldVisitor) {
    visitor.list(1, "identifier", identifiers)
    visitor.list(2, "placerIdentifier", placerIdentifiers)
    visitor.list(3, "fillerIdentifier", fillerIdentifiers)
    visitor.optional(4, "code", code)
    visitor.optional(5, "status", status)
    visitor.optional(6, "sourceStatus", sourceStatus)
    visitor.optional(7, "effectiveDateTime", effective)
    visitor.optional(8, "effectivePeriod", effectivePeriod)
    visitor.optional(9, "issued", issued)
    visitor.list(10, "category", categories)
    visitor.list(11, "specimen", specimens)
    visitor.list(12, "result", results)
    visitor.list(13, "note", notes)
    visitor.list(14, "resultsInterpreter", interpreters)
    visitor.list(15, "performer", performers)
    visitor.list(16, "requester", requesters)
    visitor.list(17, "copyTo", copiesTo)
    visitor.list(18, "reasonCode", reasons)
    visitor.optional(19, "priority", priority)
    visitor.optional(20, "requested", requested)
    visitor.optional(21, "scheduled", scheduled)
    visitor.optional(22, "clinicalInformation", clinicalInformation)
    visitor.list(23, "parentIdentifier", parentIdentifiers)
    visitor.list(24, "basedOn", orders)
    visitor.list(25, "callback", telecoms)
    visitor.list(26, "procedure", procedures)
    visitor.list(27, "detail", details)
  }

  package mutating func read(
    _ key: UInt64, from decoder: inout MessageDecoder
  ) throws(FormatError) {
    switch key {
    case 1: try decoder.list(&identifiers)
    case 2: try decoder.list(&placerIdentifiers)
    case 3: try decoder.list(&fillerIdentifiers)
    case 4: try decoder.optional(&code)
    case 5: try decoder.optional(&status)
    case 6: try decoder.optional(&sourceStatus)
    case 7: try decoder.optional(&effective)
    case 8: try decoder.optional(&effectivePeriod)
    case 9: try decoder.optional(&issued)
    case 10: try decoder.list(&categories)
    case 11: try decoder.list(&specimens)
    case 12: try decoder.list(&results)
    case 13: try decoder.list(&notes)
    case 14: try decoder.list(&interpreters)
    case 15: try decoder.list(&performers)
    case 16: try decoder.list(&requesters)
    case 17: try decoder.list(&copiesTo)
    case 18: try decoder.list(&reasons)
    case 19: try decoder.optional(&priority)
    case 20: try decoder.optional(&requested)
    case 21: try decoder.optional(&scheduled)
    case 22: try decoder.optional(&clinicalInformation)
    case 23: try decoder.list(&parentIdentifiers)
    case 24: try decoder.list(&orders)
    case 25: try decoder.list(&telecoms)
    case 26: try decoder.list(&procedures)
    case 27: try decoder.list(&details)
    default: throw decoder.unknownKey()
    }
  }
}

/// What is ordered; FHIR ServiceRequest or MedicationRequest, OBR, RXO, ODS, RQD.
public struct OrderItem: Equatable, Sendable {
  /// OBR-4.
  public var code: Concept?
  /// OBR-44–45.
  public var procedures: [Concept] = []
  /// RXO, RXE.
  public var medications: [Medication] = []
  /// SPM, OBR-15.
  public var specimens: [Specimen] = []
  /// RQD-5, OBR-27.1.
  public var quantity: Quantity?
  /// OBR-5.
  public var priority: Concept?
  /// OBR-6, OBR-36.
  public var requested: Timestamp?
  /// OBR-7–8.
  public var requestedPeriod: Period?
  /// OBR-13.
  public var clinicalInformation: String?
  /// OBR-12.
  public var danger: Concept?
  /// OBR-11, table 0065.
  public var specimenAction: Concept?
  /// OBR-31.
  public var reasons: [Concept] = []
  /// OBR-24, table 0074.
  public var category: Concept?
  /// TQ1, OBR-27.
  public var timings: [Timing] = []
  /// OBR-16.
  public var requesters: [Practitioner] = []
  /// OBR-28.
  public var copiesTo: [Practitioner] = []
  /// OBR-17.
  public var telecoms: [Telecom] = []
  /// OBR-2–3 where they differ from the order's.
  public var identifiers: [Identifier] = []
  /// OBX under the order.
  public var observations: [Observation] = []
  /// DG1 under the order.
  public var diagnoses: [Diagnosis] = []
  /// NTE after OBR.
  public var notes: [Note] = []
  /// What else the source said.
  public var details: [NamedField] = []
  /// Results of earlier orders that came with this one; PRIOR_RESULT of OML and OMG.
  public var priorReports: [Report] = []

  /// Makes an empty one; what is known is set on it.
  public init() {}
}

extension OrderItem: Record {
  package static let rule: StaticString = "order-item"

  package func visit(_ visitor: inout some FieldVisitor) {
    visitor.optional(1, "code", code)
    visitor.list(2, "procedure", procedures)
    visitor.list(3, "medication", medications)
    visitor.list(4, "specimen", specimens)
    visitor.optional(5, "quantity", quantity)
    visitor.optional(6, "priority", priority)
    visitor.optional(7, "occurrenceDateTime", requested)
    visitor.optional(8, "occurrencePeriod", requestedPeriod)
    visitor.optional(9, "clinicalInformation", clinicalInformation)
    visitor.optional(10, "danger", danger)
    visitor.optional(11, "specimenAction", specimenAction)
    visitor.list(12, "reasonCode", reasons)
    visitor.optional(13, "category", category)
    visitor.list(14, "timing", timings)
    visitor.list(15, "requester", requesters)
    visitor.list(16, "copyTo", copiesTo)
    visitor.list(17, "callback", telecoms)
    visitor.list(18, "identifier", identifiers)
    visitor.list(19, "observation", observations)
    visitor.list(20, "diagnosis", diagnoses)
    visitor.list(21, "note", notes)
    visitor.list(22, "detail", details)
    visitor.list(23, "priorReport", priorReports)
  }

  package mutating func read(
    _ key: UInt64, from decoder: inout MessageDecoder
  ) throws(FormatError) {
    switch key {
    case 1: try decoder.optional(&code)
    case 2: try decoder.list(&procedures)
    case 3: try decoder.list(&medications)
    case 4: try decoder.list(&specimens)
    case 5: try decoder.optional(&quantity)
    case 6: try decoder.optional(&priority)
    case 7: try decoder.optional(&requested)
    case 8: try decoder.optional(&requestedPeriod)
    case 9: try decoder.optional(&clinicalInformation)
    case 10: try decoder.optional(&danger)
    case 11: try decoder.optional(&specimenAction)
    case 12: try decoder.list(&reasons)
    case 13: try decoder.optional(&category)
    case 14: try decoder.list(&timings)
    case 15: try decoder.list(&requesters)
    case 16: try decoder.list(&copiesTo)
    case 17: try decoder.list(&telecoms)
    case 18: try decoder.list(&identifiers)
    case 19: try decoder.list(&observations)
    case 20: try decoder.list(&diagnoses)
    case 21: try decoder.list(&notes)
    case 22: try decoder.list(&details)
    case 23: try decoder.list(&priorReports)
    default: throw decoder.unknownKey()
    }
  }
}

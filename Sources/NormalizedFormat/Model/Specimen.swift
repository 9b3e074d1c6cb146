/// FHIR Specimen, SPM, OBR-15.
public struct Specimen: Equatable, Sendable {
  /// SPM-2, SPM-30–31.
  public var identifiers: [Identifier] = []
  /// SPM-4, OBR-15.1.
  public var type: Concept?
  /// SPM-6, OBR-15.2.
  public var additives: [Concept] = []
  /// SPM-7.
  public var method: Concept?
  /// SPM-8, OBR-15.4.
  public var bodySite: Concept?
  /// SPM-11.
  public var role: Concept?
  /// SPM-12, OBR-9.
  public var volume: Quantity?
  /// SPM-14, OBR-15.3.
  public var text: String?
  /// SPM-17, OBR-7.
  public var collected: Timestamp?
  /// SPM-17, OBR-7–8.
  public var collectedPeriod: Period?
  /// SPM-18, OBR-14.
  public var received: Timestamp?
  /// SPM-24.
  public var conditions: [Concept] = []
  /// SPM-21.
  public var rejectReasons: [Concept] = []
  /// OBR-10.
  public var collectors: [Practitioner] = []
  /// FHIR Specimen.note.
  public var notes: [Note] = []
  /// OBX after SPM.
  public var observations: [Observation] = []
  /// What else the source said.
  public var details: [NamedField] = []

  /// Makes an empty one; what is known is set on it.
  public init() {}
}

extension Specimen: Record {
  package static let rule: StaticString = "specimen"

  package func visit(_ visitor: inout some FieldVisitor) {
    visitor.list(1, "identifier", identifiers)
    visitor.optional(2, "type", type)
    visitor.list(3, "additive", additives)
    visitor.optional(4, "method", method)
    visitor.optional(5, "bodySite", bodySite)
    visitor.optional(6, "role", role)
    visitor.optional(7, "volume", volume)
    visitor.optional(8, "text", text)
    visitor.optional(9, "collectedDateTime", collected)
    visitor.optional(10, "collectedPeriod", collectedPeriod)
    visitor.optional(11, "receivedTime", received)
    visitor.list(12, "condition", conditions)
    visitor.list(13, "rejectReason", rejectReasons)
    visitor.list(14, "collector", collectors)
    visitor.list(15, "note", notes)
    visitor.list(16, "observation", observations)
    visitor.list(17, "detail", details)
  }

  package mutating func read(
    _ key: UInt64, from decoder: inout MessageDecoder
  ) throws(FormatError) {
    switch key {
    case 1: try decoder.list(&identifiers)
    case 2: try decoder.optional(&type)
    case 3: try decoder.list(&additives)
    case 4: try decoder.optional(&method)
    case 5: try decoder.optional(&bodySite)
    case 6: try decoder.optional(&role)
    case 7: try decoder.optional(&volume)
    case 8: try decoder.optional(&text)
    case 9: try decoder.optional(&collected)
    case 10: try decoder.optional(&collectedPeriod)
    case 11: try decoder.optional(&received)
    case 12: try decoder.list(&conditions)
    case 13: try decoder.list(&rejectReasons)
    case 14: try decoder.list(&collectors)
    case 15: try decoder.list(&notes)
    case 16: try decoder.list(&observations)
    case 17: try decoder.list(&details)
    default: throw decoder.unknownKey()
    }
  }
}

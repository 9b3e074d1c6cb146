/// One vaccination, given, refused or planned; FHIR Immunization, RXA.
public struct Immunization: Equatable, Sendable {
  /// RXA-5.
  public var code: Concept?
  /// RXA-3.
  public var start: Timestamp?
  /// RXA-4.
  public var end: Timestamp?
  /// RXA-6–7.
  public var dose: Quantity?
  /// RXA-15.
  public var lots: [String] = []
  /// RXA-16.
  public var expirations: [Timestamp] = []
  /// RXA-17.
  public var manufacturers: [Concept] = []
  /// FHIR Immunization.status.
  public var status: ImmunizationStatus?
  /// The source's own status; RXA-20, table 0322.
  public var statusCode: Concept?
  /// RXA-18.
  public var refusals: [Concept] = []
  /// RXR-1.
  public var routes: [Concept] = []
  /// RXR-2.
  public var sites: [Concept] = []
  /// RXA-10.
  public var performers: [Practitioner] = []
  /// RXA-11, RXA-27.
  public var location: Location?
  /// RXA-9.
  public var notes: [Concept] = []
  /// RXA-19.
  public var indications: [Concept] = []
  /// RXA-8.
  public var form: Concept?
  /// RXA-21, table 0206.
  public var action: Concept?
  /// RXA-22.
  public var entered: Timestamp?
  /// RXA-2.
  public var series: UInt32?
  /// ORC.
  public var orders: [Order] = []
  /// OBX after RXA.
  public var observations: [Observation] = []
  /// NTE after RXA.
  public var remarks: [Note] = []
  /// What else the source said.
  public var details: [NamedField] = []

  /// Makes an empty one; what is known is set on it.
  public init() {}
}

extension Immunization: Record {
  package static let rule: StaticString = "immunization"

  package func visit(_ visitor: inout some FieldVisitor) {
    visitor.optional(1, "vaccineCode", code)
    visitor.optional(2, "occurrenceDateTime", start)
    visitor.optional(3, "end", end)
    visitor.optional(4, "doseQuantity", dose)
    visitor.list(5, "lotNumber", lots)
    visitor.list(6, "expirationDate", expirations)
    visitor.list(7, "manufacturer", manufacturers)
    visitor.optional(8, "status", status)
    visitor.optional(9, "statusCode", statusCode)
    visitor.list(10, "statusReason", refusals)
    visitor.list(11, "route", routes)
    visitor.list(12, "site", sites)
    visitor.list(13, "performer", performers)
    visitor.optional(14, "location", location)
    visitor.list(15, "informationSource", notes)
    visitor.list(16, "reasonCode", indications)
    visitor.optional(17, "form", form)
    visitor.optional(18, "action", action)
    visitor.optional(19, "recorded", entered)
    visitor.optional(20, "doseNumber", series)
    visitor.list(21, "order", orders)
    visitor.list(22, "observation", observations)
    visitor.list(23, "note", remarks)
    visitor.list(24, "detail", details)
  }

  package mutating func read(
    _ key: UInt64, from decoder: inout MessageDecoder
  ) throws(FormatError) {
    switch key {
    case 1: try decoder.optional(&code)
    case 2: try decoder.optional(&start)
    case 3: try decoder.optional(&end)
    case 4: try decoder.optional(&dose)
    case 5: try decoder.list(&lots)
    case 6: try decoder.list(&expirations)
    case 7: try decoder.list(&manufacturers)
    case 8: try decoder.optional(&status)
    case 9: try decoder.optional(&statusCode)
    case 10: try decoder.list(&refusals)
    case 11: try decoder.list(&routes)
    case 12: try decoder.list(&sites)
    case 13: try decoder.list(&performers)
    case 14: try decoder.optional(&location)
    case 15: try decoder.list(&notes)
    case 16: try decoder.list(&indications)
    case 17: try decoder.optional(&form)
    case 18: try decoder.optional(&action)
    case 19: try decoder.optional(&entered)
    case 20: try decoder.optional(&series)
    case 21: try decoder.list(&orders)
    case 22: try decoder.list(&observations)
    case 23: try decoder.list(&remarks)
    case 24: try decoder.list(&details)
    default: throw decoder.unknownKey()
    }
  }
}

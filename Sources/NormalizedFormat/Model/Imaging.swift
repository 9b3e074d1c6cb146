/// Content kind 11: an imaging study, or how far one has come; FHIR ImagingStudy, DICOM PS3.3,
/// MPPS.
public struct Imaging: Equatable, Sendable {
  /// Study Instance UID (0020,000D) with its system, and others; FHIR ImagingStudy.identifier.
  public var identifiers: [Identifier] = []
  /// What happened to it.
  public var event: ImagingEvent?
  /// The source's own word for that, such as N-CREATE.
  public var trigger: String?
  /// FHIR ImagingStudy.status.
  public var status: ImagingStatus?
  /// Modality (0008,0060); FHIR ImagingStudy.modality.
  public var modalities: [Concept] = []
  /// Study Date and Time (0008,0020), (0008,0030).
  public var started: Timestamp?
  /// Performed Procedure Step End Date and Time (0040,0250), (0040,0251).
  public var ended: Timestamp?
  /// Accession Number (0008,0050), order numbers; FHIR ImagingStudy.basedOn.
  public var basedOn: [Identifier] = []
  /// Referring Physician (0008,0090).
  public var referrer: [Practitioner] = []
  /// Name of Physicians Reading Study (0008,1060).
  public var interpreters: [Practitioner] = []
  /// Procedure Code Sequence (0008,1032).
  public var procedures: [Concept] = []
  /// Reason for the study; FHIR ImagingStudy.reasonCode.
  public var reasons: [Concept] = []
  /// Study Description (0008,1030).
  public var description: String?
  /// Where it is performed; FHIR ImagingStudy.location.
  public var location: Location?
  /// Number of Study Related Series (0020,1206).
  public var seriesCount: UInt32?
  /// Number of Study Related Instances (0020,1208).
  public var instanceCount: UInt32?
  /// What is known of its series.
  public var series: [ImagingSeries] = []
  /// Where it can be fetched: a DICOMweb address or an AE title.
  public var endpoints: [String] = []
  /// Remarks.
  public var notes: [Note] = []
  /// What else the source said.
  public var details: [NamedField] = []

  /// Makes an empty one; what is known is set on it.
  public init() {}
}

extension Imaging: Record {
  package static let rule: StaticString = "imaging"

  package func visit(_ visitor: inout some FieldVisitor) {
    visitor.list(1, "identifier", identifiers)
    visitor.optional(2, "event", event)
    visitor.optional(3, "trigger", trigger)
    visitor.optional(4, "status", status)
    visitor.list(5, "modality", modalities)
    visitor.optional(6, "started", started)
    visitor.optional(7, "ended", ended)
    visitor.list(8, "basedOn", basedOn)
    visitor.list(9, "referrer", referrer)
    visitor.list(10, "interpreter", interpreters)
    visitor.list(11, "procedureCode", procedures)
    visitor.list(12, "reasonCode", reasons)
    visitor.optional(13, "description", description)
    visitor.optional(14, "location", location)
    visitor.optional(15, "numberOfSeries", seriesCount)
    visitor.optional(16, "numberOfInstances", instanceCount)
    visitor.list(17, "series", series)
    visitor.list(18, "endpoint", endpoints)
    visitor.list(19, "note", notes)
    visitor.list(20, "detail", details)
  }

  package mutating func read(
    _ key: UInt64, from decoder: inout MessageDecoder
  ) throws(FormatError) {
    switch key {
    case 1: try decoder.list(&identifiers)
    case 2: try decoder.optional(&event)
    case 3: try decoder.optional(&trigger)
    case 4: try decoder.optional(&status)
    case 5: try decoder.list(&modalities)
    case 6: try decoder.optional(&started)
    case 7: try decoder.optional(&ended)
    case 8: try decoder.list(&basedOn)
    case 9: try decoder.list(&referrer)
    case 10: try decoder.list(&interpreters)
    case 11: try decoder.list(&procedures)
    case 12: try decoder.list(&reasons)
    case 13: try decoder.optional(&description)
    case 14: try decoder.optional(&location)
    case 15: try decoder.optional(&seriesCount)
    case 16: try decoder.optional(&instanceCount)
    case 17: try decoder.list(&series)
    case 18: try decoder.list(&endpoints)
    case 19: try decoder.list(&notes)
    case 20: try decoder.list(&details)
    default: throw decoder.unknownKey()
    }
  }
}

/// One series of a study; FHIR ImagingStudy.series.
public struct ImagingSeries: Equatable, Sendable {
  /// Series Instance UID (0020,000E).
  public var uid: String?
  /// Series Number (0020,0011).
  public var number: UInt32?
  /// Modality (0008,0060).
  public var modality: Concept?
  /// Series Description (0008,103E).
  public var description: String?
  /// Number of Series Related Instances (0020,1209).
  public var instanceCount: UInt32?
  /// Body Part Examined (0018,0015).
  public var bodySite: Concept?
  /// Laterality (0020,0060).
  public var laterality: Concept?
  /// Series Date and Time (0008,0021), (0008,0031).
  public var started: Timestamp?
  /// Performing Physician and Operators (0008,1050), (0008,1070).
  public var performers: [Practitioner] = []
  /// The equipment; General Equipment Module.
  public var device: Device?
  /// What is known of its objects.
  public var instances: [ImagingInstance] = []
  /// What else the source said.
  public var details: [NamedField] = []

  /// Makes an empty one; what is known is set on it.
  public init() {}
}

extension ImagingSeries: Record {
  package static let rule: StaticString = "imaging-series"

  package func visit(_ visitor: inout some FieldVisitor) {
    visitor.optional(1, "uid", uid)
    visitor.optional(2, "number", number)
    visitor.optional(3, "modality", modality)
    visitor.optional(4, "description", description)
    visitor.optional(5, "numberOfInstances", instanceCount)
    visitor.optional(6, "bodySite", bodySite)
    visitor.optional(7, "laterality", laterality)
    visitor.optional(8, "started", started)
    visitor.list(9, "performer", performers)
    visitor.optional(10, "device", device)
    visitor.list(11, "instance", instances)
    visitor.list(12, "detail", details)
  }

  package mutating func read(
    _ key: UInt64, from decoder: inout MessageDecoder
  ) throws(FormatError) {
    switch key {
    case 1: try decoder.optional(&uid)
    case 2: try decoder.optional(&number)
    case 3: try decoder.optional(&modality)
    case 4: try decoder.optional(&description)
    case 5: try decoder.optional(&instanceCount)
    case 6: try decoder.optional(&bodySite)
    case 7: try decoder.optional(&laterality)
    case 8: try decoder.optional(&started)
    case 9: try decoder.list(&performers)
    case 10: try decoder.optional(&device)
    case 11: try decoder.list(&instances)
    case 12: try decoder.list(&details)
    default: throw decoder.unknownKey()
    }
  }
}

/// The URIs of the projection.
///
/// `example` is a top-level domain that nobody can own (RFC 2606): a site that publishes its own
/// guide replaces the base in one place.
enum Namespace {
  static let base = "https://vaguemestre.example/fhir/"
  /// Extensions: `record-field`, by the names of `normalized.cddl`.
  static let extensions = base + "StructureDefinition/"
  static let codes = base + "CodeSystem/"

  static let absentReason = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
  static let hl7 = "http://terminology.hl7.org/CodeSystem/"

  /// An extension that holds true: a mark.
  static func mark(_ name: String) -> JSON {
    .object(["url": .string(extensions + name), "valueBoolean": .bool(true)])
  }

  /// FHIR demands the element, and the message has none.
  static let absent = mark("absent")
  /// An element without anything in it, which FHIR does not have.
  static let empty = mark("empty")
  /// The source says to delete the element; one that is absent is unchanged.
  static let cleared = mark("cleared")
  /// Follows from other elements; whoever reads the message back leaves it out.
  static let derived = mark("derived")

  /// FHIR demands the element, and nothing true can stand there.
  static let unknown = JSON.object([
    "url": .string(absentReason), "valueCode": .string("unknown"),
  ])

  /// A code of a system, as FHIR Coding.
  static func coding(_ system: String, _ code: String, _ display: String? = nil) -> JSON {
    var members: JSONObject = ["system": .string(system), "code": .string(code)]
    if let display { members.append("display", .string(display)) }
    return .object(members)
  }

  /// A code of a system, as FHIR CodeableConcept.
  static func concept(_ system: String, _ code: String) -> JSON {
    .object(["coding": .array([coding(system, code)])])
  }
}

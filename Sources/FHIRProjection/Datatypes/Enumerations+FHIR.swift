import NormalizedFormat

/// A list of meanings as FHIR `code`: the names of the format are FHIR's own wherever FHIR has one.
protocol FHIRCode: FHIRValue, WireEnum {
  var fhirCode: String { get }
}

extension FHIRCode {
  static var fhirType: String { "Code" }
  static var isPrimitive: Bool { true }
  var fhirCode: String { code }

  func written(_ desk: Desk) -> Slot { Slot(.string(fhirCode)) }

  static func read(_ slot: Slot, _ desk: Desk) throws(FHIRError) -> Self {
    guard let value = slot.value, slot.more == nil else {
      throw FHIRError(.wrongType, at: slot.offset)
    }
    return try value.meaning { $0.fhirCode }
  }
}

extension JSON {
  /// The meaning with this code.
  func meaning<T: WireEnum>(in type: T.Type = T.self) throws(FHIRError) -> T {
    try meaning { $0.code }
  }

  func meaning<T: WireEnum>(_ code: (T) -> String) throws(FHIRError) -> T {
    let text = try text()
    guard let meaning = T.allCases.first(where: { code($0) == text }) else {
      throw FHIRError(.wrongValue, at: offset)
    }
    return meaning
  }
}

extension IdentifierUse: FHIRCode {}
extension Sex: FHIRCode {}
extension NameUse: FHIRCode {}
extension AddressUse: FHIRCode {}
extension TelecomSystem: FHIRCode {}
extension TelecomUse: FHIRCode {}
extension ObservationStatus: FHIRCode {}
extension ContainmentLevel: FHIRCode {}
extension Validity: FHIRCode {}
extension ReportStatus: FHIRCode {}
extension OrderStatus: FHIRCode {}
extension AdmissionEvent: FHIRCode {}
extension AppointmentStatus: FHIRCode {}
extension ParticipantKind: FHIRCode {}
extension DocumentStatus: FHIRCode {}
extension ImmunizationStatus: FHIRCode {}
extension AlertPhase: FHIRCode {}
extension AlertState: FHIRCode {}
extension AlertInactivation: FHIRCode {}
extension AlertPriority: FHIRCode {}
extension AlertKind: FHIRCode {}
extension ImagingEvent: FHIRCode {}
extension ImagingStatus: FHIRCode {}
extension PositionEvent: FHIRCode {}
extension TrackedKind: FHIRCode {}
extension OperationalStatus: FHIRCode {}
extension ConnectionState: FHIRCode {}
extension PowerSource: FHIRCode {}
extension CalibrationState: FHIRCode {}
extension ClockQuality: FHIRCode {}

extension Comparator: FHIRCode {
  /// Whether FHIR R4 has it.
  var isFHIR: Bool { self != .approximate && self != .notEqual }
}

extension EncounterStatus: FHIRCode {
  var fhirCode: String { self == .onLeave ? "onleave" : code }
}

/// FHIR Encounter.class is a Coding, of HL7 v3 ActCode where that has the class.
extension EncounterClass: FHIRValue {
  static var fhirType: String { "Coding" }

  private var system: String {
    switch self {
    case .other: "v3-NullFlavor"
    default: code.utf8.count == 1 ? "v2-0004" : "v3-ActCode"
    }
  }

  func written(_ desk: Desk) -> Slot { Slot(Namespace.coding(Namespace.hl7 + system, code)) }

  static func read(_ slot: Slot, _ desk: Desk) throws(FHIRError) -> EncounterClass {
    guard let meaning = allCases.first(where: { $0.written(desk).value == slot.value }) else {
      throw FHIRError(.wrongValue, at: slot.offset)
    }
    return meaning
  }
}

/// FHIR dataAbsentReason is a CodeableConcept.
extension AbsentReason: FHIRValue {
  static var fhirType: String { "CodeableConcept" }

  func written(_ desk: Desk) -> Slot {
    Slot(Namespace.concept(Namespace.hl7 + "data-absent-reason", code))
  }

  static func read(_ slot: Slot, _ desk: Desk) throws(FHIRError) -> AbsentReason {
    guard let meaning = allCases.first(where: { $0.written(desk).value == slot.value }) else {
      throw FHIRError(.wrongValue, at: slot.offset)
    }
    return meaning
  }
}

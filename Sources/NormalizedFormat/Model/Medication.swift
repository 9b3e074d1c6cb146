/// What is to be given, and how; FHIR MedicationRequest, RXO, RXE, RXR.
public struct Medication: Equatable, Sendable {
  /// RXO-1, RXE-2.
  public var code: Concept?
  /// RXO-2, RXE-3, with the unit.
  public var amountMin: Quantity?
  /// RXO-3, RXE-4.
  public var amountMax: Quantity?
  /// RXO-5, RXE-6.
  public var form: Concept?
  /// RXR-1.
  public var routes: [Concept] = []
  /// RXR-2.
  public var sites: [Concept] = []
  /// RXR-3.
  public var devices: [Concept] = []
  /// RXR-4.
  public var methods: [Concept] = []
  /// RXO-6.
  public var pharmacyInstructions: [Concept] = []
  /// RXO-7, RXE-7.
  public var administrationInstructions: [Concept] = []
  /// RXO-11, RXE-10.
  public var dispense: Quantity?
  /// RXO-13, RXE-12.
  public var refills: UInt32?
  /// RXO-18, RXE-25.
  public var strength: Quantity?
  /// RXE-23–24.
  public var rate: Quantity?
  /// RXO-9, RXE-9.
  public var substitution: Concept?
  /// RXE-15.
  public var prescriptionIdentifiers: [Identifier] = []
  /// RXC.
  public var components: [Medication] = []
  /// RXO-20, RXE-27.
  public var indications: [Concept] = []
  /// NTE after RXO or RXE.
  public var notes: [Note] = []
  /// What else the source said.
  public var details: [NamedField] = []

  /// Makes an empty one; what is known is set on it.
  public init() {}
}

extension Medication: Record {
  package static let rule: StaticString = "medication"

  package func visit(_ visitor: inout some FieldVisitor) {
    visitor.optional(1, "code", code)
    visitor.optional(2, "amountMin", amountMin)
    visitor.optional(3, "amountMax", amountMax)
    visitor.optional(4, "form", form)
    visitor.list(5, "route", routes)
    visitor.list(6, "site", sites)
    visitor.list(7, "administrationDevice", devices)
    visitor.list(8, "method", methods)
    visitor.list(9, "pharmacyInstruction", pharmacyInstructions)
    visitor.list(10, "administrationInstruction", administrationInstructions)
    visitor.optional(11, "dispenseQuantity", dispense)
    visitor.optional(12, "numberOfRepeatsAllowed", refills)
    visitor.optional(13, "strength", strength)
    visitor.optional(14, "rate", rate)
    visitor.optional(15, "substitution", substitution)
    visitor.list(16, "prescriptionIdentifier", prescriptionIdentifiers)
    visitor.list(17, "component", components)
    visitor.list(18, "indication", indications)
    visitor.list(19, "note", notes)
    visitor.list(20, "detail", details)
  }

  package mutating func read(
    _ key: UInt64, from decoder: inout MessageDecoder
  ) throws(FormatError) {
    switch key {
    case 1: try decoder.optional(&code)
    case 2: try decoder.optional(&amountMin)
    case 3: try decoder.optional(&amountMax)
    case 4: try decoder.optional(&form)
    case 5: try decoder.list(&routes)
    case 6: try decoder.list(&sites)
    case 7: try decoder.list(&devices)
    case 8: try decoder.list(&methods)
    case 9: try decoder.list(&pharmacyInstructions)
    case 10: try decoder.list(&administrationInstructions)
    case 11: try decoder.optional(&dispense)
    case 12: try decoder.optional(&refills)
    case 13: try decoder.optional(&strength)
    case 14: try decoder.optional(&rate)
    case 15: try decoder.optional(&substitution)
    case 16: try decoder.list(&prescriptionIdentifiers)
    case 17: try decoder.list(&components)
    case 18: try decoder.list(&indications)
    case 19: try decoder.list(&notes)
    case 20: try decoder.list(&details)
    default: throw decoder.unknownKey()
    }
  }
}

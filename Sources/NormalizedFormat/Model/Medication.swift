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

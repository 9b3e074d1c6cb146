/// What the source says of its message; FHIR MessageHeader, MSH.
public struct MessageSource: Equatable, Sendable {
  /// Such as `HL7v2`.
  public var standard: String
  /// MSH-12.
  public var version: String?
  /// Such as `ORU^R01^ORU_R01`; MSH-9.
  public var type: String?
  /// MSH-10.
  public var controlID: String?
  /// MSH-3.
  public var sendingApplication: Authority?
  /// MSH-4.
  public var sendingFacility: Authority?
  /// MSH-5.
  public var receivingApplication: Authority?
  /// MSH-6.
  public var receivingFacility: Authority?
  /// By which the bytes were read; MSH-18.
  public var characterSet: String?
  /// True: the source did not say its character set, or lied.
  public var characterSetAssumed: Bool = false
  /// Production, training or debugging; MSH-11.
  public var processing: String?
  /// MSH-13.
  public var sequence: String?
  /// MSH-21.
  public var profiles: [Identifier] = []
  /// MSH-8, as it came; labels come from policy, never from here.
  public var security: String?
  /// MSH-17.
  public var country: String?
  /// MSH-19.
  public var language: Concept?
  /// What else the source said of its message.
  public var details: [NamedField] = []

  /// Makes one with what it must have; the rest is set on it.
  public init(standard: String) {
    self.standard = standard
  }
}

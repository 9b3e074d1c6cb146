/// Insurance; FHIR Coverage, IN1.
public struct Coverage: Equatable, Sendable {
  /// Policy number; IN1-36.
  public var identifiers: [Identifier] = []
  /// IN1-2.
  public var plan: Concept?
  /// IN1-3–7.
  public var insurers: [Organization] = []
  /// IN1-8.
  public var groupNumber: String?
  /// IN1-9.
  public var groupNames: [String] = []
  /// IN1-12–13.
  public var period: Period?
  /// IN1-15.
  public var planType: Concept?
  /// IN1-16–19, IN1-43.
  public var subscribers: [Contact] = []
  /// Patient to subscriber; IN1-17.
  public var relationship: Concept?
  /// IN1-14.
  public var authorization: String?
  /// IN1-22.
  public var priority: String?
  /// What else the source said.
  public var details: [NamedField] = []

  /// Makes an empty one; what is known is set on it.
  public init() {}
}

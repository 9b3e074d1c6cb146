/// FHIR Procedure, PR1.
public struct Procedure: Equatable, Sendable {
  /// PR1-19.
  public var identifiers: [Identifier] = []
  /// PR1-3.
  public var code: Concept?
  /// PR1-4.
  public var description: String?
  /// PR1-5.
  public var time: Timestamp?
  /// PR1-6.
  public var type: Concept?
  /// PR1-7.
  public var duration: Quantity?
  /// PR1-8, 11, 12.
  public var practitioners: [Practitioner] = []
  /// PR1-15.
  public var reason: Concept?
  /// PR1-16.
  public var modifiers: [Concept] = []
  /// PR1-14.
  public var priority: String?
  /// What else the source said.
  public var details: [NamedField] = []

  /// Makes an empty one; what is known is set on it.
  public init() {}
}

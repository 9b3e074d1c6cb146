/// What is normal for this patient and method, clinically; FHIR Observation.referenceRange, OBX-7.
public struct ReferenceRange: Equatable, Sendable {
  /// Lower end.
  public var low: Quantity?
  /// Upper end.
  public var high: Quantity?
  /// As the source wrote it.
  public var text: String?
  /// FHIR referenceRange.type.
  public var type: Concept?
  /// FHIR referenceRange.appliesTo.
  public var appliesTo: [Concept] = []

  /// Makes one of these parts.
  public init(
    low: Quantity? = nil,
    high: Quantity? = nil,
    text: String? = nil,
    type: Concept? = nil,
    appliesTo: [Concept] = []
  ) {
    self.low = low
    self.high = high
    self.text = text
    self.type = type
    self.appliesTo = appliesTo
  }
}

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

extension ReferenceRange: Record {
  package static let rule: StaticString = "reference-range"

  package init() { self.init(low: nil) }

  package func visit(_ visitor: inout some FieldVisitor) {
    visitor.optional(1, "low", low)
    visitor.optional(2, "high", high)
    visitor.optional(3, "text", text)
    visitor.optional(4, "type", type)
    visitor.list(5, "appliesTo", appliesTo)
  }

  package mutating func read(
    _ key: UInt64, from decoder: inout MessageDecoder
  ) throws(FormatError) {
    switch key {
    case 1: try decoder.optional(&low)
    case 2: try decoder.optional(&high)
    case 3: try decoder.optional(&text)
    case 4: try decoder.optional(&type)
    case 5: try decoder.list(&appliesTo)
    default: throw decoder.unknownKey()
    }
  }
}

/// Samples at a fixed period, waveforms mostly; FHIR SampledData, NA, MDC SA-OBS.
public struct SampledArray: Equatable, Sendable {
  /// Raw samples in time order, null for a gap; value = origin + factor × sample.
  public var samples: Samples
  /// Milliseconds between two samples; MDC_ATTR_SAMP_RATE inverted.
  public var period: DecimalNumber?
  /// Absent: 1.
  public var factor: DecimalNumber?
  /// Value of a zero sample, and the unit; absent value: 0.
  public var origin: Quantity?
  /// Points a sample; absent: 1.
  public var dimensions: UInt32?
  /// Below this the device can't measure; FHIR SampledData.lowerLimit.
  public var lowerLimit: DecimalNumber?
  /// Above this it can't; FHIR SampledData.upperLimit.
  public var upperLimit: DecimalNumber?

  /// Makes one with what it must have; the rest is set on it.
  public init(samples: Samples) {
    self.samples = samples
  }
}

extension SampledArray: Record {
  package static let rule: StaticString = "sampled-array"
  package static let required: KeySet = [1]

  package init() { self.init(samples: Samples([])) }

  package func visit(_ visitor: inout some FieldVisitor) {
    visitor.required(1, "samples", samples)
    visitor.optional(2, "period", period)
    visitor.optional(3, "factor", factor)
    visitor.optional(4, "origin", origin)
    visitor.optional(5, "dimensions", dimensions)
    visitor.optional(6, "lowerLimit", lowerLimit)
    visitor.optional(7, "upperLimit", upperLimit)
  }

  package mutating func read(
    _ key: UInt64, from decoder: inout MessageDecoder
  ) throws(FormatError) {
    switch key {
    case 1: try decoder.required(&samples)
    case 2: try decoder.optional(&period)
    case 3: try decoder.optional(&factor)
    case 4: try decoder.optional(&origin)
    case 5: try decoder.optional(&dimensions)
    case 6: try decoder.optional(&lowerLimit)
    case 7: try decoder.optional(&upperLimit)
    default: throw decoder.unknownKey()
    }
  }
}

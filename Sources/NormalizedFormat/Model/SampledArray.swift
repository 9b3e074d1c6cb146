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

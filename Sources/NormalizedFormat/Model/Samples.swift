/// Raw samples of a waveform in time order, nil where the device had none.
public struct Samples: Equatable, Sendable {
  /// The samples; value = origin + factor × sample.
  public var values: [Int64?]

  /// Makes a row of samples.
  public init(_ values: [Int64?]) { self.values = values }
}

import NormalizedFormat

extension ObservationSet {
  /// How far back the waveform of a facet may stand.
  private static let rowsBack = 64

  /// A facet that says how fast a waveform was sampled (IHE PCD WCM, MDC_ATTR_SAMP_RATE) is that
  /// waveform's period as well; it stays as a row.
  mutating func shareRate(of facet: Int) {
    let row = observations[facet]
    let isRate = row.code.codings.contains {
      $0.display == "MDC_ATTR_SAMP_RATE" || $0.code == "MDC_ATTR_SAMP_RATE"
    }
    guard isRate, case .quantity(let rate)? = row.values.first, rate.comparator == nil,
      rate.unit?.ucum == "Hz" || rate.unit?.ucum == "/s", let period = rate.value?.period
    else { return }
    let wave = observations[max(0, facet - Self.rowsBack)..<facet].lastIndex { other in
      other.level == .metric && other.containment.prefix(4) == row.containment.prefix(4)
    }
    guard let wave else { return }
    for at in observations[wave].values.indices {
      guard case .sampledArray(var array) = observations[wave].values[at], array.period == nil
      else {
        continue
      }
      array.period = period
      observations[wave].values[at] = .sampledArray(array)
    }
  }
}

extension DecimalNumber {
  /// Milliseconds between two of so many a second; nil where no decimal says that exactly (three a
  /// second), for a rounded one drifts.
  var period: DecimalNumber? {
    guard mantissa > 0, (-9...9).contains(exponent) else { return nil }
    // 1000 / (mantissa × 10^exponent), with more and more digits behind the point.
    var dividend: Int64 = 1_000
    for _ in 0..<min(exponent, 0).magnitude { dividend *= 10 }
    for places in 0..<16 as Range<Int16> {
      if dividend % mantissa == 0 {
        return DecimalNumber(dividend / mantissa, exponent: -places - max(exponent, 0))
      }
      let (next, overflow) = dividend.multipliedReportingOverflow(by: 10)
      guard !overflow else { return nil }
      dividend = next
    }
    return nil
  }
}

/// Limits set on the device, never a reference range; MDC_ATTR_LIMIT_CURR, OBX-7 under PCD-01.
public struct AlarmLimits: Equatable, Sendable {
  /// Alarm below this.
  public var low: Quantity?
  /// Alarm above this.
  public var high: Quantity?
  /// As the source wrote it.
  public var text: String?

  /// Makes one of these parts.
  public init(low: Quantity? = nil, high: Quantity? = nil, text: String? = nil) {
    self.low = low
    self.high = high
    self.text = text
  }
}

/// From when to when; FHIR Period, DR.
public struct Period: Equatable, Sendable {
  /// First moment.
  public var start: Timestamp?
  /// Last moment; absent while it lasts.
  public var end: Timestamp?

  /// Makes one of these parts.
  public init(start: Timestamp? = nil, end: Timestamp? = nil) {
    self.start = start
    self.end = end
  }
}

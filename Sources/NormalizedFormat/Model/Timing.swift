/// How often, how long, from when; FHIR Timing, TQ1, ORC-7.
public struct Timing: Equatable, Sendable {
  /// TQ1-2.
  public var quantity: Quantity?
  /// TQ1-3, table 0335.
  public var patterns: [Concept] = []
  /// ORC-7.2 as written.
  public var interval: String?
  /// TQ1-4.
  public var explicitTimes: [String] = []
  /// TQ1-6, ORC-7.3.
  public var duration: Quantity?
  /// TQ1-7.
  public var start: Timestamp?
  /// TQ1-8.
  public var end: Timestamp?
  /// TQ1-9, ORC-7.6.
  public var priorities: [Concept] = []
  /// TQ1-10.
  public var condition: String?
  /// TQ1-11.
  public var text: String?
  /// TQ1-14.
  public var occurrences: UInt32?

  /// Makes an empty one; what is known is set on it.
  public init() {}
}

/// Content kind 8: what could not be understood, whole, so that it can be replayed.
public struct Quarantine: Equatable, Sendable {
  /// The adapter's fault code (1xxx); never text, which could hold content.
  public var reason: UInt32
  /// The bytes as they came.
  public var raw: [UInt8]
  /// Where it went wrong: a path of the source, such as `PID-7`; never content.
  public var place: String?
  /// Where it went wrong: index into the raw bytes.
  public var offset: UInt64?
  /// What the bytes were taken for, such as `x-application/hl7-v2+er7`.
  public var mediaType: String?
  /// A stable word for the reason; never content.
  public var detail: String?

  /// Makes one with what it must have; the rest is set on it.
  public init(reason: UInt32, raw: [UInt8]) {
    self.reason = reason
    self.raw = raw
  }
}

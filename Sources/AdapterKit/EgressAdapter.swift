public import NormalizedFormat

/// A translator that also goes the other way: out of the normalized format, for systems that speak
/// nothing else. Pure, as ``Adapter`` is.
public protocol EgressAdapter: Adapter {
  /// Writes one message as raw bytes, without the framing of a connection.
  ///
  /// What came of this adapter is given back as an equivalent message: normalized again, it has the
  /// same content. A kind that the standard has no message for is refused.
  func render(
    _ message: Message, context: EgressContext
  ) throws(AdapterError) -> [UInt8]
}

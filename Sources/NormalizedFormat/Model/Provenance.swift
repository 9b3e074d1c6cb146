/// How the message came to be; FHIR Provenance.
public struct Provenance: Equatable, Sendable {
  /// Who translated.
  public var adapter: AdapterIdentity
  /// What was translated.
  public var source: MessageSource
  /// Which device, where one device made it all.
  public var device: Device?
  /// When the source says that it made the message; MSH-7.
  public var created: Timestamp?
  /// When the gateway had the bytes, by its own clock.
  public var received: Timestamp?
  /// The bytes it came from.
  public var raw: RawDigest?
  /// How the device measured, where one method made it all.
  public var method: Concept?

  /// Makes one with what it must have; the rest is set on it.
  public init(adapter: AdapterIdentity, source: MessageSource) {
    self.adapter = adapter
    self.source = source
  }
}

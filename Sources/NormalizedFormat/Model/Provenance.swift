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

extension Provenance: Record {
  package static let rule: StaticString = "provenance"
  package static let required: KeySet = [1, 2]

  package init() { self.init(adapter: AdapterIdentity(), source: MessageSource()) }

  package func visit(_ visitor: inout some FieldVisitor) {
    visitor.required(1, "adapter", adapter)
    visitor.required(2, "source", source)
    visitor.optional(3, "device", device)
    visitor.optional(4, "created", created)
    visitor.optional(5, "received", received)
    visitor.optional(6, "raw", raw)
    visitor.optional(7, "method", method)
  }

  package mutating func read(
    _ key: UInt64, from decoder: inout MessageDecoder
  ) throws(FormatError) {
    switch key {
    case 1: try decoder.required(&adapter)
    case 2: try decoder.required(&source)
    case 3: try decoder.optional(&device)
    case 4: try decoder.optional(&created)
    case 5: try decoder.optional(&received)
    case 6: try decoder.optional(&raw)
    case 7: try decoder.optional(&method)
    default: throw decoder.unknownKey()
    }
  }
}

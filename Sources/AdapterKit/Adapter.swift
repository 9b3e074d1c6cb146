public import NormalizedFormat

/// A translator of one device standard or dialect into the normalized format. Pure: it has no
/// socket, clock, disk or key; the runtime brings the bytes and takes the messages.
///
/// For each frame the runtime calls ``split(_:)``, digests each part, calls
/// ``normalize(_:context:)`` on it, waits until what came of all parts is durable in the cell, and
/// sends what ``acknowledgements`` says. See the README for how to write one.
public protocol Adapter: Sendable {
  /// The adapter's name, as in the site's configuration and in each message's provenance: `hl7v2`.
  static var name: String { get }
  /// Its release.
  static var version: String { get }
  /// The standard it reads, as in provenance: `HL7v2`.
  static var standard: String { get }
  /// The media type of raw messages, for quarantine and the raw journal.
  static var mediaType: String { get }

  /// An adapter with the settings of one link; an unknown setting is refused.
  init(_ configuration: AdapterConfiguration) throws(AdapterError)

  /// A framing for one connection.
  func makeFraming() -> any Framing

  /// Cuts the content of one frame (or a file) into messages: adjoining slices that together are
  /// all its bytes.
  func split(_ frame: [UInt8]) -> [[UInt8]]

  /// Translates one message. What it can't translate it refuses with an error, and the runtime puts
  /// the raw bytes into quarantine: see ``quarantine(_:error:context:)``.
  func normalize(
    _ raw: RawMessage, context: IngestContext
  ) throws(AdapterError) -> Normalization

  /// How the device is answered.
  var acknowledgements: any AcknowledgementPolicy { get }
}

extension Adapter {
  /// One message a frame.
  public func split(_ frame: [UInt8]) -> [[UInt8]] { [frame] }

  /// The message that keeps what could not be translated, whole, so that it can be replayed after a
  /// fix.
  public func quarantine(
    _ raw: RawMessage, error: AdapterError, context: IngestContext
  ) -> Message {
    var content = Quarantine(reason: UInt32(error.code.rawValue), raw: raw.bytes)
    content.place = error.place.isEmpty ? nil : error.place
    content.offset = error.offset.map(UInt64.init)
    content.mediaType = Self.mediaType
    content.detail = "\(error.code)"
    var provenance = Provenance(
      adapter: AdapterIdentity(name: Self.name, version: Self.version),
      source: MessageSource(standard: Self.standard))
    provenance.received = Timestamp(
      milliseconds: context.received, precision: .millisecond, zone: .stated(0))
    provenance.raw = RawDigest(sha256: raw.digest, count: UInt64(raw.bytes.count))
    return Message(provenance: provenance, content: .quarantine(content))
  }

  /// Translates one message or quarantines it: every message becomes something durable.
  public func ingest(_ raw: RawMessage, context: IngestContext) -> Ingestion {
    do {
      return Ingestion(
        messages: try normalize(raw, context: context).messages, outcome: .accepted)
    } catch {
      return Ingestion(
        messages: [quarantine(raw, error: error, context: context)],
        outcome: .quarantined(error))
    }
  }
}

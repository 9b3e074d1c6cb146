public import NormalizedFormat

/// A translator of one device standard or dialect into the normalized format. Pure: it has no
/// socket, clock, disk or key; the runtime brings the bytes and takes the messages.
///
/// For each frame the runtime calls ``split(_:)``, digests each part, calls
/// ``translate(_:context:)`` on it, which is ``normalize(_:context:)`` unless the adapter says
/// otherwise, waits until what came of all parts is durable in the cell, and
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

  /// Translates one message as ``normalize(_:context:)`` does: the same messages in the same
  /// encoding, or the same refusal. An adapter that knows a shorter way to the bytes takes it here.
  ///
  /// Called from several connections of a link at once: what an adapter remembers it locks.
  func translate(
    _ raw: RawMessage, context: IngestContext
  ) throws(AdapterError) -> [TranslatedMessage]

  /// What tells this message from every other that its source sends, by the source's own word (HL7
  /// v2: MSH-10); nil where it says nothing that does.
  ///
  /// The same bytes under a name are the same message sent again, and what is durable is not made
  /// durable twice. Without a name nobody can tell a repetition from a second event, so nothing is
  /// taken for one.
  func name(of raw: RawMessage) -> [UInt8]?

  /// How the device is answered.
  var acknowledgements: any AcknowledgementPolicy { get }
}

extension Adapter {
  /// None: no message is taken for a repetition.
  public func name(of raw: RawMessage) -> [UInt8]? { nil }

  /// What ``normalize(_:context:)`` gives.
  public func translate(
    _ raw: RawMessage, context: IngestContext
  ) throws(AdapterError) -> [TranslatedMessage] {
    try normalize(raw, context: context).messages.map { TranslatedMessage($0) }
  }

  /// One message a frame.
  public func split(_ frame: [UInt8]) -> [[UInt8]] { [frame] }

  /// The messages that keep what could not be translated or delivered, so that it can be replayed
  /// after a fix: one, or one for each piece of what is larger than a message may be.
  public func quarantine(
    _ raw: RawMessage, error: AdapterError, context: IngestContext
  ) -> [Message] {
    var provenance = Provenance(
      adapter: AdapterIdentity(name: Self.name, version: Self.version),
      source: MessageSource(standard: Self.standard))
    provenance.received = Timestamp(
      milliseconds: context.received, precision: .millisecond, zone: .stated(0))
    provenance.raw = RawDigest(sha256: raw.digest, count: UInt64(raw.bytes.count))
    return Quarantine.pieces(of: raw.bytes, sha256: raw.digest).map { piece in
      var content = Quarantine(reason: UInt32(error.code.rawValue), raw: piece.raw)
      content.place = error.place.isEmpty ? nil : error.place
      content.offset = error.offset.map(UInt64.init)
      content.mediaType = Self.mediaType
      content.detail = "\(error.code)"
      content.part = piece.part
      return Message(provenance: provenance, content: .quarantine(content))
    }
  }

  /// Translates one message or quarantines it: every message becomes something that can be durable.
  public func ingest(_ raw: RawMessage, context: IngestContext) -> Ingestion {
    do throws(AdapterError) {
      let translated = try translate(raw, context: context)
      guard let ingestion = Ingestion(translated, outcome: .accepted) else {
        throw AdapterError(.oversized, blame: .gateway)
      }
      return ingestion
    } catch {
      let kept = quarantine(raw, error: error, context: context).map { TranslatedMessage($0) }
      guard let ingestion = Ingestion(kept, outcome: .quarantined(error)) else {
        preconditionFailure("a piece in quarantine fits a message, whatever is in it")
      }
      return ingestion
    }
  }
}

public import NormalizedFormat

/// A normalized message as a Bundle of FHIR R4 (4.0.1): lossless, so that the message comes back.
///
/// ```swift
/// let json = FHIRBundle(of: message, label: label).bytes
/// let same = try FHIRBundle(json).message
/// ```
public struct FHIRBundle: Equatable, Sendable {
  /// The message.
  public var message: Message
  /// Its label, in `meta.security` of the bundle and of every resource in it.
  public var label: FHIRLabel?

  /// A bundle of a message.
  public init(of message: Message, label: FHIRLabel? = nil) {
    self.message = message
    self.label = label
  }

  /// Reads a bundle that a projection wrote. What no projection writes is refused, not passed over:
  /// else it would be lost without a word.
  public init(_ bytes: [UInt8]) throws(FHIRError) {
    let bundle = try JSONParser.parse(bytes)
    var members = try bundle.members()
    guard members.take("resourceType") == .string("Bundle"),
      members.take("type") == .string("message"), let entries = members.take("entry")
    else { throw FHIRError(.wrongValue, at: bundle.offset) }
    _ = members.take("identifier")
    _ = members.take("timestamp")
    let desk = Desk(.reading)
    desk.security = try Self.security(&members)
    label = try FHIRLabel(desk.security)
    if let other = members.pairs.first { throw FHIRError(.unknownElement, at: other.value.offset) }
    try desk.take(entries)
    let message = try Message.read(try desk.first(at: entries.offset), desk)
    try desk.finish()
    self.message = try Self.checked(message)
  }

  private static func security(_ members: inout JSONObject) throws(FHIRError) -> [JSON] {
    guard let meta = members.take("meta") else { return [] }
    var inner = try meta.members()
    let security = try inner.take("security")?.items() ?? []
    if let other = inner.pairs.first { throw FHIRError(.unknownElement, at: other.value.offset) }
    return security
  }

  /// The message, if the format takes it: its own reader says so.
  private static func checked(_ message: Message) throws(FHIRError) -> Message {
    guard let bytes = message.encoded(upTo: FormatLimit.messageBytesMax),
      let same = try? Message(decoding: bytes), same == message
    else { throw FHIRError(.notAMessage, at: 0) }
    return same
  }

  /// The JSON, one line, members in a fixed order: the same message, the same bytes.
  public var bytes: [UInt8] {
    let encoding = message.encoded(upTo: FormatLimit.messageBytesMax)
    let seed = EntryID.seed(encoding ?? [])
    let desk = Desk(.writing, seed: seed)
    desk.security = label?.codings ?? []
    do { _ = try message.entry(desk) } catch { preconditionFailure("writing refuses nothing") }
    var bundle: JSONObject = ["resourceType": .string("Bundle")]
    if !desk.security.isEmpty {
      bundle.append("meta", .object(["security": .array(desk.security)]))
    }
    bundle.append("type", .string("message"))
    bundle.append("entry", desk.written)
    return JSONText.bytes(of: .object(bundle))
  }

  /// The JSON as text.
  public var json: String { String(decoding: bytes, as: UTF8.self) }
}

import NormalizedFormat

/// What MSH, SFT and UAC say of the message itself.
struct MessageHeader {
  /// MSH-9.1.
  let code: String
  /// MSH-9.2.
  let trigger: String
  var source: MessageSource
  var created: Timestamp?
  /// Escapes kept while it was read: they stand in every message of the source.
  private(set) var keptEscapes = 0

  /// Reads the header segment.
  init(_ segment: Segment) {
    let standard = HL7v2Adapter.standard
    source = MessageSource(standard: standard)
    segment.drop(1, .syntax)
    segment.drop(2, .syntax)
    source.sendingApplication = segment.authority(3)
    source.sendingFacility = segment.authority(4)
    source.receivingApplication = segment.authority(5)
    source.receivingFacility = segment.authority(6)
    created = segment.time(7)
    if case .stated(let minutes) = created?.zone { segment.source.statedZone = minutes }
    source.security = segment.wholeText(8)
    let type = segment.first(9)
    code = type?.text(1) ?? ""
    trigger = type?.text(2) ?? Self.trigger(of: type?.peek(3))
    source.type = Self.type(code, trigger, type?.text(3))
    source.controlID = segment.wholeText(10)
    source.processing = segment.text(11)
    source.version = segment.text(12)
    source.sequence = segment.text(13)
    segment.drop(15, .acknowledgement)
    segment.drop(16, .acknowledgement)
    source.country = segment.text(17)
    segment.first(18)?.take()
    source.language = segment.concept(19)
    source.profiles = segment.entityIdentifiers(21)
    source.details = segment.rest()
    source.characterSet = segment.source.charset.name
    source.characterSetAssumed = segment.source.charset.isAssumed
    keptEscapes = segment.source.keptEscapes
  }

  /// Adds what another segment about the message says.
  mutating func add(_ segment: Segment) {
    let before = segment.source.keptEscapes
    source.details += segment.rest()
    keptEscapes += segment.source.keptEscapes - before
  }

  /// The message type as the model writes it, with `^` whatever the source's delimiter is.
  private static func type(_ code: String, _ trigger: String, _ structure: String?) -> String {
    var type = code
    if !trigger.isEmpty { type += "^" + trigger }
    if let structure { type += "^" + structure }
    return type
  }

  /// The event from the structure's name (`ORU_R01`), for senders that leave MSH-9.2 out.
  private static func trigger(of structure: String?) -> String {
    guard let structure, structure.utf8.count == 7 else { return "" }
    return String(structure.suffix(3))
  }
}

import NormalizedFormat

/// What MSH, SFT and UAC say of the message itself.
struct MessageHeader {
  /// MSH-9.1.
  let code: String
  /// The event: MSH-9.2, else EVN-1, else that of a structure which one event has for itself.
  let trigger: String?
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
    let (stated, structure) = (type?.text(2), type?.text(3))
    trigger = stated ?? Self.trigger(segment.source, structure)
    source.type = Self.type(code, stated, structure)
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
  private static func type(_ code: String, _ trigger: String?, _ structure: String?) -> String {
    guard let structure else { return trigger.map { "\(code)^\($0)" } ?? code }
    return "\(code)^\(trigger ?? "")^\(structure)"
  }

  /// The event of a message whose MSH-9.2 is empty. Before v2.3 EVN is where it stands; where two
  /// of them differ, each is that of its own patient.
  private static func trigger(_ source: SourceMessage, _ structure: String?) -> String? {
    var event: (text: String?, bytes: Range<Int>)?
    for position in source.segments.indices where source.segments[position].name == "EVN" {
      guard let code = source.segment(position).first(1), let bytes = code.bytes(1) else {
        continue
      }
      if let event, !source.same(event.bytes, bytes) { return nil }
      if event == nil { event = (code.peek(), bytes) }
    }
    if let event { return event.text }
    guard let structure, ofOneEvent.contains(structure) else { return nil }
    return String(structure.suffix(3))
  }

  /// Structures of one event each (table 0354). `ADT_A01` is that of four: which one, it does not
  /// say.
  private static let ofOneEvent: Set<String> = [
    "ADT_A03", "ADT_A12", "ADT_A15", "ADT_A16", "ADT_A17", "ADT_A18", "ADT_A20", "ADT_A24",
    "ADT_A37", "ADT_A38", "ADT_A45", "ADT_A60",
  ]
}

import NormalizedFormat

/// MDM.
struct DocumentBuilder: ContentBuilder {
  private var document = Document()
  private var last: SegmentName = "MSH"
  private var hasHeader = false

  var content: Content { .document(document) }

  init(trigger: String?) { document.trigger = trigger }

  mutating func take(_ segment: Segment) -> Bool {
    switch segment.name {
    case "TXA":
      guard !hasHeader else { return false }
      hasHeader = true
      read(segment)
    case "EVN": document.details += segment.rest()
    case "ORC": document.orders.append(Order(segment))
    case "OBR":
      if last != "ORC" { document.orders.append(Order()) }
      _ = document.orders.withLast { order in
        order.readParent(segment)
        order.items.append(OrderItem(segment, of: order))
      }
    case "TQ1":
      guard !document.orders.isEmpty else { return false }
      let timing = Timing(segment)
      document.details += segment.rest()
      _ = document.orders.withLast { $0.timings.append(timing) }
    case "OBX": document.parts.append(Observation(segment))
    default: return false
    }
    last = segment.name
    return true
  }

  mutating func take(_ note: Note) -> Bool {
    switch last {
    case "OBX": return document.parts.withLast { $0.notes.append(note) }
    case "ORC", "OBR", "TQ1": return document.orders.withLast { $0.notes.append(note) }
    case "TXA": document.notes.append(note)
    default: return false
    }
    return true
  }

  mutating func keep(_ details: [NamedField], of name: SegmentName) -> Bool {
    document.details += details
    return true
  }

  /// TXA.
  private mutating func read(_ segment: Segment) {
    segment.drop(1, .setID)
    document.type = segment.concept(2, table: 270)
    document.presentation = segment.text(3)
    document.activity = segment.time(4)
    document.providers = segment.practitioners(5)
    document.originated = segment.time(6)
    document.transcribed = segment.time(7)
    document.edited = segment.times(8)
    document.authors = segment.practitioners(9)
    document.authenticators =
      segment.practitioners(10) + segment.practitioners(22).map(\.asAuthenticator)
    document.transcriptionists = segment.practitioners(11)
    document.identifiers = segment.entityIdentifiers(12)
    document.parentIdentifiers = segment.entityIdentifiers(13)
    document.placerIdentifiers = segment.entityIdentifiers(14)
    document.fillerIdentifiers = segment.entityIdentifiers(15)
    document.fileName = segment.wholeText(16)
    document.completion = segment.concept(17, table: 271)
    document.confidentiality = segment.concept(18, table: 272)
    document.availability = segment.concept(19, table: 273)
    document.storage = segment.concept(20, table: 275)
    document.changeReason = segment.wholeText(21)
    document.copiesTo = segment.practitioners(23)
    document.title = segment.wholeText(25)
    document.status = document.completion?.codings.first?.code.flatMap(Self.status)
    document.details += segment.rest()
  }

  /// Table 0271 by meaning.
  private static func status(_ code: String) -> DocumentStatus? {
    switch code {
    case "DI", "DO", "IN", "IP", "PA": .preliminary
    case "AU", "LA": .final
    default: nil
    }
  }
}

extension Practitioner {
  private static let authenticator = Concept(
    codings: [
      Coding(
        system: CodeSystem("http://terminology.hl7.org/CodeSystem/v3-ParticipationType"),
        code: "AUTHEN", display: "authenticator")
    ])

  /// Who did authenticate a document, in TXA-22; TXA-10 names who should.
  var asAuthenticator: Practitioner {
    var person = self
    person.role = Self.authenticator
    return person
  }

  /// Whether it came of TXA-22.
  var isAuthenticator: Bool { role == Self.authenticator }
}

import NormalizedFormat

/// A message as the MessageHeader of its bundle: what it is, whence, and what it is about.
extension Message: FHIRResource {
  static let resourceType = "MessageHeader"
  private static let kinds = Namespace.codes + "kind"

  mutating func map(_ form: inout Form) throws(FHIRError) {
    form.note("kind", "MessageHeader.eventCoding", "system `…/fhir/CodeSystem/kind`")
    form.note("content", "MessageHeader.focus", "the resources of the content, see its kind")
    if form.isWriting {
      form.desk.cleared = Set(cleared)
      form.desk.device = provenance.device
    }
    try form.extra("formatVersion", &formatVersion)
    try kind(&form)
    try people(&form)
    // Describing asks each content for itself.
    if form.desk.mode != .describing { try content.map(&form) }
    try source(&form)
    try form.extra("loss", &loss)
    try form.extras(
      "cleared", &cleared, "and extension `cleared` at the element itself, where there is one")
  }

  private mutating func kind(_ form: inout Form) throws(FHIRError) {
    if form.isWriting {
      form.members.append("eventCoding", Namespace.coding(Self.kinds, content.name))
    } else if form.isReading {
      let event = form.members.take("eventCoding")
      let name = Content.names.first { Namespace.coding(Self.kinds, $0) == event }
      guard let content = name.flatMap({ Content(name: $0) }) else {
        throw FHIRError(.wrongValue, at: event?.offset ?? form.offset)
      }
      self.content = content
    }
  }

  /// Patient and encounter have their entries before anything refers to them.
  private mutating func people(_ form: inout Form) throws(FHIRError) {
    var patient = ReservedResource(self.patient)
    var encounter = ReservedResource(self.encounter)
    try patient.prepare("patient", &form) { $0.patient = $1 }
    try encounter.prepare("encounter", &form) { $0.encounter = $1 }
    try patient.finish(form.desk)
    try encounter.finish(form.desk)
    self.patient = patient.content
    self.encounter = encounter.content
  }

  /// The provenance comes last: it is of everything that the header names.
  private mutating func source(_ form: inout Form) throws(FHIRError) {
    var source = provenance.source
    if form.desk.mode != .describing {
      let outer = form.rule
      form.rule = MessageSource.ruleName
      try source.map(&form)
      form.rule = outer
    }
    form.desk.targets = form.desk.header.map { [$0] } ?? []
    if form.isWriting, case .array(let focus)? = form.members["focus"]?.value {
      form.desk.targets += focus.compactMap { try? Desk.target(of: Slot($0)) }
    }
    try form.extra("provenance", &provenance, "the Provenance, which FHIR finds by its target")
    provenance.source = source
  }
}

/// A resource to which others refer before it is written or read itself.
private struct ReservedResource<T: FHIRResource> {
  var content: T?
  private var entry: String?

  init(_ content: T?) { self.content = content }

  /// Its extension in the header, and its entry on the desk.
  mutating func prepare(
    _ field: StaticString, _ form: inout Form, _ note: (Desk, String?) -> Void
  ) throws(FHIRError) {
    if form.isWriting, content != nil { entry = form.desk.reserve() }
    var reference = entry.map { EntryReference(entry: $0) }
    try form.extra(field, &reference, "the \(T.resourceType) that the others name")
    entry = reference?.entry
    note(form.desk, entry)
  }

  mutating func finish(_ desk: Desk) throws(FHIRError) {
    guard let entry else { return }
    if desk.mode == .writing { try content?.write(desk, at: entry) }
    if desk.mode == .reading { content = try T.read(Slot(Desk.reference(entry)), desk) }
  }
}

/// A reference to an entry, by its URL alone.
struct EntryReference: FHIRValue {
  static let fhirType = "Reference"
  let entry: String

  func written(_ desk: Desk) -> Slot { Slot(Desk.reference(entry)) }

  static func read(_ slot: Slot, _ desk: Desk) throws(FHIRError) -> EntryReference {
    EntryReference(entry: try Desk.target(of: slot))
  }
}

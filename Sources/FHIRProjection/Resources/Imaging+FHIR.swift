import NormalizedFormat

extension Imaging: FHIRResource {
  static let resourceType = "ImagingStudy"

  mutating func map(_ form: inout Form) throws(FHIRError) {
    try form.elements("identifier", &identifiers)
    try form.demanded("status", &status, default: .string("unknown"))
    try form.elements("modality", &modalities, like: ConceptCoding.self)
    try form.subject("subject", isDemanded: true)
    try form.encounter()
    try form.element("started", &started)
    try form.elements("basedOn", &basedOn, like: LogicalReference.self)
    try form.first("referrer", &referrer, as: "referrer")
    try form.elements("interpreter", &interpreters)
    try form.elements("endpoint", &endpoints, like: NamedReference.self, "as display")
    try form.element("numberOfSeries", &seriesCount)
    try form.element("numberOfInstances", &instanceCount)
    try form.elements("procedureCode", &procedures)
    try form.element("location", &location)
    try form.elements("reasonCode", &reasons)
    try form.elements("note", &notes)
    try form.element("description", &description)
    try form.elements("series", &series)
    try form.extra("event", &event)
    try form.extra("trigger", &trigger)
    try form.extra("ended", &ended)
    try form.extras("detail", &details)
  }
}

extension ImagingSeries: FHIRElement {
  static let fhirType = ""
  static var fhirPath: String { "ImagingStudy.series" }

  mutating func map(_ form: inout Form) throws(FHIRError) {
    try form.demanded("uid", &uid, like: IDText.self)
    try form.element("number", &number)
    try form.demanded("modality", &modality, like: ConceptCoding.self)
    try form.element("description", &description)
    try form.element("numberOfInstances", &instanceCount)
    try form.element("bodySite", &bodySite, like: ConceptCoding.self)
    try form.element("laterality", &laterality, like: ConceptCoding.self)
    try form.element("started", &started)
    try form.slices("performer", &performers, in: "performer", item: "actor", mark: [:])
    try form.elements("instance", &instances)
    try form.extra("device", &device)
    try form.extras("detail", &details)
  }
}

extension ImagingInstance: FHIRElement {
  static let fhirType = ""
  static var fhirPath: String { "ImagingStudy.series.instance" }

  mutating func map(_ form: inout Form) throws(FHIRError) {
    var id: IDText? = form.isReading ? nil : IDText(uid)
    try form.element("uid", &id)
    try form.demanded("sopClass", &sopClass, like: ObjectClass.self, "an OID as `urn:oid:`")
    try form.element("number", &number)
    try form.element("title", &title)
    guard form.isReading else { return }
    guard let id else { throw FHIRError(.missing, at: form.offset) }
    uid = id.content
  }
}

/// A text as FHIR `id`.
struct IDText: FHIRWrapper {
  static let fhirType = "Id"
  static let isPrimitive = true
  let content: String

  init(_ content: String) { self.content = content }

  func written(_ desk: Desk) -> Slot { FHIRText.slot(content, FHIRText.isID) }

  static func read(_ slot: Slot, _ desk: Desk) throws(FHIRError) -> IDText {
    IDText(try FHIRText.read(slot))
  }
}

/// Something that is named and not described: a reference by its display.
struct NamedReference: FHIRWrapper, FHIRElement {
  static let fhirType = "Reference"
  static let ruleName = "imaging"
  var content: String

  init() { content = "" }
  init(_ content: String) { self.content = content }

  mutating func map(_ form: inout Form) throws(FHIRError) {
    try form.element("endpoint", &content, as: "display")
  }
}

/// A concept where FHIR has a Coding: its one code, or its first and the whole beside it.
struct ConceptCoding: FHIRWrapper {
  static let fhirType = "Coding"
  private static let url = Namespace.extensions + "concept"
  let content: Concept

  init(_ content: Concept) { self.content = content }

  func written(_ desk: Desk) throws(FHIRError) -> Slot {
    let first = try content.codings.first?.written(desk)
    if let first, content.codings.count == 1, content.text == nil { return first }
    let whole = ExtensionList.item(Self.url, try content.written(desk), Concept.fhirType)
    var members = try first?.value?.members() ?? JSONObject()
    let own = try members.take("extension")?.items() ?? []
    members.append("extension", .array(own + [whole]))
    return Slot(.object(members))
  }

  static func read(_ slot: Slot, _ desk: Desk) throws(FHIRError) -> ConceptCoding {
    let members = try slot.value?.members() ?? JSONObject()
    let extensions = try members["extension"]?.items() ?? []
    for item in extensions where try item.members()["url"] == .string(url) {
      return ConceptCoding(
        try Concept.read(try ExtensionList.slot(of: item, "CodeableConcept"), desk))
    }
    return ConceptCoding(Concept(codings: [try Coding.read(slot, desk)]))
  }
}

/// A SOP class, as FHIR has it: the OID as a URI under RFC 3986.
struct ObjectClass: FHIRWrapper {
  static let fhirType = "Coding"
  private static let system = "urn:ietf:rfc:3986"
  let content: String

  init(_ content: String) { self.content = content }

  func written(_ desk: Desk) -> Slot {
    guard FHIRText.isOID(content) else {
      let item = ExtensionList.item(
        Namespace.extensions + "imaging-instance-sopClass", content.written(desk), "String")
      return Slot(.object(["extension": .array([item])]))
    }
    return Slot(Namespace.coding(Self.system, "urn:oid:" + content))
  }

  static func read(_ slot: Slot, _ desk: Desk) throws(FHIRError) -> ObjectClass {
    guard let value = slot.value, slot.more == nil else {
      throw FHIRError(.wrongType, at: slot.offset)
    }
    var members = try value.members()
    if let list = members.take("extension"), let item = try list.items().first {
      return ObjectClass(try String.read(try ExtensionList.slot(of: item, "String"), desk))
    }
    guard members["system"] == .string(system), let code = try members["code"]?.text(),
      code.hasPrefix("urn:oid:")
    else { throw FHIRError(.wrongValue, at: value.offset) }
    return ObjectClass(String(code.dropFirst(8)))
  }
}

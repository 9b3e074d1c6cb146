import NormalizedFormat

/// FHIR tells the person from what the person does: with a role, a specialty, a place or a time the
/// reference is to a PractitionerRole, which refers to the Practitioner.
extension Practitioner: FHIRResource {
  static let resourceType = "Practitioner"
  static let isShared = true

  private var hasRole: Bool {
    role != nil || specialty != nil || !organizations.isEmpty || !locations.isEmpty || period != nil
  }

  func written(_ desk: Desk) throws(FHIRError) -> Slot {
    hasRole ? try PractitionerRole(self).entry(desk) : try entry(desk)
  }

  static func read(_ slot: Slot, _ desk: Desk) throws(FHIRError) -> Practitioner {
    if try desk.type(of: slot) == PractitionerRole.resourceType {
      return try PractitionerRole.read(slot, desk).content
    }
    return try read(try desk.claim(slot, isShared: true), desk)
  }

  mutating func map(_ form: inout Form) throws(FHIRError) {
    try form.elements("identifier", &identifiers)
    try form.elements("name", &names)
    try form.elements("telecom", &telecoms)
    try form.elements("address", &addresses)
    guard form.desk.mode == .describing else { return }
    var role = PractitionerRole(self)
    var roleForm = Form(form.desk, PractitionerRole.self)
    try role.map(&roleForm)
  }
}

/// The role of a practitioner, and who it is.
struct PractitionerRole: FHIRResource {
  static let resourceType = "PractitionerRole"
  static let ruleName = "practitioner"
  static let isShared = true
  var content = Practitioner()

  init() {}
  init(_ content: Practitioner) { self.content = content }

  mutating func map(_ form: inout Form) throws(FHIRError) {
    if form.desk.mode != .describing {
      var person = content
      person.role = nil
      person.specialty = nil
      person.organizations = []
      person.locations = []
      person.period = nil
      var bare: Practitioner? = form.isReading || person == Practitioner() ? nil : person
      try form.element("person", &bare, as: "practitioner")
      if form.isReading { content = bare ?? Practitioner() }
    }
    try form.element("period", &content.period)
    try form.single("role", &content.role, as: "code")
    try form.single("specialty", &content.specialty, as: "specialty")
    try form.first("organization", &content.organizations, as: "organization")
    try form.elements("location", &content.locations)
  }
}

extension Organization: FHIRResource {
  static let resourceType = "Organization"
  static let isShared = true

  mutating func map(_ form: inout Form) throws(FHIRError) {
    try form.elements("identifier", &identifiers)
    try form.single("type", &type, as: "type")
    // Name or identifier (org-1).
    if form.isReading || (form.isWriting && identifiers.isEmpty) {
      try form.demanded("name", &name)
    } else {
      try form.element("name", &name)
    }
    try form.elements("telecom", &telecoms)
    try form.elements("address", &addresses)
    try form.slices("contact", &contacts, in: "contact", item: "name", mark: [:])
  }
}

extension Device: FHIRResource {
  static let resourceType = "Device"
  static let isShared = true
  /// MDC_ID_PROD_SPEC_FW.
  private static let firmwareType = Namespace.concept("urn:iso:std:iso:11073:10101", "531976")

  mutating func map(_ form: inout Form) throws(FHIRError) {
    try form.elements("identifier", &identifiers)
    try form.element("manufacturer", &manufacturer)
    try form.element("serialNumber", &serialNumber)
    try form.group("deviceName", isArray: true) { form throws(FHIRError) in
      try form.element("name", &name)
      form.derived("type", name == nil ? nil : .string("user-friendly-name"))
    }
    try form.element("model", &model, as: "modelNumber")
    try form.element("type", &type)
    try form.group("version", isArray: true) { form throws(FHIRError) in
      form.derived("type", firmware == nil ? nil : Self.firmwareType)
      try form.element("firmware", &firmware, as: "value")
    }
  }
}

/// The adapter is the device that made the message from the source's.
extension AdapterIdentity: FHIRResource {
  static let resourceType = "Device"

  mutating func map(_ form: inout Form) throws(FHIRError) {
    try form.group("deviceName", isArray: true) { form throws(FHIRError) in
      try form.element("name", &name)
      form.derived("type", .string("model-name"))
    }
    try form.group("version", isArray: true) { form throws(FHIRError) in
      try form.element("version", &version, as: "value")
    }
  }
}

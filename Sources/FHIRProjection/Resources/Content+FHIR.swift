import NormalizedFormat

// What the header's focus are, kind by kind. A new kind takes a case here and a file of its own.
extension Content {
  /// Names the fields of the content with their places in the header.
  mutating func map(_ form: inout Form) throws(FHIRError) {
    switch self {
    case .observations(var content): self = .observations(try form.fields(of: &content))
    case .report(var content): self = .report(try form.fields(of: &content))
    case .admission(var content): self = .admission(try form.fields(of: &content))
    case .order(var content): self = .order(try form.fields(of: &content))
    case .appointment(let content): self = .appointment(try form.focus(content))
    case .document(let content): self = .document(try form.focus(content))
    case .immunization(var content): self = .immunization(try form.fields(of: &content))
    case .quarantine(let content): self = .quarantine(try form.focus(content))
    case .other(let content): self = .other(try form.focus(content))
    case .alert(var content): self = .alert(try form.fields(of: &content))
    case .imaging(let content): self = .imaging(try form.focus(content))
    case .position(var content): self = .position(try form.fields(of: &content))
    case .deviceStatus(var content): self = .deviceStatus(try form.fields(of: &content))
    }
  }

  /// Empty content of a kind; nil for a name that is none.
  init?(name: String) {
    let all: [Content] = [
      .observations(Observations()), .report(Reports()), .admission(Admission()),
      .order(Orders()), .appointment(Appointment()), .document(Document()),
      .immunization(Immunizations()), .quarantine(Quarantine()), .other(Other()),
      .alert(Alerts()), .imaging(Imaging()), .position(Positions()),
      .deviceStatus(DeviceStatuses()),
    ]
    guard let content = all.first(where: { $0.name == name }) else { return nil }
    self = content
  }
}

extension Form {
  /// A content that is one resource.
  fileprivate mutating func focus<T: FHIRResource>(_ content: T) throws(FHIRError) -> T {
    var one: T? = isReading ? nil : content
    try single("content", &one, as: "focus")
    guard let one else { throw FHIRError(.missing, at: offset) }
    return one
  }

  /// A content whose fields stand in the header.
  fileprivate mutating func fields<T: Mapped>(of content: inout T) throws(FHIRError) -> T {
    let outer = rule
    rule = T.ruleName
    defer { rule = outer }
    try content.map(&self)
    return content
  }
}

extension Observations: Mapped {
  static var fhirPath: String { "MessageHeader" }

  mutating func map(_ form: inout Form) throws(FHIRError) {
    try form.elements("set", &sets, as: "focus", "an Observation with members")
  }
}

extension Reports: Mapped {
  static var fhirPath: String { "MessageHeader" }

  mutating func map(_ form: inout Form) throws(FHIRError) {
    try form.elements("report", &reports, as: "focus", "a DiagnosticReport")
  }
}

extension Orders: Mapped {
  static var fhirPath: String { "MessageHeader" }

  mutating func map(_ form: inout Form) throws(FHIRError) {
    try form.elements("order", &orders, as: "focus", "a RequestGroup")
    try form.extras("note", &notes, "MessageHeader has no note")
  }
}

extension Immunizations: Mapped {
  static var fhirPath: String { "MessageHeader" }

  mutating func map(_ form: inout Form) throws(FHIRError) {
    try form.elements("immunization", &immunizations, as: "focus", "an Immunization")
    try form.extras("observation", &observations)
  }
}

/// An event of a stay: what is new stands in Patient and Encounter, that it happened in the header.
extension Admission: Mapped {
  static var fhirPath: String { "MessageHeader" }

  mutating func map(_ form: inout Form) throws(FHIRError) {
    let focus = [form.desk.encounter, form.desk.patient].compactMap { $0 }
    form.derived("focus", focus.isEmpty ? nil : .array(focus.map { Desk.reference($0) }))
    try form.element("reason", &reason)
    try form.first("operator", &operators, as: "enterer")
    try form.extra("event", &event, "MessageHeader.event is the kind")
    try form.extra("trigger", &trigger)
    try form.extra("recorded", &recorded)
    try form.extra("occurred", &occurred)
    try form.extra("planned", &planned)
    try form.extra("facility", &facility)
    try form.extras("mergedFrom", &mergedFrom, "a Patient with `link` of type replaced-by")
    try form.extras("observation", &observations)
    try form.extras("note", &notes)
    try form.extras("detail", &details)
  }
}

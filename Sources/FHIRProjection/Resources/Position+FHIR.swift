import NormalizedFormat

extension Positions: Mapped {
  static var fhirPath: String { "MessageHeader" }

  mutating func map(_ form: inout Form) throws(FHIRError) {
    try form.elements("position", &positions, as: "focus", "an Observation")
    try form.extras("note", &notes)
  }
}

/// A sighting is an Observation, of the tag's bearer, which its `focus` says. It is not the
/// bearer's Location: another sighting may say otherwise.
extension Position: FHIRResource {
  static let resourceType = "Observation"

  mutating func map(_ form: inout Form) throws(FHIRError) {
    try form.elements("tag", &tags, as: "identifier")
    form.derived("status", .string("final"))
    form.derived("code", Namespace.concept(Namespace.codes + "kind", "position"))
    try form.subject("subject")
    try form.encounter()
    var devices = device.map { [$0] } ?? []
    try form.references("device", &devices, in: "focus")
    guard devices.count < 2 else { throw FHIRError(.unknownElement, at: form.offset) }
    device = devices.first
    try form.elements("practitioner", &practitioners, as: "focus")
    try form.element("effectiveDateTime", &effective)
    try form.element("method", &method)
    try form.elements("note", &notes)
    try form.extra("kind", &kind)
    try form.extra("event", &event)
    try form.extra("location", &location, "no value of an Observation is a reference")
    try form.extra("previousLocation", &previousLocation)
    try form.extra("coordinates", &coordinates, "Location.position is of the globe only")
    try form.extra("accuracy", &accuracy)
    try form.extra("battery", &battery)
    try form.extras("detail", &details)
  }
}

extension Coordinates: FHIRExtension {
  mutating func map(_ form: inout Form) throws(FHIRError) {
    try form.extra("frame", &frame)
    try form.extra("x", &x)
    try form.extra("y", &y)
    try form.extra("z", &z)
  }
}

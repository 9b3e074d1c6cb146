/// A record that is a resource, an entry of the bundle of its own; where it is used stands a
/// reference.
protocol FHIRResource: FHIRValue, Mapped {
  static var resourceType: String { get }
  /// Whether equal ones are one entry: people, places, organizations and devices are named again
  /// and again.
  static var isShared: Bool { get }
}

extension FHIRResource {
  static var fhirType: String { "Reference" }
  static var fhirPath: String { resourceType }
  static var isShared: Bool { false }

  func written(_ desk: Desk) throws(FHIRError) -> Slot { try entry(desk) }

  /// Puts it on the desk and refers to it.
  func entry(_ desk: Desk) throws(FHIRError) -> Slot {
    if Self.isShared { return Slot(Desk.reference(desk.share(try resource(desk)))) }
    let entry = desk.reserve()
    try write(desk, at: entry)
    return Slot(Desk.reference(entry))
  }

  /// Writes it as an entry that was reserved.
  func write(_ desk: Desk, at entry: String) throws(FHIRError) {
    desk.fill(entry, try resource(desk))
  }

  private func resource(_ desk: Desk) throws(FHIRError) -> JSONObject {
    var form = Form(desk, Self.self)
    var copy = self
    try copy.map(&form)
    return form.resource(Self.resourceType)
  }

  static func read(_ slot: Slot, _ desk: Desk) throws(FHIRError) -> Self {
    try read(try desk.claim(slot, isShared: isShared), desk)
  }

  /// Reads a resource that was claimed.
  static func read(_ resource: JSON, _ desk: Desk) throws(FHIRError) -> Self {
    try desk.enter(at: resource.offset)
    defer { desk.leave() }
    guard resource.resourceType == resourceType else {
      throw FHIRError(.badReference, at: resource.offset)
    }
    var form = try Form(desk, Self.self, reading: resource)
    try form.takeHead()
    var record = Self()
    try record.map(&form)
    try form.finish()
    return record
  }
}

extension JSON {
  /// The type of a resource; nil for what is none.
  var resourceType: String? {
    guard case .object(let members) = value,
      case .string(let type)? = members["resourceType"]?.value
    else { return nil }
    return type
  }
}

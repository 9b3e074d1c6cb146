import NormalizedFormat

/// PoCD: what the rows of a monitor's message are of.
///
/// Rows of MDS, VMD and channel without a value are Devices, each the `parent` of the next; a
/// metric is a DeviceMetric, and observations refer to it. Containment of IEEE 11073 is by numbers,
/// 0 for a level that is left out.
struct DeviceTree {
  /// Entries of the devices by their place: MDS, VMD, channel.
  private var devices: [[UInt32]: String] = [:]

  /// Reserves an entry for each row that is a device, and writes a metric for each that is one.
  init(_ rows: [Observation], _ desk: Desk) {
    for row in rows where row.isContainer {
      let place = Self.place(row.containment)
      if devices[place] == nil { devices[place] = desk.reserve() }
    }
    for row in rows where !row.isContainer && row.containment.count >= 4 {
      let place = Array(row.containment.prefix(4))
      guard desk.metric(place) == nil else { continue }
      desk.metrics[place] = write(metric: place, of: row, desk)
    }
  }

  /// The entry for a row that is a device; the first of two at one place has it.
  mutating func takeEntry(of row: Observation, _ desk: Desk) -> String {
    taken.insert(Self.place(row.containment)).inserted
      ? devices[Self.place(row.containment)] ?? desk.reserve() : desk.reserve()
  }

  private var taken: Set<[UInt32]> = []

  /// The device that holds a place.
  func parent(of place: [UInt32]) -> String? {
    var rest = place
    while !rest.isEmpty {
      rest.removeLast()
      while rest.last == 0 { rest.removeLast() }
      if let device = devices[rest] { return device }
    }
    return nil
  }

  /// Numbers without the zeros that fill them up.
  static func place(_ containment: [UInt32]) -> [UInt32] {
    var place = Array(containment.prefix(3))
    while place.last == 0 { place.removeLast() }
    return place
  }

  private func write(metric place: [UInt32], of row: Observation, _ desk: Desk) -> String {
    let entry = desk.reserve()
    let isOwnCode = row.level == .metric
    var form = Form(desk, rule: "observation", path: "DeviceMetric")
    form.members.append("identifier", .array([Self.handle(place)]))
    let type = isOwnCode ? try? row.code.written(desk).value : nil
    form.members.append(
      "type", type ?? Namespace.concept("urn:iso:std:iso:11073:10101", String(place[3])))
    if isOwnCode, let unit = row.unitCoding, let written = try? unit.written(desk).value {
      form.members.append("unit", .object(["coding": .array([written])]))
    }
    if let source = devices[Array(place.prefix(1))] {
      form.members.append("source", Desk.reference(source))
    }
    if let parent = parent(of: place) { form.members.append("parent", Desk.reference(parent)) }
    form.members.append("category", .string("unspecified"))
    desk.fill(entry, form.resource("DeviceMetric"))
    return entry
  }

  /// A place as an identifier; handles are the sender's own.
  static func handle(_ place: [UInt32]) -> JSON {
    .object([
      "system": .string(Namespace.base + "containment"),
      "value": .string(place.map { String($0) }.joined(separator: ".")),
    ])
  }
}

extension Desk {
  /// The metric of a containment.
  func metric(_ containment: [UInt32]) -> String? {
    containment.count < 4 ? nil : metrics[Array(containment.prefix(4))]
  }
}

extension Observation {
  /// Whether it is a row that stands for a device or a part of one.
  var isContainer: Bool {
    guard let level, level.rawValue <= ContainmentLevel.channel.rawValue else { return false }
    return values.isEmpty && components.isEmpty && absentReason == nil
      && referenceRanges.isEmpty
      && !DeviceTree.place(containment).isEmpty
  }

  /// The unit as the device codes it, else UCUM's.
  fileprivate var unitCoding: Coding? {
    guard case .quantity(let quantity)? = values.first, let unit = quantity.unit else { return nil }
    return unit.codings.first { $0.system == .mdc }
      ?? unit.ucum.map { Coding(system: .ucum, code: $0) }
  }
}

extension Form {
  /// Numbers of MDS, VMD, channel, metric and facet, as `1.1.1.147842`.
  mutating func containment(_ place: inout [UInt32]) throws(FHIRError) {
    var dotted = place.isEmpty ? nil : place.map { String($0) }.joined(separator: ".")
    try extra("containment", &dotted, "in dots; the device tree follows from it")
    guard isReading, let dotted else { return }
    place = []
    for word in dotted.split(separator: ".", omittingEmptySubsequences: false) {
      guard let number = UInt32(word) else { throw FHIRError(.wrongValue, at: offset) }
      place.append(number)
    }
  }
}

/// A row that stands for a device, as a Device.
struct ContainerRow: FHIRResource {
  static let resourceType = "Device"
  static let ruleName = "observation"
  var content = Observation(code: Concept())
  /// The device that holds it.
  var parent: String?

  init() {}

  init(_ content: Observation, parent: String?) {
    self.content = content
    self.parent = parent
  }

  mutating func map(_ form: inout Form) throws(FHIRError) {
    let handle = DeviceTree.handle(DeviceTree.place(content.containment))
    let identifiers = form.isWriting ? [handle] + (try makerIdentifiers(form)) : []
    try form.derivedItems("identifier", identifiers)
    try form.elements("identifier", &content.identifiers)
    form.derived("status", .string("active"))
    try form.element("code", &content.code, as: "type")
    try form.elements("note", &content.notes)
    form.derived("parent", parent.map { Desk.reference($0) })
    try rest(&form)
    try source(&form)
  }

  /// A monitor's own identity, which the source gives for the message as a whole.
  private func makerIdentifiers(_ form: Form) throws(FHIRError) -> [JSON] {
    guard content.level == .mds, let device = form.desk.device,
      device.type?.codings.first == content.code.codings.first
    else { return [] }
    var identifiers: [JSON] = []
    for identifier in device.identifiers {
      if let written = try identifier.written(form.desk).value { identifiers.append(written) }
    }
    return identifiers
  }

  private mutating func rest(_ form: inout Form) throws(FHIRError) {
    try form.extra("status", &content.status)
    try form.containment(&content.containment)
    try form.extra("level", &content.level)
    try form.extra("subId", &content.subID)
    try form.extras("category", &content.categories)
    try form.extras("validity", &content.validity)
    try form.extras("interpretation", &content.interpretations)
    try form.extra("alarmLimits", &content.alarmLimits)
    try form.extra("effectiveDateTime", &content.effective)
    try form.extra("effectivePeriod", &content.effectivePeriod)
    try form.extra("issued", &content.issued)
  }

  private mutating func source(_ form: inout Form) throws(FHIRError) {
    try form.extras("method", &content.methods)
    try form.extras("device", &content.devices)
    try form.extra("bodySite", &content.bodySite)
    try form.extras("performer", &content.performers)
    try form.extras("performerOrganization", &content.organizations)
    try form.extra("sourceStatus", &content.sourceStatus)
    try form.extra("sourceValueType", &content.sourceValueType)
    try form.extras("detail", &content.details)
  }
}

/// One row of a set of observations: a measurement, or a device.
struct ObservationRow: FHIRValue {
  static let fhirType = "Reference"
  let content: Observation

  func written(_ desk: Desk) throws(FHIRError) -> Slot {
    guard content.isContainer, var tree = desk.tree else { return try content.written(desk) }
    let entry = tree.takeEntry(of: content, desk)
    desk.tree = tree
    let parent = tree.parent(of: DeviceTree.place(content.containment))
    try ContainerRow(content, parent: parent).write(desk, at: entry)
    return Slot(Desk.reference(entry))
  }

  static func read(_ slot: Slot, _ desk: Desk) throws(FHIRError) -> ObservationRow {
    if try desk.type(of: slot) == ContainerRow.resourceType {
      return ObservationRow(content: try ContainerRow.read(slot, desk).content)
    }
    return ObservationRow(content: try Observation.read(slot, desk))
  }
}

import NormalizedFormat

/// What was measured together: a panel, an Observation without a value that has the others as
/// members.
extension ObservationSet: FHIRResource {
  static let resourceType = "Observation"

  mutating func map(_ form: inout Form) throws(FHIRError) {
    try form.elements("identifier", &identifiers)
    form.derived("status", .string(commonStatus))
    try form.demanded("code", &code)
    try form.subject("subject")
    try form.encounter()
    try form.element("effectiveDateTime", &effective)
    try form.element(
      "effectivePeriod", &effectivePeriod, if: effective == nil, "an extension beside a time")
    try form.elements("note", &notes)
    try form.first("device", &devices, as: "device")
    try rows(&form)
    try form.extras("detail", &details)
  }

  /// FHIR has no status of a panel apart from its members'.
  private var commonStatus: String {
    let all = Set(observations.compactMap(\.status))
    guard all.count == 1, let status = all.first else { return "unknown" }
    return status.code
  }

  /// Members in order; where a row is a device, the number of rows before it stands beside it.
  private mutating func rows(_ form: inout Form) throws(FHIRError) {
    form.note(
      "observation", "Observation.hasMember; extension `observation-set-observation`",
      "rows of MDS, VMD and channel are Devices, numbered among the members")
    guard form.desk.mode != .describing else { return }
    if form.isWriting {
      form.desk.metrics = [:]
      form.desk.tree = DeviceTree(observations, form.desk)
    }
    var members = observations.filter { !$0.isContainer }.map { ObservationRow(content: $0) }
    var devices = observations.enumerated().filter { $1.isContainer }
      .map { NumberedRow(number: UInt32($0), row: ObservationRow(content: $1)) }
    try form.elements("observation", &members, as: "hasMember")
    try form.extras("observation", &devices)
    guard form.isReading else { return }
    observations = try Self.merged(members, devices, at: form.offset)
  }

  /// Rows in their order; the numbers of devices ascend.
  private static func merged(
    _ members: [ObservationRow], _ devices: [NumberedRow], at offset: Int
  ) throws(FHIRError) -> [Observation] {
    var rows: [Observation] = []
    var rest = members[...]
    for device in devices {
      let gap = Int(device.number) - rows.count
      guard gap >= 0, gap <= rest.count else { throw FHIRError(.wrongValue, at: offset) }
      rows += rest.prefix(gap).map(\.content)
      rest = rest.dropFirst(gap)
      rows.append(device.row.content)
    }
    return rows + rest.map(\.content)
  }
}

/// A device among the members of a panel.
struct NumberedRow: FHIRExtension {
  static let ruleName = "observation-set"
  var number: UInt32 = 0
  var row = ObservationRow(content: Observation(code: Concept()))

  init() {}

  init(number: UInt32, row: ObservationRow) {
    self.number = number
    self.row = row
  }

  mutating func map(_ form: inout Form) throws(FHIRError) {
    try form.extra("number", &number)
    try form.extra("row", &row)
  }
}

import NormalizedFormat

extension DeviceStatuses: Mapped {
  static var fhirPath: String { "MessageHeader" }

  mutating func map(_ form: inout Form) throws(FHIRError) {
    try form.elements("status", &statuses, as: "focus", "a DeviceMetric")
    try form.extras("note", &notes)
  }
}

/// How a device is: a DeviceMetric, which in R4 has the operational status and the calibration;
/// Device says only whether a record is in use.
extension DeviceStatus: FHIRResource {
  static let resourceType = "DeviceMetric"
  private static let shown: [OperationalStatus] = [.on, .off, .standby, .enteredInError]

  mutating func map(_ form: inout Form) throws(FHIRError) {
    let handle = form.isWriting && !containment.isEmpty ? [DeviceTree.handle(containment)] : []
    try form.derivedItems("identifier", handle)
    let type = try device?.type?.written(form.desk).value
    form.derived("type", type ?? .object(["extension": .array([Namespace.unknown])]))
    try form.element("device", &device, as: "source")
    try form.element(
      "operationalStatus", &operation, if: operation.map { Self.shown.contains($0) } ?? false,
      "on, off, standby, entered-in-error; others as extension")
    form.derived("category", .string("unspecified"))
    try form.group("calibration", isArray: true) { form throws(FHIRError) in
      try form.element("calibrationState", &calibration, as: "state")
      try form.element("calibrated", &calibrated, as: "time", like: Instant.self)
    }
    try states(&form)
  }

  private mutating func states(_ form: inout Form) throws(FHIRError) {
    try form.containment(&containment)
    try form.extra("level", &level)
    try form.extra("effectiveDateTime", &effective)
    try form.extra("connection", &connection)
    try form.extra("power", &power)
    try form.extra("charge", &charge)
    try form.extra("remaining", &remaining)
    try form.extras("mode", &modes)
    try form.extras("fault", &faults)
    try form.extra("clockQuality", &clock)
    try form.extra("clockOffset", &clockOffset)
    try form.extra("location", &location)
    try form.extras("observation", &observations)
    try form.extras("note", &notes)
    try form.extras("detail", &details)
  }
}

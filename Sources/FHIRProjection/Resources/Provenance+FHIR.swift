import NormalizedFormat

extension Provenance: FHIRResource {
  static let resourceType = "Provenance"
  private static let activity = Namespace.concept(
    Namespace.hl7 + "iso-21089-lifecycle", "transform")

  mutating func map(_ form: inout Form) throws(FHIRError) {
    form.note("source", "MessageHeader", "its fields stand there, see source")
    let targets = form.desk.targets.map { Desk.reference($0) }
    form.derived("target", .array(targets))
    try form.element("created", &created, as: "occurredDateTime")
    try form.demanded("received", &received, as: "recorded", like: Instant.self)
    form.derived("activity", Self.activity)
    var adapters: [AdapterIdentity] = form.isReading ? [] : [adapter]
    try form.slices(
      "adapter", &adapters, in: "agent", item: "who", mark: Self.agent("assembler"),
      "type `assembler`; the adapter is a Device")
    if form.isReading {
      guard adapters.count == 1 else { throw FHIRError(.missing, at: form.offset) }
      adapter = adapters[0]
    }
    try form.slice(
      "device", &device, in: "agent", item: "who", mark: Self.agent("author"), "type `author`")
    try form.group("entity", isArray: true) { form throws(FHIRError) in
      form.derived("role", raw == nil ? nil : .string("source"))
      try form.group("what") { form throws(FHIRError) in
        try form.element("raw", &raw, as: "identifier")
      }
    }
    try form.extra("method", &method)
  }

  private static func agent(_ type: String) -> JSONObject {
    ["type": Namespace.concept(Namespace.hl7 + "provenance-participant-type", type)]
  }
}

/// The bytes that a message came from are known by their digest.
extension RawDigest: FHIRElement {
  static let fhirType = "Identifier"

  mutating func map(_ form: inout Form) throws(FHIRError) {
    form.derived("system", .string(Namespace.base + "sha-256"))
    var digest = Digest(sha256)
    try form.element("sha256", &digest, as: "value", "hexadecimal, system `…/fhir/sha-256`")
    sha256 = digest.content
    try form.extra("count", &count)
  }
}

extension LossLedger: FHIRExtension {
  mutating func map(_ form: inout Form) throws(FHIRError) {
    try form.extra("mapped", &mapped)
    try form.extras("dropped", &dropped)
    try form.extras("unknown", &unknown)
  }
}

extension DroppedField: FHIRExtension {
  mutating func map(_ form: inout Form) throws(FHIRError) {
    try form.extra("path", &path)
    try form.extra("rule", &rule)
    try form.extra("count", &count)
  }
}

extension UnknownField: FHIRExtension {
  mutating func map(_ form: inout Form) throws(FHIRError) {
    try form.extra("path", &path)
    try form.extra("value", &value)
  }
}

import NormalizedFormat

extension Document: FHIRResource {
  static let resourceType = "DocumentReference"

  mutating func map(_ form: inout Form) throws(FHIRError) {
    try form.marked("placerIdentifier", &placerIdentifiers, in: "identifier")
    try form.marked("fillerIdentifier", &fillerIdentifiers, in: "identifier")
    try form.elements("identifier", &identifiers)
    form.derived("status", .string("current"))
    try form.element("docStatus", &status)
    try form.element("type", &type)
    try form.subject("subject")
    try form.element("date", &originated, like: Instant.self)
    try form.elements("author", &authors)
    try form.first("authenticator", &authenticators, as: "authenticator")
    try form.slices(
      "relatesTo", &parentIdentifiers, in: "relatesTo", item: "target",
      mark: ["code": .string("appends")], like: LogicalReference.self, "code `appends`")
    try form.element("description", &title)
    try form.single("securityLabel", &confidentiality, as: "securityLabel")
    try content(&form)
    try otherFields(&form)
  }

  /// What a reader opens follows from the parts, which are Observations.
  private mutating func content(_ form: inout Form) throws(FHIRError) {
    form.derived("content", .array(shown))
    try form.extras(
      "content", &parts, "Observations; text and attachments stand in DocumentReference.content too"
    )
  }

  private var shown: [JSON] {
    let values = parts.flatMap(\.values)
    var contents: [JSON] = []
    let lines = values.compactMap { value -> String? in
      guard case .text(let line) = value else { return nil }
      return line
    }
    let text = lines.joined(separator: "\n")
    if !text.isEmpty {
      contents.append(Self.attachment("text/plain; charset=utf-8", Array(text.utf8)))
    }
    for case .attachment(let file) in values {
      guard let data = file.data, !data.isEmpty else { continue }
      let type = file.contentType.flatMap { FHIRText.isCode($0) ? $0 : nil }
      contents.append(Self.attachment(type ?? "application/octet-stream", data))
    }
    guard contents.isEmpty else { return contents }
    return [.object(["attachment": .object(["extension": .array([Namespace.unknown])])])]
  }

  static func attachment(_ type: String, _ data: [UInt8]) -> JSON {
    .object([
      "attachment": .object([
        "contentType": .string(type), "data": .string(Base64.text(data)),
      ])
    ])
  }

  private mutating func otherFields(_ form: inout Form) throws(FHIRError) {
    try form.extra("trigger", &trigger)
    try form.extra("completion", &completion, "the source's own code beside docStatus")
    try form.extra("availability", &availability)
    try form.extra("storage", &storage)
    try form.extra("contentType", &presentation, "of table 0191, no media type")
    try form.extra("activity", &activity)
    try form.extra("transcribed", &transcribed)
    try form.extras("edited", &edited)
    try form.extras("transcriptionist", &transcriptionists)
    try form.extras("activityProvider", &providers)
    try form.extras("copyTo", &copiesTo)
    try form.extra("fileName", &fileName)
    try form.extra("changeReason", &changeReason)
    try form.extras("order", &orders, "a RequestGroup")
    try form.extras("note", &notes, "DocumentReference has no note")
    try form.extras("detail", &details)
  }
}

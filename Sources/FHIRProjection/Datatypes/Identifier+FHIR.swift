import NormalizedFormat

extension Identifier: FHIRElement {
  static let fhirType = "Identifier"

  mutating func map(_ form: inout Form) throws(FHIRError) {
    try form.element("use", &use)
    try form.element("type", &type)
    try form.element("system", &system, like: URIText.self)
    try form.element("value", &value)
    try form.element("period", &period)
    try form.element("assigner", &assigner, "namespace as display, universal id as identifier")
    try form.extra("facility", &facility)
    try form.extra("checkDigit", &checkDigit)
    try form.extra("checkScheme", &checkScheme)
  }
}

extension Period: FHIRElement {
  static let fhirType = "Period"

  mutating func map(_ form: inout Form) throws(FHIRError) {
    try form.element("start", &start)
    try form.element("end", &end)
  }
}

/// An authority is named, and not described: a reference by name and by identifier.
extension Authority: FHIRElement {
  static let fhirType = "Reference"

  mutating func map(_ form: inout Form) throws(FHIRError) {
    try form.element("namespace", &namespace, as: "display")
    form.note("universalID", "Reference.identifier.value", Self.note)
    form.note("universalIDType", "Reference.identifier.type.text", Self.note)
    var id = AuthorityID(self)
    try form.element("universalID", &id, as: "identifier")
    guard form.isReading else { return }
    universalID = id?.value
    universalIDType = id?.type
  }

  private static let note =
    "an OID or UUID as URI under `urn:ietf:rfc:3986`, an EUI-64 under PoCD's system"
}

/// The universal id of an authority, with its type.
struct AuthorityID: FHIRElement {
  static let fhirType = "Identifier"
  static let ruleName = "authority"
  private static let uriSystem = JSON.string("urn:ietf:rfc:3986")

  var value: String?
  var type: String?

  init() {}

  init?(_ authority: Authority) {
    guard authority.universalID != nil || authority.universalIDType != nil else { return nil }
    value = authority.universalID
    type = authority.universalIDType
  }

  /// PoCD's name space of EUI-64.
  static let eui64System = JSON.string("urn:oid:1.2.840.10004.1.1.1.0.0.1.0.0.1.2680")

  /// The id as a URI, where it is one by its type.
  var uri: String? {
    switch (value, type) {
    case (let value?, "ISO") where FHIRText.isOID(value): "urn:oid:" + value
    case (let value?, "UUID") where FHIRText.isUUID(value): "urn:uuid:" + value
    default: nil
    }
  }

  /// The id that a URI stands for.
  init?(uri: String) {
    if uri.hasPrefix("urn:oid:") {
      value = String(uri.dropFirst(8))
      type = "ISO"
    } else if uri.hasPrefix("urn:uuid:") {
      value = String(uri.dropFirst(9))
      type = "UUID"
    } else {
      return nil
    }
  }

  mutating func map(_ form: inout Form) throws(FHIRError) {
    if form.isReading, form.members["system"] == Self.uriSystem {
      _ = form.members.take("system")
      var text: String?
      try form.element("universalID", &text, as: "value")
      guard let text, let id = AuthorityID(uri: text) else {
        throw FHIRError(.wrongValue, at: form.offset)
      }
      self = id
      return
    }
    if form.isReading, form.members["system"] == Self.eui64System {
      _ = form.members.take("system")
      type = "EUI-64"
      return try form.element("universalID", &value, as: "value")
    }
    if form.isWriting, type == "EUI-64", value != nil {
      form.members.append("system", Self.eui64System)
      return try form.element("universalID", &value, as: "value")
    }
    if form.isWriting, var uri = uri.map({ Optional($0) }) {
      form.members.append("system", Self.uriSystem)
      return try form.element("universalID", &uri, as: "value")
    }
    try form.group("type") { form throws(FHIRError) in
      try form.element("universalIDType", &type, as: "text")
    }
    try form.element("universalID", &value, as: "value")
  }
}

/// A reference by identifier: to something that is not in the message.
struct LogicalReference: FHIRWrapper, FHIRElement {
  static let fhirType = "Reference"
  static let ruleName = "identifier"
  var content: Identifier

  init() { content = Identifier() }
  init(_ content: Identifier) { self.content = content }

  mutating func map(_ form: inout Form) throws(FHIRError) {
    try form.element("value", &content, as: "identifier")
  }
}

extension MediaAttachment: FHIRElement {
  static let fhirType = "Attachment"

  mutating func map(_ form: inout Form) throws(FHIRError) {
    if form.isWriting, contentType == nil, data != nil {
      // Demanded where there are data (att-1).
      try form.demanded(
        "contentType", &contentType, like: CodeText.self,
        default: .string("application/octet-stream"))
    } else {
      try form.demandedIfThere("contentType", &contentType)
    }
    try form.element("language", &language, like: CodeText.self)
    try form.element("data", &data, like: Binary.self)
    try form.element("url", &url, like: URIText.self)
    try form.element("title", &title)
    try form.extra("sourceType", &sourceType)
    try form.extra("source", &source)
    try form.extra("text", &text)
    try form.extra("sourceEncoding", &sourceEncoding)
  }
}

extension Form {
  /// A demanded element's value, nothing standing in where there is none.
  mutating func demandedIfThere(
    _ field: StaticString, _ value: inout String?
  ) throws(FHIRError) {
    if isReading || value != nil || desk.mode == .describing {
      try demanded(field, &value, like: CodeText.self)
    }
  }
}

import NormalizedFormat

extension MessageSource: Mapped {
  static var fhirPath: String { "MessageHeader" }

  mutating func map(_ form: inout Form) throws(FHIRError) {
    form.note(
      "sendingApplication", "MessageHeader.source", "namespace as name, universal id as endpoint")
    form.note(
      "receivingApplication", "MessageHeader.destination",
      "namespace as name, universal id as endpoint")
    try destination(&form)
    try form.element("sendingFacility", &sendingFacility, as: "sender")
    try form.group("source") { form throws(FHIRError) in
      try form.endpoint("sendingApplication", &sendingApplication)
    }
    try sourceFields(&form)
  }

  private mutating func destination(_ form: inout Form) throws(FHIRError) {
    let isThere = receivingApplication != nil || receivingFacility != nil
    try form.group("destination", isArray: true) { form throws(FHIRError) in
      if form.isReading || isThere {
        try form.endpoint("receivingApplication", &receivingApplication)
      }
      try form.element("receivingFacility", &receivingFacility, as: "receiver")
    }
  }

  private mutating func sourceFields(_ form: inout Form) throws(FHIRError) {
    try form.extra("standard", &standard)
    try form.extra("version", &version)
    try form.extra("type", &type, "the source's own type of message; event is the kind")
    try form.extra("controlId", &controlID, "R4 MessageHeader has no place for MSH-10")
    try form.extra("characterSet", &characterSet)
    try form.flag("characterSetAssumed", &characterSetAssumed)
    try form.extra("processing", &processing)
    try form.extra("sequence", &sequence)
    try form.extras("profile", &profiles, "the source's; meta.profile is FHIR's")
    try form.extra("security", &security, "as sent; meta.security is the gateway's label")
    try form.extra("country", &country)
    try form.extra("language", &language)
    try form.extras("detail", &details)
  }
}

extension Form {
  /// An application, as MessageHeader has them: a name and an address. FHIR demands the address.
  fileprivate mutating func endpoint(
    _ field: StaticString, _ authority: inout Authority?
  ) throws(FHIRError) {
    guard desk.mode != .describing else { return }
    var isEmpty: Bool? = authority == Authority() ? true : nil
    try extra(field, &isEmpty)
    let outer = rule
    rule = Authority.ruleName
    defer { rule = outer }
    var inner = authority ?? Authority()
    try element("namespace", &inner.namespace, as: "name")
    let uri = AuthorityID(inner)?.uri
    if isWriting {
      put(
        "endpoint",
        uri.map { Slot(.string($0)) } ?? Slot(nil, extensions: [Namespace.unknown]))
    } else if let value = takeSlot("endpoint")?.value {
      guard let id = AuthorityID(uri: try value.text()) else {
        throw FHIRError(.wrongValue, at: value.offset)
      }
      inner.universalID = id.value
      inner.universalIDType = id.type
    }
    if isReading || uri == nil {
      try extra("universalID", &inner.universalID)
      try extra("universalIDType", &inner.universalIDType)
    }
    if isReading { authority = isEmpty == true || inner != Authority() ? inner : nil }
  }
}

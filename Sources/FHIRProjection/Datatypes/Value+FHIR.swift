import NormalizedFormat

/// `value[x]` of an Observation or of one of its components.
extension Form {
  mutating func value(_ value: inout Value?) throws(FHIRError) {
    guard isReading else {
      if let value { try write(value) }
      return
    }
    try readElement(&value)
    try readExtension(&value)
  }

  /// What Observation has no `value[x]` for is an extension.
  private mutating func write(_ value: Value) throws(FHIRError) {
    switch value {
    case .quantity(let value): try put(value)
    case .concept(let value): try put(value)
    case .text(let value): try put(value)
    case .time(let value): try put(value)
    case .timeOfDay(let value): try put(TimeText(value))
    case .period(let value): try put(value)
    case .range(let value): try put(value)
    case .ratio(let value): try put(value)
    case .sampledArray(let value): try put(value)
    case .boolean(let value): try put(value)
    case .attachment(let value):
      putExtension(url("value"), try value.written(desk), MediaAttachment.fhirType)
    case .identifier(let value):
      putExtension(url("value"), try value.written(desk), Identifier.fhirType)
    }
  }

  private mutating func put<T: FHIRValue>(_ value: T) throws(FHIRError) {
    put("value" + T.fhirType, try value.written(desk))
  }

  private mutating func readElement(_ value: inout Value?) throws(FHIRError) {
    try take(&value) { (content: Quantity) in .quantity(content) }
    try take(&value) { (content: Concept) in .concept(content) }
    try take(&value) { (content: String) in .text(content) }
    try take(&value) { (content: Timestamp) in .time(content) }
    try take(&value) { (content: TimeText) in .timeOfDay(content.content) }
    try take(&value) { (content: Period) in .period(content) }
    try take(&value) { (content: ValueRange) in .range(content) }
    try take(&value) { (content: Ratio) in .ratio(content) }
    try take(&value) { (content: SampledArray) in .sampledArray(content) }
    try take(&value) { (content: Bool) in .boolean(content) }
  }

  private mutating func take<T: FHIRValue>(
    _ value: inout Value?, _ made: (T) -> Value
  ) throws(FHIRError) {
    guard value == nil, let slot = takeSlot("value" + T.fhirType) else { return }
    value = made(try T.read(slot, desk))
  }

  private mutating func readExtension(_ value: inout Value?) throws(FHIRError) {
    guard value == nil, let item = takeExtensionItem(url("value")) else { return }
    if try item.members()["valueAttachment"] != nil {
      let slot = try ExtensionList.slot(of: item, MediaAttachment.fhirType)
      value = .attachment(try MediaAttachment.read(slot, desk))
    } else {
      let slot = try ExtensionList.slot(of: item, Identifier.fhirType)
      value = .identifier(try Identifier.read(slot, desk))
    }
  }
}

/// Where each kind of value stands, for the table.
extension Value {
  static func describe(_ desk: Desk) {
    let fields: [(field: String, type: any FHIRValue.Type)] = [
      ("quantity", Quantity.self), ("codeableConcept", Concept.self), ("string", String.self),
      ("dateTime", Timestamp.self), ("time", TimeText.self), ("period", Period.self),
      ("range", ValueRange.self), ("ratio", Ratio.self), ("sampledData", SampledArray.self),
      ("boolean", Bool.self),
    ]
    desk.rows += fields.map { field, type in
      MappingRow(
        rule: "value", field: field, place: "Observation.value" + type.fhirType, note: "")
    }
    desk.rows += ["attachment", "identifier"].map { field in
      MappingRow(
        rule: "value", field: field, place: "extension `observation-value`",
        note: "R4 Observation has no value of this type")
    }
  }
}

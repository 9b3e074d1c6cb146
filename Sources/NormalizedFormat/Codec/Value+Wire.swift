extension Value: Wire {
  package static let rule: StaticString = "value"

  /// A map of one key, the kind of value.
  package func encode(to encoder: inout MessageEncoder) { encoder.map(self) }

  /// A JSON object of one member, as FHIR's `value[x]`.
  package func render(to json: inout JSONWriter) {
    json.object { visit(&$0) }
  }

  /// Names the one field that the kind of value is.
  package func visit(_ visitor: inout some FieldVisitor) {
    switch self {
    case .quantity(let value): visitor.required(1, "quantity", value)
    case .concept(let value): visitor.required(2, "codeableConcept", value)
    case .text(let value): visitor.required(3, "string", value)
    case .time(let value): visitor.required(4, "dateTime", value)
    case .timeOfDay(let value): visitor.required(5, "time", TimeOfDay(text: value))
    case .period(let value): visitor.required(6, "period", value)
    case .range(let value): visitor.required(7, "range", value)
    case .ratio(let value): visitor.required(8, "ratio", value)
    case .sampledArray(let value): visitor.required(9, "sampledData", value)
    case .attachment(let value): visitor.required(10, "attachment", value)
    case .boolean(let value): visitor.required(11, "boolean", value)
    case .identifier(let value): visitor.required(12, "identifier", value)
    }
  }

  /// Reads a map of one key.
  package init(from decoder: inout MessageDecoder) throws(FormatError) {
    let start = decoder.offset
    var map = try decoder.openMap()
    guard let kind = try decoder.nextKey(&map) else { throw FormatError(.missingKey, at: start) }
    self = try Self.read(kind, from: &decoder)
    if try decoder.nextKey(&map) != nil { throw decoder.unknownKey() }
    try decoder.close(map, required: [])
  }

  private static func read(
    _ kind: UInt64, from decoder: inout MessageDecoder
  ) throws(FormatError) -> Value {
    switch kind {
    case 1: .quantity(try Quantity(from: &decoder))
    case 2: .concept(try Concept(from: &decoder))
    case 3: .text(try String(from: &decoder))
    case 4: .time(try Timestamp(from: &decoder))
    case 5: .timeOfDay(try TimeOfDay(from: &decoder).text)
    case 6: .period(try Period(from: &decoder))
    case 7: .range(try ValueRange(from: &decoder))
    case 8: .ratio(try Ratio(from: &decoder))
    case 9: .sampledArray(try SampledArray(from: &decoder))
    case 10: .attachment(try MediaAttachment(from: &decoder))
    case 11: .boolean(try Bool(from: &decoder))
    case 12: .identifier(try Identifier(from: &decoder))
    default: throw decoder.unknownKey()
    }
  }
}

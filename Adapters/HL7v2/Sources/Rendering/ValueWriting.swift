import NormalizedFormat

/// OBX-2 and 5: values by the type that the source declared, where they are of it, else by their
/// own.
struct ValueWriting {
  /// OBX-2; nil where the source named none and needs none.
  let type: String?
  private let values: [Value]

  init(_ observation: Observation, isNative: Bool) {
    values = observation.values
    let own = observation.values.first.map(Self.type)
    switch observation.sourceValueType {
    case let declared?: type = declared
    case nil where isNative && values.allSatisfy(\.isText): type = nil
    case nil: type = own
    }
  }

  var drafts: [[FieldDraft]] { values.map { choices($0) } }

  private func choices(_ value: Value) -> [FieldDraft] {
    if case .concept(let concept) = value, isCoded { return FieldDraft.choices(concept) }
    return [draft(value) ?? FieldDraft(value.plain)]
  }

  private var isCoded: Bool {
    ["CE", "CWE", "CNE", "CF", "IS", "ID"].contains(type ?? "")
  }

  /// The value in the declared type; nil where it is of another.
  private func draft(_ value: Value) -> FieldDraft? {
    switch (type ?? "", value) {
    case ("NM", .quantity(let quantity)): .number(quantity)
    case ("SN", .quantity(let quantity)): .structured(quantity)
    case ("SN", .range(let range)): .structured(range)
    case ("SN", .ratio(let ratio)): .structured(ratio)
    case ("CQ", .quantity(let quantity)): .composite(quantity)
    case ("DT", .time(let time)), ("DTM", .time(let time)), ("TS", .time(let time)):
      FieldDraft(time)
    case ("TM", .timeOfDay(let text)): .timeOfDay(text)
    case ("DR", .period(let period)): period.draft
    case ("NR", .range(let range)): .range(range)
    case ("NA", .sampledArray(let array)): .samples(array)
    case ("ED", .attachment(let attachment)): .encapsulated(attachment)
    case ("RP", .attachment(let attachment)): .pointer(attachment)
    case ("EI", .identifier(let identifier)): .entity(identifier)
    case ("CX", .identifier(let identifier)): .extended(identifier)
    default: nil
    }
  }

  /// The type of table 0125 that a value is of by itself.
  private static func type(of value: Value) -> String {
    switch value {
    case .quantity(let quantity): quantity.comparator == nil ? "NM" : "SN"
    case .concept: "CWE"
    case .text: "TX"
    case .time: "DTM"
    case .timeOfDay: "TM"
    case .period: "DR"
    case .range, .ratio: "SN"
    case .sampledArray: "NA"
    case .attachment(let attachment): attachment.url != nil && attachment.data == nil ? "RP" : "ED"
    case .boolean: "ID"
    case .identifier: "CX"
    }
  }
}

extension Value {
  fileprivate var isText: Bool {
    if case .text = self { true } else { false }
  }

  /// One text of it, for a field that was declared to be of another type.
  fileprivate var plain: String? {
    switch self {
    case .quantity(let quantity):
      quantity.value.map { (quantity.comparator?.sign ?? "") + $0.description }
    case .concept(let concept):
      concept.text ?? concept.codings.first?.display ?? concept.codings.first?.code
    case .text(let text), .timeOfDay(let text): text
    case .time(let time): time.dtm(statingAssumed: true)
    case .period(let period):
      [period.start, period.end].map { $0?.dtm(statingAssumed: true) ?? "" }
        .joined(separator: " - ")
    case .range(let range):
      [range.low, range.high].map { $0?.value?.description ?? "" }.joined(separator: " - ")
    case .ratio(let ratio):
      [ratio.numerator, ratio.denominator].map { $0?.value?.description ?? "" }
        .joined(separator: ratio.separator ?? ":")
    case .sampledArray: nil
    case .attachment(let attachment): attachment.url ?? attachment.text ?? attachment.title
    case .boolean(let flag): flag ? "Y" : "N"
    case .identifier(let identifier): identifier.value
    }
  }

  /// The unit that it has.
  var unit: UnitOfMeasure? {
    switch self {
    case .quantity(let quantity): quantity.unit
    case .range(let range): range.low?.unit ?? range.high?.unit
    case .ratio(let ratio): ratio.numerator?.unit ?? ratio.denominator?.unit
    case .sampledArray(let array): array.origin?.unit
    default: nil
    }
  }
}

import NormalizedFormat

extension Observation {
  /// OBX-5 by OBX-2. What is not of its type is kept as text, with the reason; a result is never
  /// lost for it. Returns whether the unit belongs to a value.
  mutating func readValues(_ segment: Segment, unit: UnitOfMeasure?) -> Bool {
    let type = sourceValueType ?? ""
    var isUsed = false
    for occurrence in segment.all(5) where !occurrence.isNull {
      // What every device message is full of goes straight into its place.
      if type == "NM", let number = occurrence.number() {
        values.append(.quantity(Quantity(value: number, unit: unit)))
        isUsed = true
        continue
      }
      let reading = ValueReading(occurrence, type: type, unit: unit)
      if let value = reading.value { values.append(value) }
      if let reason = reading.absentReason { absentReason = reason }
      if reading.usesUnit { isUsed = true }
    }
    return isUsed
  }
}

extension Segment {
  /// A unit without a number to belong to is still something the source said: OBX-6 goes to the
  /// details as it is.
  func leaveUnit() {
    if let occurrence = first(6) { source.reopen(occurrence.id) }
  }
}

/// One repetition of OBX-5, read by its type (table 0125).
struct ValueReading {
  private(set) var value: Value?
  private(set) var absentReason: AbsentReason?
  private(set) var usesUnit = false

  init(_ occurrence: Occurrence, type: String, unit: UnitOfMeasure?) {
    switch type {
    case "NM": number(occurrence, unit)
    case "SN": structured(occurrence, unit)
    case "CQ": quantity(occurrence)
    case "CE", "CWE", "CNE", "CF", "IS", "ID":
      value = occurrence.concept().map { .concept($0) }
    case "DT", "DTM", "TS": value = occurrence.time().map { .time($0) }
    case "TM": value = occurrence.timeOfDay().map { .timeOfDay($0) }
    case "DR": value = occurrence.period(1, 2).map { .period($0) }
    case "NR": range(occurrence, unit)
    case "NA": samples(occurrence, unit)
    case "ED": value = occurrence.encapsulatedData().map { .attachment($0) }
    case "RP": value = occurrence.referencePointer().map { .attachment($0) }
    case "EI": value = occurrence.entityIdentifier().map { .identifier($0) }
    case "CX": value = occurrence.extendedIdentifier().map { .identifier($0) }
    default:
      value = .text(occurrence.whole())
      return
    }
    guard value == nil, absentReason == nil else { return }
    value = .text(occurrence.whole())
    absentReason = .asText
  }

  /// The device's own word for "no value": kept under its path, never as a number.
  private mutating func absent(_ occurrence: Occurrence) {
    absentReason = .unknown
    occurrence.source.reopen(occurrence.id)
  }

  private mutating func number(_ occurrence: Occurrence, _ unit: UnitOfMeasure?) {
    guard !occurrence.isSentinel() else { return absent(occurrence) }
    guard
      var quantity = occurrence.number().map({ Quantity(value: $0) }) ?? occurrence.comparedNumber()
    else { return }
    quantity.unit = unit
    value = .quantity(quantity)
    usesUnit = true
  }

  /// SN: comparator, number, separator, number.
  private mutating func structured(_ occurrence: Occurrence, _ unit: UnitOfMeasure?) {
    guard !occurrence.isSentinel(2), !occurrence.isSentinel(4) else { return absent(occurrence) }
    let first = occurrence.number(2)
    let second = occurrence.number(4)
    // A part that is no number leaves the whole open.
    guard (first != nil) == occurrence.has(2), (second != nil) == occurrence.has(4) else { return }
    let low = first.map { Quantity(value: $0, unit: unit) }
    let high = second.map { Quantity(value: $0, unit: unit) }
    let comparator = occurrence.text(1)
    let separator = occurrence.text(3)
    switch separator {
    case nil:
      guard let first, second == nil else { return }
      guard let word = comparator, word != "=" else {
        value = .quantity(Quantity(value: first, unit: unit))
        break
      }
      guard let meaning = Self.comparator(word) else { return }
      value = .quantity(Quantity(value: first, comparator: meaning, unit: unit))
    case "-" where comparator == nil && (low != nil || high != nil):
      value = .range(ValueRange(low: low, high: high))
    case ":" where comparator == nil && low != nil && high != nil,
      "/" where comparator == nil && low != nil && high != nil:
      value = .ratio(Ratio(numerator: low, denominator: high, separator: separator))
    case "+" where second == nil && comparator == nil && low != nil:
      value = .range(ValueRange(low: low))
    default: return
    }
    usesUnit = true
  }

  private static func comparator(_ word: String) -> Comparator? {
    switch word {
    case "<": .lessThan
    case "<=": .lessOrEqual
    case ">": .greaterThan
    case ">=": .greaterOrEqual
    case "<>": .notEqual
    default: nil
    }
  }

  private mutating func quantity(_ occurrence: Occurrence) {
    guard !occurrence.isSentinel() else { return absent(occurrence) }
    value = occurrence.compositeQuantity().map { .quantity($0) }
  }

  private mutating func range(_ occurrence: Occurrence, _ unit: UnitOfMeasure?) {
    guard !occurrence.isSentinel(1), !occurrence.isSentinel(2) else { return absent(occurrence) }
    let low = occurrence.number(1).map { Quantity(value: $0, unit: unit) }
    let high = occurrence.number(2).map { Quantity(value: $0, unit: unit) }
    guard low != nil || high != nil, (low != nil) == occurrence.has(1),
      (high != nil) == occurrence.has(2)
    else { return }
    value = .range(ValueRange(low: low, high: high))
    usesUnit = true
  }

  /// NA: one row of samples. Decimal fractions become a factor, an empty place and a word for "no
  /// value" a gap.
  private mutating func samples(_ occurrence: Occurrence, _ unit: UnitOfMeasure?) {
    guard let row = SampleRow(occurrence) else { return }
    occurrence.take()
    var array = SampledArray(samples: Samples(row.samples))
    if row.places > 0 { array.factor = DecimalNumber(1, exponent: Int16(-row.places)) }
    if let unit {
      array.origin = Quantity(value: DecimalNumber(0), unit: unit)
      usesUnit = true
    }
    value = .sampledArray(array)
  }
}

/// The numbers of an NA as integers of one scale.
struct SampleRow {
  private(set) var samples: [Int64?] = []
  /// Digits after the point that were scaled away.
  private(set) var places = 0

  /// Nil when something in the row is no number, or the row does not fit 64 bits.
  init?(_ occurrence: Occurrence) {
    var numbers: [DecimalNumber?] = []
    let bytes = occurrence.source.bytes
    let delimiter = occurrence.source.delimiters.component
    var start = occurrence.range.lowerBound
    for at in occurrence.range.lowerBound...occurrence.range.upperBound {
      guard at == occurrence.range.upperBound || bytes[at] == delimiter else { continue }
      let part = UnsafeRawBufferPointer(rebasing: NumberText.trimmed(bytes[start..<at]))
      start = at + 1
      guard !part.isEmpty else {
        numbers.append(nil)
        continue
      }
      guard let number = DecimalNumber(digits: part), (-9...0).contains(number.exponent) else {
        return nil
      }
      guard !occurrence.source.isSentinel(number) else {
        numbers.append(nil)
        continue
      }
      places = max(places, Int(-number.exponent))
      numbers.append(number)
    }
    for number in numbers {
      guard let number else {
        samples.append(nil)
        continue
      }
      var scaled = number.mantissa
      for _ in 0..<(places + Int(number.exponent)) {
        let (product, overflow) = scaled.multipliedReportingOverflow(by: 10)
        guard !overflow else { return nil }
        scaled = product
      }
      samples.append(scaled)
    }
  }
}

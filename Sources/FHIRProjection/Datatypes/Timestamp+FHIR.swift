import NormalizedFormat

/// FHIR `dateTime` (R4: seconds and a zone with every time). What it can't say stands in extensions
/// beside it, and what it says is never more than is known: a time without a zone shows its day.
extension Timestamp: FHIRValue {
  static var fhirType: String { "DateTime" }
  static var isPrimitive: Bool { true }

  func written(_ desk: Desk) -> Slot {
    let plain = Slot(.string(shownText), extensions: remarks)
    if let read = try? Self.read(plain, desk), read == self { return plain }
    return Slot(.string(shownText), extensions: exactRemarks)
  }

  private var hasTime: Bool { precision.rawValue >= TimePrecision.hour.rawValue }
  private var isCoarse: Bool { precision == .hour || precision == .minute }

  /// FHIR's zones end at 14 hours.
  private var isZoneShown: Bool { zone.minutes.map { abs(Int($0)) <= 840 } ?? false }

  /// The moment as FHIR takes it.
  private var shownText: String {
    guard hasTime else { return description }
    guard let minutes = zone.minutes else { return String(description.prefix(10)) }
    let zone = Zone.stated(isZoneShown ? minutes : 0)
    let precision = isCoarse ? TimePrecision.second : self.precision
    return Timestamp(milliseconds: milliseconds, precision: precision, zone: zone).description
  }

  private var remarks: [JSON] {
    var remarks: [JSON] = []
    if isCoarse { remarks.append(Self.remark("precision", "Code", .string(precision.code))) }
    if hasTime, zone == .none {
      let exact = Timestamp(
        milliseconds: milliseconds, precision: isCoarse ? .second : precision)
      remarks.append(
        Self.remark("localTime", "Time", .string(String(exact.description.dropFirst(11)))))
    }
    return remarks + zoneRemarks(hasTime && isZoneShown) + sourceRemarks
  }

  /// Everything in numbers, for moments that no text says: one that is not at the start of its day.
  private var exactRemarks: [JSON] {
    [
      Self.remark("milliseconds", "Decimal", .number(String(milliseconds))),
      Self.remark("precision", "Code", .string(precision.code)),
    ] + zoneRemarks(false) + sourceRemarks
  }

  private func zoneRemarks(_ isShown: Bool) -> [JSON] {
    var remarks: [JSON] = []
    if let minutes = zone.minutes, !isShown {
      remarks.append(Self.remark("zone", "Integer", .number(String(minutes))))
    }
    if case .assumed = zone { remarks.append(Self.remark("assumedZone", "Boolean", .bool(true))) }
    return remarks
  }

  private var sourceRemarks: [JSON] {
    var remarks: [JSON] = []
    if let clock { remarks.append(Self.remark("clock", "Code", .string(clock.code))) }
    if let original {
      let slot = FHIRText.slot(original, FHIRText.isString, shown: FHIRText.shown)
      remarks.append(ExtensionList.item(Self.url("original"), slot, "String"))
    }
    return remarks
  }

  private static func url(_ name: String) -> String { Namespace.extensions + "timestamp-" + name }

  private static func remark(_ name: String, _ type: String, _ value: JSON) -> JSON {
    .object(["url": .string(url(name)), "value" + type: value])
  }
}

extension Timestamp {
  static func read(_ slot: Slot, _ desk: Desk) throws(FHIRError) -> Timestamp {
    var remarks = try Remarks(slot)
    var moment = try remarks.moment(slot)
    if let clock = try remarks.take("clock", "Code") {
      moment.clock = try clock.meaning(in: ClockQuality.self)
    }
    if let original = try remarks.slot("original", "String") {
      moment.original = try FHIRText.read(original)
    }
    try remarks.extensions.finish()
    return moment
  }

  /// The extensions beside a `dateTime`.
  private struct Remarks {
    var extensions: ExtensionList

    init(_ slot: Slot) throws(FHIRError) { extensions = try ExtensionList(ofPrimitive: slot.more) }

    mutating func slot(_ name: String, _ type: String) throws(FHIRError) -> Slot? {
      guard let item = extensions.take(Timestamp.url(name)) else { return nil }
      return try ExtensionList.slot(of: item, type)
    }

    mutating func take(_ name: String, _ type: String) throws(FHIRError) -> JSON? {
      guard let slot = try slot(name, type) else { return nil }
      guard let value = slot.value, slot.more == nil else {
        throw FHIRError(.wrongType, at: slot.offset)
      }
      return value
    }

    mutating func moment(_ slot: Slot) throws(FHIRError) -> Timestamp {
      let milliseconds = try take("milliseconds", "Decimal")
      var moment: Timestamp
      if let milliseconds {
        guard let number = Int64(try milliseconds.digits()) else {
          throw FHIRError(.wrongValue, at: milliseconds.offset)
        }
        moment = Timestamp(milliseconds: number)
      } else {
        moment = try text(slot)
      }
      if let precision = try take("precision", "Code") {
        moment.precision = try precision.meaning(in: TimePrecision.self)
      }
      try zone(&moment)
      return moment
    }

    private mutating func text(_ slot: Slot) throws(FHIRError) -> Timestamp {
      guard let value = slot.value else { throw FHIRError(.missing, at: slot.offset) }
      var text = try value.text()
      if let time = try take("localTime", "Time") { text += "T" + (try time.text()) }
      guard let moment = Timestamp(iso8601: text) else {
        throw FHIRError(.wrongValue, at: value.offset)
      }
      return moment
    }

    private mutating func zone(_ moment: inout Timestamp) throws(FHIRError) {
      if let zone = try take("zone", "Integer") {
        guard let minutes = Int16(try zone.digits()), FormatLimit.zoneMinutes.contains(minutes)
        else { throw FHIRError(.wrongValue, at: zone.offset) }
        moment.zone = .stated(minutes)
      }
      if let mark = try take("assumedZone", "Boolean") {
        guard try mark.boolean(), let minutes = moment.zone.minutes else {
          throw FHIRError(.wrongValue, at: mark.offset)
        }
        moment.zone = .assumed(minutes)
      }
    }
  }
}

extension Timestamp {
  private static var exactURL: String { url("exact") }

  /// As a type that holds less: what it can't hold stands beside it as a `dateTime`.
  fileprivate func narrowed(_ text: String?, _ desk: Desk) -> Slot {
    let whole = written(desk)
    if whole.more == nil, let text, whole.value == .string(text) { return whole }
    return Slot(
      text.map { .string($0) },
      extensions: [ExtensionList.item(Self.exactURL, whole, Self.fhirType)])
  }

  fileprivate static func readNarrowed(_ slot: Slot, _ desk: Desk) throws(FHIRError) -> Timestamp {
    var extensions = try ExtensionList(ofPrimitive: slot.more)
    guard let exact = extensions.take(exactURL) else { return try read(slot, desk) }
    try extensions.finish()
    return try read(try ExtensionList.slot(of: exact, fhirType), desk)
  }

  /// Whether FHIR's `instant` can show it.
  var isInstant: Bool { hasTime && !isCoarse && zone.minutes != nil }

  fileprivate var day: String { String(shownText.prefix(10)) }
  fileprivate var instant: String? { isInstant ? shownText : nil }
}

/// A moment as FHIR `date`.
struct DateOnly: FHIRWrapper {
  static let fhirType = "Date"
  static let isPrimitive = true
  let content: Timestamp

  init(_ content: Timestamp) { self.content = content }

  func written(_ desk: Desk) -> Slot { content.narrowed(content.day, desk) }

  static func read(_ slot: Slot, _ desk: Desk) throws(FHIRError) -> DateOnly {
    DateOnly(try Timestamp.readNarrowed(slot, desk))
  }
}

/// A moment as FHIR `instant`.
struct Instant: FHIRWrapper {
  static let fhirType = "Instant"
  static let isPrimitive = true
  let content: Timestamp

  init(_ content: Timestamp) { self.content = content }

  func written(_ desk: Desk) -> Slot { content.narrowed(content.instant, desk) }

  static func read(_ slot: Slot, _ desk: Desk) throws(FHIRError) -> Instant {
    Instant(try Timestamp.readNarrowed(slot, desk))
  }
}

/// Where the parts of a moment stand, for the table.
extension Timestamp {
  static func describe(_ desk: Desk) {
    let rows: [(field: String, place: String, note: String)] = [
      ("milliseconds", "dateTime", "and extension `timestamp-milliseconds` where no text says it"),
      ("precision", "dateTime", "hours and minutes, for which FHIR wants seconds, as extension"),
      ("zone", "dateTime", "beyond 14 hours, and of a day, extension `timestamp-zone`"),
      ("assumedZone", "dateTime; extension `timestamp-assumedZone`", "the mark beside the zone"),
      ("clock", "extension `timestamp-clock`: valueCode", "R4 has no element for it"),
      ("original", "extension `timestamp-original`: valueString", "R4 has no element for it"),
    ]
    desk.rows += rows.map { row in
      MappingRow(rule: "timestamp", field: row.field, place: row.place, note: row.note)
    }
  }
}

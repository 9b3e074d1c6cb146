import CBOR

import NormalizedFormat

/// SplitMix64: the same seed, the same messages, on every machine.
package struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64

  package init(_ seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}

/// Writes valid messages at random from the schema, by hand of the CBOR module: the codec has no
/// part in it.
package struct RandomMessage {
  private var writer = CBORWriter()
  private var random: SeededRandom
  /// Of 100 optional fields, how many are there.
  private let density: UInt64
  private var depth = 0

  init(seed: UInt64, density: UInt64) {
    random = SeededRandom(seed)
    self.density = density
  }

  /// A message of this kind of content (index into ``FormatSchema/contents``).
  package static func bytes(seed: UInt64, kind: Int, density: UInt64) -> [UInt8] {
    var message = RandomMessage(seed: seed, density: density)
    message.message(FormatSchema.contents[kind])
    return message.writer.bytes
  }

  /// A record of this rule, all its fields there.
  package static func full(_ schema: RecordSchema, seed: UInt64) -> [UInt8] {
    var message = RandomMessage(seed: seed, density: 100)
    message.depth = 4
    message.record(schema, all: true)
    return message.writer.bytes
  }

  private mutating func message(_ kind: (content: Content, type: any Record.Type)) {
    let optional: [UInt64] = [2, 3, 6, 7].filter { _ in chance() }
    writer.map(4 + optional.count)
    for key in 0...7 as ClosedRange<UInt64>
    where key < 2 || key == 4 || key == 5 || optional.contains(key) {
      writer.unsigned(key)
      switch key {
      case 0: writer.unsigned(UInt64(Message.currentVersion))
      case 1: value(of: Provenance.self)
      case 2: value(of: Patient.self)
      case 3: value(of: Encounter.self)
      case 4: writer.unsigned(kind.content.number)
      case 5: value(of: kind.type)
      case 6: value(of: LossLedger.self)
      default: list { $0.text() }
      }
    }
  }

  private mutating func record(_ schema: RecordSchema, all: Bool = false) {
    if schema.rule == "timestamp" { return timestamp(all: all) }
    if schema.rule == "quarantine-part" { return part() }
    let present = schema.fields.filter { $0.isRequired || all || chance() }
    writer.map(present.count)
    for field in present {
      writer.unsigned(field.key)
      self.field(field)
    }
  }

  /// A zone is stated or assumed, and the moment is the first of its precision.
  private mutating func timestamp(all: Bool) {
    var moment = Timestamp(milliseconds: 0)
    moment.precision = TimePrecision.allCases[number(below: TimePrecision.allCases.count)]
    if all || chance() {
      let minutes = Int16.random(in: FormatLimit.zoneMinutes, using: &random)
      moment.zone = chance(50) ? .stated(minutes) : .assumed(minutes)
    }
    if all || chance() { moment.clock = ClockQuality.allCases[number(below: 4)] }
    if all || chance() { moment.original = "original" }
    let year = CivilDate(year: 1 + Int64(number(below: 9_999)), month: 1, day: 1)
    let local = (year?.daysSinceEpoch ?? 0) * 86_400_000
    // In its own year, so that no zone takes it out of the calendar's.
    let shift = Int64(moment.zone.minutes ?? 0) * 60_000
    let years = FormatLimit.milliseconds
    moment.milliseconds = min(max(local - shift, years.lowerBound), years.upperBound)
    while !moment.isAtStart { moment.precision = TimePrecision(finerThan: moment.precision) }
    if moment.precision > .year { moment.milliseconds += step(moment.precision) }
    while !moment.isAtStart { moment.precision = TimePrecision(finerThan: moment.precision) }
    write(moment)
  }

  private mutating func write(_ moment: Timestamp) {
    let optional = [moment.zone != .none, moment.clock != nil, moment.original != nil]
    writer.map(2 + optional.count { $0 })
    writer.unsigned(1)
    writer.integer(moment.milliseconds)
    writer.unsigned(2)
    writer.unsigned(UInt64(moment.precision.rawValue))
    if let minutes = moment.zone.minutes {
      if case .stated = moment.zone { writer.unsigned(3) } else { writer.unsigned(4) }
      writer.integer(Int64(minutes))
    }
    if let clock = moment.clock {
      writer.unsigned(5)
      writer.unsigned(UInt64(clock.rawValue))
    }
    if let original = moment.original {
      writer.unsigned(6)
      writer.text(original)
    }
  }

  /// Some whole units, less than a year of them.
  private mutating func step(_ precision: TimePrecision) -> Int64 {
    let units: [Int64] = [0, 0, 86_400_000, 3_600_000, 60_000, 1_000, 1]
    return units[Int(precision.rawValue)] * Int64(number(below: 300))
  }

  private mutating func part() {
    let count = 2 + UInt64(number(below: 40))
    writer.map(4)
    writer.unsigned(1)
    writer.unsigned(UInt64(number(below: Int(count))))
    writer.unsigned(2)
    writer.unsigned(count)
    writer.unsigned(3)
    writer.bytes(bytes(count: 32))
    writer.unsigned(4)
    writer.unsigned(random.next() >> 40)
  }

  private mutating func field(_ field: FieldSchema) {
    switch field.shape {
    case .flag: writer.bool(true)
    case .bytes, .optionalBytes: writer.bytes(bytes(count: number(below: 40)))
    case .digest: writer.bytes(bytes(count: 32))
    case .list: list { message in field.type.map { message.value(of: $0) } }
    case .optional, .required: if let type = field.type { value(of: type) }
    }
  }

  private mutating func list(_ item: (inout RandomMessage) -> Void) {
    let count = 1 + number(below: depth > 3 ? 1 : 3)
    writer.array(count)
    for _ in 0..<count { item(&self) }
  }

  private mutating func value(of type: any Wire.Type) {
    depth += 1
    defer { depth -= 1 }
    if let record = FormatSchema.byRule[type.rule.description] { return self.record(record) }
    if let list = type as? any WireEnum.Type {
      return writer.unsigned(UInt64(number(below: list.meanings.count)))
    }
    scalar(type.rule.description)
  }

  private mutating func scalar(_ rule: String) {
    switch rule {
    case "text": text()
    case "bool": writer.bool(chance(50))
    case "uint32": writer.unsigned(random.next() >> (32 + random.next() % 32))
    case "uint": writer.unsigned(random.next() >> (random.next() % 64))
    case "milliseconds": writer.integer(Int64.random(in: FormatLimit.milliseconds, using: &random))
    case "zone-minutes":
      writer.integer(Int64(Int16.random(in: FormatLimit.zoneMinutes, using: &random)))
    case "decimal": decimal()
    case "code-system": codeSystem()
    case "time-of-day": writer.text(["00:00", "23:59:59", "07:05:09.250"][number(below: 3)])
    case "samples": samples()
    case "value": anyValue()
    default: preconditionFailure("no generator for \(rule)")
    }
  }

  private mutating func anyValue() {
    let field = FormatSchema.valueFields[number(below: FormatSchema.valueFields.count)]
    writer.map(1)
    writer.unsigned(field.key)
    self.field(field)
  }

  private mutating func decimal() {
    let exponent = Int64(number(below: 9)) - 6
    if exponent != 0 {
      writer.tag(4)
      writer.array(2)
      writer.integer(exponent)
    }
    writer.integer(Int64(bitPattern: random.next()) >> (random.next() % 64))
  }

  private mutating func codeSystem() {
    switch number(below: 3) {
    case 0: writer.unsigned(1 + UInt64(number(below: CodeSystem.registered.count - 1)))
    case 1: writer.unsigned(10_001 + UInt64(number(below: 9_999)))
    default: text()
    }
  }

  private mutating func samples() {
    let count = number(below: 50)
    writer.array(count)
    for _ in 0..<count {
      if chance(10) { writer.null() } else { writer.integer(Int64(number(below: 4_096)) - 2_048) }
    }
  }

  private mutating func text() {
    let pieces = [
      "", "a", "MDC_ECG_HEART_RATE", "Müller", "\"\\\n", "名前", "\u{0}", "😀", "e\u{301}",
    ]
    writer.text((0..<number(below: 4)).map { _ in pieces[number(below: pieces.count)] }.joined())
  }

  private mutating func bytes(count: Int) -> [UInt8] {
    (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
  }

  private mutating func number(below bound: Int) -> Int {
    Int.random(in: 0..<bound, using: &random)
  }

  /// Deeper records hold fewer fields, so that messages end.
  private mutating func chance() -> Bool { chance(density / (depth > 5 ? 8 : depth > 3 ? 3 : 1)) }

  private mutating func chance(_ percent: UInt64) -> Bool { random.next() % 100 < percent }
}

extension TimePrecision {
  static func > (left: TimePrecision, right: TimePrecision) -> Bool {
    left.rawValue > right.rawValue
  }

  /// The next one; the finest has none.
  init(finerThan other: TimePrecision) {
    self = TimePrecision(rawValue: other.rawValue + 1) ?? .millisecond
  }
}

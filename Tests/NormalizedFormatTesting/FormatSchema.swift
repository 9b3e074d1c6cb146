package import NormalizedFormat

/// The whole format as the code knows it: every record that a message can hold, in the order of
/// reading.
package enum FormatSchema {
  /// One value of each kind, to learn the kinds' numbers, names and types from.
  package static let values: [Value] = [
    .quantity(Quantity()), .concept(Concept()), .text(""), .time(Timestamp()), .timeOfDay("00:00"),
    .period(Period()), .range(ValueRange()), .ratio(Ratio()), .sampledArray(SampledArray()),
    .attachment(MediaAttachment()), .boolean(false), .identifier(Identifier()),
  ]

  /// The kinds of content with the type of each.
  package static let contents: [(content: Content, type: any Record.Type)] = [
    (.observations(Observations()), Observations.self), (.report(Reports()), Reports.self),
    (.admission(Admission()), Admission.self), (.order(Orders()), Orders.self),
    (.appointment(Appointment()), Appointment.self), (.document(Document()), Document.self),
    (.immunization(Immunizations()), Immunizations.self),
    (.quarantine(Quarantine()), Quarantine.self), (.other(Other()), Other.self),
    (.alert(Alerts()), Alerts.self), (.imaging(Imaging()), Imaging.self),
    (.position(Positions()), Positions.self),
    (.deviceStatus(DeviceStatuses()), DeviceStatuses.self),
  ]

  /// One field a kind of value: its number, its name in JSON, its type.
  package static let valueFields: [FieldSchema] = values.flatMap { FieldCollector.fields(of: $0) }

  /// Every record but the message itself, in the order of a walk from the message.
  package static let records: [RecordSchema] = {
    var walk = Walk()
    walk.visit(RecordSchema(Message.self))
    for content in contents { walk.enter(content.type) }
    return walk.records.filter { $0.rule != "message" }
  }()

  package static let byRule = Dictionary(uniqueKeysWithValues: records.map { ($0.rule, $0) })

  /// Every list of meanings by numbers, by the order of the same walk.
  package static let enumerations: [any WireEnum.Type] = {
    var known: Set<String> = []
    let types = records.flatMap(\.fields).compactMap { $0.type as? any WireEnum.Type }
    return types.filter { known.insert($0.rule.description).inserted }
  }()

  private struct Walk {
    var records: [RecordSchema] = []
    private var known: Set<String> = []

    mutating func enter(_ type: any Wire.Type) {
      if type.rule.description == "value" {
        for field in FormatSchema.valueFields { if let type = field.type { enter(type) } }
      }
      guard let record = type as? any Record.Type, known.insert(record.rule.description).inserted
      else { return }
      visit(RecordSchema(record))
    }

    mutating func visit(_ schema: RecordSchema) {
      records.append(schema)
      for field in schema.fields { if let type = field.type { enter(type) } }
    }
  }
}

extension WireEnum {
  /// Names by numbers.
  package static var meanings: [(number: UInt8, code: String)] {
    allCases.map { ($0.rawValue, $0.code) }
  }

  /// All names.
  package static var codes: [String] { allCases.map(\.code) }
}

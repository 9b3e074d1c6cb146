/// The kind's number, which stands before the content so that a reader can sort without decoding
/// it.
struct ContentKind: Wire {
  static let rule: StaticString = "kind"
  let emptyContent: Content

  init(_ content: Content) { emptyContent = content }

  static func == (left: ContentKind, right: ContentKind) -> Bool {
    left.emptyContent.number == right.emptyContent.number
  }

  /// Reads a number and gives empty content of that kind.
  init(from decoder: inout MessageDecoder) throws(FormatError) {
    let start = decoder.offset
    switch try decoder.unsigned(upTo: .max) {
    case 1: emptyContent = .observations(Observations())
    case 2: emptyContent = .report(Reports())
    case 3: emptyContent = .admission(Admission())
    case 4: emptyContent = .order(Orders())
    case 5: emptyContent = .appointment(Appointment())
    case 6: emptyContent = .document(Document())
    case 7: emptyContent = .immunization(Immunizations())
    case 8: emptyContent = .quarantine(Quarantine())
    case 9: emptyContent = .other(Other())
    case 10: emptyContent = .alert(Alerts())
    case 11: emptyContent = .imaging(Imaging())
    case 12: emptyContent = .position(Positions())
    case 13: emptyContent = .deviceStatus(DeviceStatuses())
    default: throw FormatError(.unknownKind, at: start)
    }
  }

  func encode(to encoder: inout MessageEncoder) {
    encoder.output.unsigned(emptyContent.number)
  }

  func render(to json: inout JSONWriter) { json.string(emptyContent.name) }
}

extension Content {
  /// Names the content to the visitor as field 5 of the message.
  func visit(_ visitor: inout some FieldVisitor) {
    switch self {
    case .observations(let content): visitor.required(5, "content", content)
    case .report(let content): visitor.required(5, "content", content)
    case .admission(let content): visitor.required(5, "content", content)
    case .order(let content): visitor.required(5, "content", content)
    case .appointment(let content): visitor.required(5, "content", content)
    case .document(let content): visitor.required(5, "content", content)
    case .immunization(let content): visitor.required(5, "content", content)
    case .quarantine(let content): visitor.required(5, "content", content)
    case .other(let content): visitor.required(5, "content", content)
    case .alert(let content): visitor.required(5, "content", content)
    case .imaging(let content): visitor.required(5, "content", content)
    case .position(let content): visitor.required(5, "content", content)
    case .deviceStatus(let content): visitor.required(5, "content", content)
    }
  }

  /// Reads content of the kind that this one is: field 4 has been read, for keys ascend.
  ///
  /// A message without field 4 is refused at its end, whatever was read here.
  mutating func read(from decoder: inout MessageDecoder) throws(FormatError) {
    switch self {
    case .observations: self = .observations(try Observations(from: &decoder))
    case .report: self = .report(try Reports(from: &decoder))
    case .admission: self = .admission(try Admission(from: &decoder))
    case .order: self = .order(try Orders(from: &decoder))
    case .appointment: self = .appointment(try Appointment(from: &decoder))
    case .document: self = .document(try Document(from: &decoder))
    case .immunization: self = .immunization(try Immunizations(from: &decoder))
    case .quarantine: self = .quarantine(try Quarantine(from: &decoder))
    case .other: self = .other(try Other(from: &decoder))
    case .alert: self = .alert(try Alerts(from: &decoder))
    case .imaging: self = .imaging(try Imaging(from: &decoder))
    case .position: self = .position(try Positions(from: &decoder))
    case .deviceStatus: self = .deviceStatus(try DeviceStatuses(from: &decoder))
    }
  }
}

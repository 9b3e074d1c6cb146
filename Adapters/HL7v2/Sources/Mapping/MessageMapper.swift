import AdapterKit
import NormalizedFormat

/// Walks the segments of one message and gives each to whom it belongs.
struct MessageMapper {
  private let source: SourceMessage
  private let raw: RawMessage
  private var header: MessageHeader
  private var ordinals: [SegmentName: Int] = [:]

  /// Reads the header; a message that does not say what it is can't be mapped.
  init(_ source: SourceMessage, raw: RawMessage) throws(AdapterError) {
    self.source = source
    self.raw = raw
    let segment = source.segment(source.header)
    header = MessageHeader(segment)
    guard !header.code.isEmpty else {
      throw AdapterError(
        .typeMissing, place: "MSH-9", offset: Int(source.segments[segment.position].start))
    }
    source.isDeviceData = DeviceData.isDeviceData(header, source)
  }

  /// One message, or one for each patient.
  mutating func messages() -> [Message] {
    let parts = patients()
    let device = source.isDeviceData ? DeviceData.device(source) : nil
    return parts.map { message($0, device: device) }
  }

  /// The segments of each patient: a part begins at each PID but the first. Two PIDs of one swap or
  /// link stay together.
  private func patients() -> [Range<Int>] {
    let end = source.segments.count
    guard header.code != "ADT" || !AdmissionBuilder.holdsTwoPatients(header.trigger) else {
      return [0..<end]
    }
    var parts: [Range<Int>] = []
    var start = 0
    var hasPatient = false
    for (position, segment) in source.segments.enumerated() where segment.name == "PID" {
      if hasPatient {
        parts.append(start..<position)
        start = position
      }
      hasPatient = true
    }
    parts.append(start..<end)
    return parts
  }

  private mutating func message(_ segments: Range<Int>, device: Device?) -> Message {
    var part = PatientPart()
    var builder = Self.builder(header, source, oneDevice: device != nil)
    var isOfBuilder = false
    for position in segments {
      let segment = source.segment(position)
      if segment.name == "NTE" {
        take(note: segment, isOfBuilder, &part, &builder)
      } else if !takeSpecial(segment) {
        isOfBuilder = builder.take(segment)
        if !isOfBuilder { _ = part.take(segment) }
        // Whatever nobody read, of a segment that somebody took or of one that nobody knows.
        keep(segment, &builder)
      }
    }
    if case .admission(let admission) = builder.content {
      part.setStatus(Encounter.status(after: admission.event))
    }
    var message = Message(provenance: provenance(device), content: builder.content)
    message.patient = part.patient
    message.encounter = part.encounter
    let (loss, cleared) = source.takeLedger(over: segments)
    message.loss = loss
    message.cleared = cleared
    return message
  }

  /// Segments that no content has: the header, envelopes, local segments, lines that are no
  /// segment.
  private mutating func takeSpecial(_ segment: Segment) -> Bool {
    switch segment.name {
    case "MSH":
      guard segment.position != source.header else { return true }
      segment.keepUnknown(ordinal: ordinal(segment))
    case "FHS", "BHS", "BTS", "FTS": segment.dropAll(.batch)
    case "SFT", "UAC": header.add(segment)
    case let name where name == .none || name.isLocal:
      segment.keepUnknown(ordinal: ordinal(segment))
    default: return false
    }
    return true
  }

  /// Which of the segments of its name this is, among those that nobody knows.
  private mutating func ordinal(_ segment: Segment) -> Int {
    ordinals[segment.name, default: 0] += 1
    return ordinals[segment.name, default: 1]
  }

  /// A remark goes to whoever took the last segment.
  private mutating func take(
    note segment: Segment, _ isOfBuilder: Bool, _ part: inout PatientPart,
    _ builder: inout any ContentBuilder
  ) {
    let note = Note(segment)
    let rest = segment.rest()
    if !rest.isEmpty, !builder.keep(rest, of: segment.name) { header.source.details += rest }
    guard !note.text.isEmpty else { return }
    let isTaken = isOfBuilder || part.patient == nil ? builder.take(note) : false
    if !isTaken { part.take(note) }
  }

  private mutating func keep(_ segment: Segment, _ builder: inout any ContentBuilder) {
    let rest = segment.rest()
    guard !rest.isEmpty else { return }
    if !builder.keep(rest, of: segment.name) { header.source.details += rest }
  }

  private func provenance(_ device: Device?) -> Provenance {
    var provenance = Provenance(
      adapter: AdapterIdentity(name: HL7v2Adapter.name, version: HL7v2Adapter.version),
      source: header.source)
    if source.keptEscapes > 0 {
      let count = String(source.keptEscapes)
      provenance.source.details.append(NamedField(name: "kept-escapes", value: count))
    }
    provenance.device = device
    provenance.created = header.created
    provenance.received = Timestamp(
      milliseconds: source.link.context.received, precision: .millisecond, zone: .stated(0))
    provenance.raw = RawDigest(sha256: raw.digest, count: UInt64(raw.bytes.count))
    return provenance
  }

  private static func builder(
    _ header: MessageHeader, _ source: SourceMessage, oneDevice: Bool
  ) -> any ContentBuilder {
    switch header.code {
    case "ADT": return AdmissionBuilder(trigger: header.trigger)
    case "ORU" where source.isDeviceData: return ObservationsBuilder(oneDevice: oneDevice)
    case "ORU", "OUL", "OPU": return ReportBuilder()
    case "ORM", "OML", "OMG", "OMI", "OMD", "OMS", "OMN", "OMP", "OMB", "RDE", "RDS", "RAS",
      "RGV", "ORR", "ORL", "ORG", "ORI", "ORP", "RRE", "RRD", "RRA", "RRG":
      return OrderBuilder()
    case "SIU": return AppointmentBuilder(trigger: header.trigger)
    case "MDM": return DocumentBuilder(trigger: header.trigger)
    case "VXU": return ImmunizationBuilder()
    default: return OtherBuilder(type: header.source.type ?? header.code)
    }
  }
}

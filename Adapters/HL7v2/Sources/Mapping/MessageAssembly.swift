import AdapterKit
import NormalizedFormat

/// One normalized message while segments are given to whom they belong. What one assembly is told
/// no other can say: each has a header of its own.
struct MessageAssembly {
  /// Who took the last segment; what nobody has a place for stands in the details.
  private enum Owner { case none, content, patient, details }

  private let source: SourceMessage
  private var header: MessageHeader
  private var part = PatientPart()
  private var builder: any ContentBuilder
  private var owner = Owner.none
  /// Which segments of a name nobody has a place for; the first PID and PV1 have one.
  private var repeats = SegmentOrdinals.ofMessage
  /// Escapes that other messages of the same source kept.
  private let keptBefore: Int

  /// A message of a source under a header; `oneDevice` says that its provenance names the device.
  init(_ source: SourceMessage, _ header: MessageHeader, oneDevice: Bool) {
    self.source = source
    self.header = header
    builder = Self.builder(header, source, oneDevice: oneDevice)
    keptBefore = source.keptEscapes - header.keptEscapes
  }

  /// Takes the next segment.
  mutating func take(_ segment: Segment, _ ordinals: inout UnknownOrdinals) {
    if segment.name == "NTE" { return take(note: segment) }
    guard !takeSpecial(segment, &ordinals) else { return }
    owner = builder.take(segment) ? .content : part.take(segment) ? .patient : .details
    // Whatever nobody read, of a segment that somebody took or of one that nobody knows.
    let ordinal = owner == .details ? repeats.next(segment.name) : 1
    keep(segment.rest(ordinal: ordinal), of: segment.name)
  }

  /// Segments that no content has: the header, envelopes, local segments, lines that are no
  /// segment.
  private mutating func takeSpecial(
    _ segment: Segment, _ ordinals: inout UnknownOrdinals
  ) -> Bool {
    switch segment.name {
    case "MSH":
      guard segment.position != source.header else { return true }
      keepUnknown(segment, ordinals.number(of: segment))
    case "FHS", "BHS", "BTS", "FTS": segment.dropAll(.batch)
    case "SFT", "UAC": header.add(segment)
    case let name where name == .none || name.isLocal:
      keepUnknown(segment, ordinals.number(of: segment))
    default: return false
    }
    return true
  }

  /// Of what several messages share the first has the unknown in its ledger, and the others have
  /// it in their details.
  private mutating func keepUnknown(_ segment: Segment, _ ordinal: Int) {
    segment.keepUnknown(ordinal: ordinal)
    header.source.details += segment.rest(ordinal: ordinal)
  }

  /// A remark goes to whoever took the last segment.
  private mutating func take(note segment: Segment) {
    guard owner != .details else {
      segment.drop(1, .setID)
      return keep(segment.rest(ordinal: repeats.next(segment.name)), of: segment.name)
    }
    let isOfContent = owner == .content || part.patient == nil
    if isOfContent, builder.take(whole: segment) { return }
    // What is said about a remark without a text is no remark.
    let note = segment.all(3).contains { !$0.isNull } ? Note(segment) : nil
    if note == nil { segment.drop(1, .setID) }
    keep(segment.rest(), of: segment.name)
    guard let note else { return }
    let isTaken = isOfContent ? builder.take(note) : false
    if !isTaken { part.take(note) }
  }

  private mutating func keep(_ rest: [NamedField], of name: SegmentName) {
    guard !rest.isEmpty else { return }
    if !builder.keep(rest, of: name) { header.source.details += rest }
  }

  /// The message, with the account of its own segments.
  consuming func message(
    of raw: RawMessage, device: Device?, account: (loss: LossLedger, cleared: [String])
  ) -> Message {
    if case .admission(let admission) = builder.content {
      part.setStatus(Encounter.status(after: admission.event))
    }
    var message = Message(provenance: provenance(raw, device), content: builder.content)
    message.patient = part.patient
    message.encounter = part.encounter
    message.loss = account.loss
    message.cleared = account.cleared
    return message
  }

  private func provenance(_ raw: RawMessage, _ device: Device?) -> Provenance {
    var provenance = Provenance(
      adapter: AdapterIdentity(name: HL7v2Adapter.name, version: HL7v2Adapter.version),
      source: header.source)
    let kept = source.keptEscapes - keptBefore
    if kept > 0 {
      provenance.source.details.append(NamedField(name: "kept-escapes", value: String(kept)))
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
    case "ORU" where header.trigger == DeviceData.alertTrigger:
      return AlertBuilder(oneDevice: oneDevice)
    case "ORU" where source.isDeviceData: return ObservationsBuilder(oneDevice: oneDevice)
    case "ORU": return ReportBuilder()
    case "OUL", "OPU": return ReportBuilder(ordersFollow: header.trigger != "R21")
    case let code where OrderBuilder.codes.contains(code): return OrderBuilder()
    case "SIU": return AppointmentBuilder(trigger: header.trigger)
    case "MDM": return DocumentBuilder(trigger: header.trigger)
    case "VXU": return ImmunizationBuilder()
    default: return OtherBuilder(type: header.source.type ?? header.code)
    }
  }
}

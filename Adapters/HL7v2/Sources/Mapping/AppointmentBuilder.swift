import NormalizedFormat
import Terminology

/// SIU.
struct AppointmentBuilder: ContentBuilder {
  private enum Last { case schedule, participant, observation }

  private var appointment = Appointment()
  private let trigger: String?
  private var group: String?
  /// RGS-1 of a group that no resource has come for.
  private var emptyGroup: NamedField?
  private var last = Last.schedule
  private var hasSchedule = false

  var content: Content {
    var all = appointment
    all.details += [emptyGroup].compactMap { $0 }
    return .appointment(all)
  }

  init(trigger: String?) {
    self.trigger = trigger
    appointment.trigger = trigger
    appointment.status = Self.status(nil, trigger)
  }

  mutating func take(_ segment: Segment) -> Bool {
    switch segment.name {
    case "SCH":
      guard !hasSchedule else { return false }
      hasSchedule = true
      read(segment)
      last = .schedule
    case "TQ1": take(timing: segment)
    case "RGS":
      appointment.details += [emptyGroup].compactMap { $0 }
      group = segment.text(1)
      emptyGroup = group.map { NamedField(name: "RGS-1", value: $0) }
      appointment.details += segment.rest()
    case "OBX":
      appointment.observations.append(Observation(segment))
      last = .observation
    default:
      guard var participant = AppointmentParticipant(segment) else { return false }
      participant.group = group
      emptyGroup = nil
      appointment.participants.append(participant)
      last = .participant
    }
    return true
  }

  private mutating func take(timing segment: Segment) {
    let timing = Timing(segment)
    appointment.timings.append(timing)
    appointment.start = appointment.start ?? timing.start
    appointment.end = appointment.end ?? timing.end
    appointment.details += segment.rest()
  }

  mutating func take(_ note: Note) -> Bool {
    switch last {
    case .schedule: appointment.notes.append(note)
    case .participant: return appointment.participants.withLast { $0.notes.append(note) }
    case .observation: return appointment.observations.withLast { $0.notes.append(note) }
    }
    return true
  }

  mutating func keep(_ details: [NamedField], of name: SegmentName) -> Bool {
    appointment.details += details
    return true
  }

  /// SCH.
  private mutating func read(_ segment: Segment) {
    appointment.placerIdentifiers = segment.entityIdentifiers(1)
    appointment.fillerIdentifiers = segment.entityIdentifiers(2)
    appointment.occurrence = segment.count(3)
    appointment.groupIdentifiers = segment.entityIdentifiers(4)
    appointment.schedule = segment.concept(5)
    appointment.eventReason = segment.concept(6)
    appointment.reason = segment.concept(7, table: 276)
    appointment.type = segment.concept(8, table: 277)
    appointment.duration = segment.quantity(9, unit: 10)
    appointment.timings += segment.all(11).compactMap { $0.timing() }
    appointment.start = appointment.timings.first?.start
    appointment.end = appointment.timings.first?.end
    appointment.placerContacts = Contact.contacts(segment, 12, telecom: 13, address: 14)
    appointment.fillerContacts = Contact.contacts(segment, 16, telecom: 17, address: 18)
    appointment.enterers = segment.practitioners(20)
    appointment.parentIdentifiers =
      segment.entityIdentifiers(23)
      + segment.entityIdentifiers(24).map { Identifier.typed($0, "FILL") }
    appointment.statusCode = segment.concept(25, table: 278)
    appointment.orderIdentifiers =
      segment.entityIdentifiers(26)
      + segment.entityIdentifiers(27).map { Identifier.typed($0, "FILL") }
    let code = appointment.statusCode?.codings.first?.code
    appointment.status = Self.status(code, trigger)
    appointment.details += segment.rest()
  }

  /// By SCH-25, else by the event where that leaves no doubt.
  private static func status(_ code: String?, _ trigger: String?) -> AppointmentStatus? {
    if let code {
      let capital = code.prefix(1).uppercased() + code.dropFirst().lowercased()
      if let known = AppointmentStatus(capital, in: .appointmentStatus) { return known }
    }
    switch trigger {
    case "S15": return .cancelled
    case "S17": return .enteredInError
    case "S26": return .noShow
    default: return nil
    }
  }
}

extension Contact {
  /// An XCN with telephones and addresses in fields of their own.
  static func contacts(
    _ segment: Segment, _ person: Int, telecom: Int, address: Int
  ) -> [Contact] {
    var contacts = segment.practitioners(person).map { practitioner in
      var contact = Contact()
      contact.names = practitioner.names
      contact.identifiers = practitioner.identifiers
      return contact
    }
    let telecoms = segment.telecoms(telecom)
    let addresses = segment.addresses(address)
    guard !telecoms.isEmpty || !addresses.isEmpty else { return contacts }
    if contacts.isEmpty { contacts.append(Contact()) }
    contacts[0].telecoms = telecoms
    contacts[0].addresses = addresses
    return contacts
  }
}

extension AppointmentParticipant {
  /// AIS, AIG, AIL or AIP; nil for another segment.
  init?(_ segment: Segment) {
    self.init()
    switch segment.name {
    case "AIS":
      kind = .service
      code = segment.concept(3)
      read(segment, start: 4)
    case "AIG":
      kind = .general
      code = segment.concept(3)
      types = segment.concepts(4)
      quantity = segment.quantity(6, unit: 7)
      read(segment, start: 8)
    case "AIL":
      kind = .location
      location = segment.location(3)
      types = segment.concepts(4, table: 305)
      read(segment, start: 6)
    case "AIP":
      kind = .personnel
      practitioners = segment.practitioners(3)
      types = segment.concepts(4)
      read(segment, start: 6)
    default: return nil
    }
    details = segment.rest()
  }

  /// What all four have in the same order: start, offset, duration, substitution, status.
  private mutating func read(_ segment: Segment, start first: Int) {
    segment.drop(1, .setID)
    action = segment.concept(2, table: 206)
    start = segment.time(first)
    startOffset = segment.quantity(first + 1, unit: first + 2)
    duration = segment.quantity(first + 3, unit: first + 4)
    substitution = segment.concept(first + 5, table: 279)
    status = segment.concept(first + 6, table: 278)
  }
}

import NormalizedFormat
import Terminology

extension MessageRendering {
  /// SIU.
  mutating func write(_ appointment: Appointment) {
    var runs = DetailRuns(appointment.details)
    let timings = writeSchedule(appointment, runs.take("SCH"))
    write(timings, &runs)
    write(appointment.notes, &runs)
    writePatient()
    for observation in appointment.observations { write(result: observation) }
    writePatientMore()
    writeHeaderRest()
    let groups = runs.takeAll(["RGS"])
    writeParticipants(appointment.participants, groups.filter { !$0.has(1) })
    writeKept(runs.runs, seconds: ["SCH"])
    for run in groups where run.has(1) { write(run) }
  }

  private mutating func writeSchedule(
    _ appointment: Appointment, _ run: DetailRun?
  ) -> [Timing] {
    var draft = SegmentDraft("SCH", run)
    draft.add(entities: 1, appointment.placerIdentifiers)
    draft.add(entities: 2, appointment.fillerIdentifiers)
    draft.put(3, appointment.occurrence)
    draft.add(entities: 4, appointment.groupIdentifiers)
    draft.put(5, appointment.schedule)
    draft.put(6, appointment.eventReason)
    draft.put(7, appointment.reason, table: 276)
    draft.put(8, appointment.type, table: 277)
    draft.put(9, unit: 10, appointment.duration)
    let old = oldForm(appointment.timings, 11, run)
    draft.add(11, old.map(FieldDraft.timing))
    draft.add(contacts: appointment.placerContacts, 12, telecom: 13, address: 14)
    draft.add(contacts: appointment.fillerContacts, 16, telecom: 17, address: 18)
    draft.add(20, appointment.enterers)
    draft.add(entities: 23, appointment.parentIdentifiers.filter { !$0.isFillers })
    draft.add(entities: 24, appointment.parentIdentifiers.filter(\.isFillers))
    draft.put(25, appointment.statusCode, table: 278)
    draft.add(entities: 26, appointment.orderIdentifiers.filter { !$0.isFillers })
    draft.add(entities: 27, appointment.orderIdentifiers.filter(\.isFillers))
    write(draft)
    return Array(appointment.timings.dropFirst(old.count))
  }

  /// Resources under the groups that they are of.
  private mutating func writeParticipants(
    _ participants: [AppointmentParticipant], _ groups: [DetailRun]
  ) {
    var rest = groups[...]
    for (at, participant) in participants.enumerated() {
      if at == 0 || participant.group != participants[at - 1].group {
        var group = SegmentDraft("RGS", rest.popFirst())
        group.put(1, participant.group)
        write(group)
      }
      write(participant)
    }
    for run in rest { write(run) }
  }

  private mutating func write(_ participant: AppointmentParticipant) {
    var runs = DetailRuns(participant.details)
    let name: String
    var first = 6
    switch participant.kind {
    case .service: (name, first) = ("AIS", 4)
    case .general, nil: (name, first) = ("AIG", 8)
    case .location: name = "AIL"
    case .personnel: name = "AIP"
    }
    var draft = SegmentDraft(name, runs.take(name))
    draft.put(2, participant.action, table: 206)
    switch name {
    case "AIL":
      draft.put(3, participant.location)
      draft.add(4, participant.types, table: 305)
    case "AIP":
      draft.add(3, participant.practitioners)
      draft.add(4, participant.types)
    case "AIG":
      draft.put(3, participant.code)
      draft.add(4, participant.types)
      draft.put(6, unit: 7, participant.quantity)
    default: draft.put(3, participant.code)
    }
    draft.put(first, participant.start)
    draft.put(first + 1, unit: first + 2, participant.startOffset)
    draft.put(first + 3, unit: first + 4, participant.duration)
    draft.put(first + 5, participant.substitution, table: 279)
    draft.put(first + 6, participant.status, table: 278)
    write(draft)
    write(participant.notes, &runs)
    writeKept(runs.runs)
  }
}

extension SegmentDraft {
  /// XCN with telephones and addresses in fields of their own.
  fileprivate mutating func add(
    contacts: [Contact], _ person: Int, telecom: Int, address: Int
  ) {
    add(
      person,
      contacts.map { contact in
        var practitioner = Practitioner()
        practitioner.names = contact.names
        practitioner.identifiers = contact.identifiers
        return practitioner
      })
    add(telecom, contacts.first?.telecoms ?? [])
    add(address, contacts.first?.addresses ?? [])
  }
}

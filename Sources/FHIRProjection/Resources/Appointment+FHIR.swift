import NormalizedFormat

extension Appointment: FHIRResource {
  static let resourceType = "Appointment"

  mutating func map(_ form: inout Form) throws(FHIRError) {
    try form.marked("placerIdentifier", &placerIdentifiers, in: "identifier")
    try form.marked("fillerIdentifier", &fillerIdentifiers, in: "identifier")
    try form.marked("groupIdentifier", &groupIdentifiers, in: "identifier")
    try form.demanded("status", &status, default: .string("proposed"))
    try form.element("appointmentType", &type)
    try form.single("reasonCode", &reason, as: "reasonCode")
    try times(&form)
    form.derived("minutesDuration", minutes.map { .number(String($0)) })
    try form.elements("basedOn", &orderIdentifiers, like: LogicalReference.self)
    try participantFields(&form)
    try otherFields(&form)
  }

  /// Both or neither (app-2), and both of what is more than a proposal (app-3).
  private mutating func times(_ form: inout Form) throws(FHIRError) {
    let mayLack: [AppointmentStatus?] = [.proposed, .cancelled, .waitlist, nil]
    let isTimed = start != nil || end != nil || !mayLack.contains(status)
    guard !form.isWriting || isTimed else { return }
    try form.demanded("start", &start, like: Instant.self)
    try form.demanded("end", &end, like: Instant.self)
  }

  private var minutes: Int64? {
    guard let value = duration?.value, value.exponent == 0, duration?.unit?.ucum == "min",
      (1...Int64(Int32.max)).contains(value.mantissa)
    else { return nil }
    return value.mantissa
  }

  /// The patient takes part too; FHIR demands somebody.
  private mutating func participantFields(_ form: inout Form) throws(FHIRError) {
    if form.isWriting, form.desk.patient != nil || participants.isEmpty {
      var patient: JSONObject = [
        "status": .string("needs-action"), "extension": .array([Namespace.derived]),
      ]
      if let reference = form.desk.patient {
        patient.append("actor", Desk.reference(reference))
      } else {
        patient.append("type", .array([.object(["extension": .array([Namespace.unknown])])]))
      }
      form.append("participant", [.object(patient)])
    } else if form.isReading {
      _ = try form.takeItems("participant") { item throws(FHIRError) in
        try item.members()["extension"] == .array([Namespace.derived])
      }
    }
    try form.elements("participant", &participants)
  }

  private mutating func otherFields(_ form: inout Form) throws(FHIRError) {
    try form.extra("statusCode", &statusCode, "the source's own code beside status")
    try form.extra("duration", &duration, "minutesDuration follows where it is one of minutes")
    try form.extra("occurrence", &occurrence)
    try form.extra("trigger", &trigger)
    try form.extra("schedule", &schedule)
    try form.extra("eventReason", &eventReason)
    try form.extras("timing", &timings)
    try form.extras("placerContact", &placerContacts, like: ContactPerson.self, "a Person")
    try form.extras("fillerContact", &fillerContacts, like: ContactPerson.self, "a Person")
    try form.extras("enterer", &enterers)
    try form.extras("parentIdentifier", &parentIdentifiers)
    try form.extras("note", &notes, "FHIR's comment has neither author nor time")
    try form.extras("observation", &observations)
    try form.extras("detail", &details)
  }
}

extension AppointmentParticipant: FHIRElement {
  static let fhirType = ""
  static var fhirPath: String { "Appointment.participant" }

  mutating func map(_ form: inout Form) throws(FHIRError) {
    try form.elements("role", &types, as: "type")
    try actors(&form)
    form.derived("status", .string("needs-action"))
    try form.extra("kind", &kind)
    try form.extra("action", &action)
    try form.extra("type", &code, "what is booked; FHIR's type is the role")
    try form.extra("start", &start)
    try form.extra("startOffset", &startOffset)
    try form.extra("duration", &duration)
    try form.extra("substitution", &substitution)
    try form.extra("status", &status, "a code of the source; FHIR's are four answers")
    try form.extra("quantity", &quantity)
    try form.extra("group", &group)
    try form.extras("note", &notes)
    try form.extras("detail", &details)
  }

  /// FHIR has one actor: the first person, else the place; and an actor or a type (app-1).
  private mutating func actors(_ form: inout Form) throws(FHIRError) {
    if form.isReading, form.members["actor"] == Self.nobody {
      _ = form.members.take("actor")
    } else if form.isReading, let slot = form.members["actor"],
      try form.desk.type(of: Slot(slot)) == Location.resourceType
    {
      try form.element("location", &location, as: "actor")
    }
    try form.first("actor", &practitioners, as: "actor", "a place where there is no person")
    if form.isReading {
      if location == nil { try form.extra("location", &location) }
      return
    }
    try form.element(
      "location", &location, as: "actor", if: practitioners.isEmpty, "an extension beside a person")
    if form.isWriting, types.isEmpty, practitioners.isEmpty, location == nil {
      form.members.append("actor", Self.nobody)
    }
  }

  private static let nobody = JSON.object(["extension": .array([Namespace.unknown])])
}

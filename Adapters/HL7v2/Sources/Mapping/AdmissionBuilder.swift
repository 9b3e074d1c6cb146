import NormalizedFormat

/// ADT.
struct AdmissionBuilder: ContentBuilder {
  private var admission: Admission
  private let holdsTwo: Bool
  private var patients = 0
  /// Which segments the other patient of a swap or a link has had.
  private var ofOther = SegmentOrdinals.ofPatient
  private var hasEvent = false
  private var isAfterObservation = false

  /// Whether another patient's PID has come: what follows is about them.
  private var isOther: Bool { holdsTwo && patients > 1 }

  var content: Content { .admission(admission) }

  init(trigger: String?) {
    admission = Admission(event: Self.event(trigger))
    admission.trigger = trigger
    holdsTwo = Self.holdsTwoPatients(trigger)
  }

  /// Events that are about two patients at once: swap, link, unlink.
  static func holdsTwoPatients(_ trigger: String?) -> Bool {
    trigger == "A17" || trigger == "A24" || trigger == "A37"
  }

  mutating func take(_ segment: Segment) -> Bool {
    isAfterObservation = segment.name == "OBX" || (segment.name == "PRT" && isAfterObservation)
    switch segment.name {
    case "EVN" where !hasEvent:
      hasEvent = true
      readEvent(segment)
    case "PID":
      patients += 1
      guard isOther else { return false }
      readOther(segment)
    case _ where isOther: readOtherMore(segment)
    case "MRG":
      admission.mergedFrom.append(MergedPatient(segment))
      admission.details += segment.rest()
    case "OBX": admission.observations.append(Observation(segment))
    case "PRT" where isAfterObservation:
      let participation = Participation(segment, inResult: true)
      return admission.observations.withLast { participation.join(&$0) }
    default: return false
    }
    return true
  }

  mutating func take(whole note: Segment) -> Bool {
    guard isOther else { return false }
    readOtherMore(note)
    return true
  }

  mutating func take(_ note: Note) -> Bool {
    guard isAfterObservation else {
      admission.notes.append(note)
      return true
    }
    return admission.observations.withLast { $0.notes.append(note) }
  }

  mutating func keep(_ details: [NamedField], of name: SegmentName) -> Bool {
    admission.details += details
    return true
  }

  /// EVN.
  private mutating func readEvent(_ segment: Segment) {
    if admission.trigger == nil, let code = segment.text(1) {
      admission.trigger = code
      admission.event = Self.event(code)
    } else if segment.first(1)?.peek() == admission.trigger {
      // The header said it. Where EVN-1 says something else, it is a detail.
      _ = segment.text(1)
    }
    admission.recorded = segment.time(2)
    admission.planned = segment.time(3)
    admission.reason = segment.concept(4, table: 62)
    admission.operators = segment.practitioners(5)
    admission.occurred = segment.time(6)
    admission.facility = segment.authority(7)
    admission.details += segment.rest()
  }

  /// The second PID of a swap or a link.
  private mutating func readOther(_ segment: Segment) {
    segment.drop(1, .setID)
    var other = MergedPatient()
    other.identifiers = segment.extendedIdentifiers(3)
    other.names = segment.personNames(5)
    other.accounts = segment.extendedIdentifiers(18)
    admission.mergedFrom.append(other)
    ofOther = .ofPatient
    admission.details += segment.rest(ordinal: patients)
  }

  /// What is said of the other patient: the model has a place for the stay's number and bed. The
  /// rest is under its path, behind that of the patient.
  private mutating func readOtherMore(_ segment: Segment) {
    if segment.name == "PV1" {
      segment.drop(1, .setID)
      let location = segment.location(3)
      let visits = segment.extendedIdentifiers(19)
      _ = admission.mergedFrom.withLast { other in
        other.visits += visits
        if let location { other.locations.append(location) }
      }
    }
    let rest = segment.rest(ordinal: ofOther.next(segment.name))
    admission.details += rest.map { field in
      NamedField(name: "PID(\(patients))/\(field.name)", value: field.value)
    }
  }
}

extension MergedPatient {
  /// MRG.
  init(_ segment: Segment) {
    self.init()
    for field in [1, 2, 4] { identifiers.appendNew(segment.extendedIdentifiers(field)) }
    accounts = segment.extendedIdentifiers(3)
    visits = segment.extendedIdentifiers(5) + segment.extendedIdentifiers(6)
    names = segment.personNames(7)
  }
}

extension AdmissionBuilder {
  /// Table 0003 by meaning.
  static func event(_ trigger: String?) -> AdmissionEvent {
    trigger.flatMap { events[$0] } ?? .other
  }

  /// The first trigger that means an event.
  static func trigger(of event: AdmissionEvent) -> String? {
    events.filter { $0.value == event }.keys.min()
  }

  private static let events: [String: AdmissionEvent] = [
    "A01": .admit, "A02": .transfer, "A03": .discharge, "A04": .register, "A05": .preAdmit,
    "A06": .changeToInpatient, "A07": .changeToOutpatient, "A08": .update,
    "A09": .departTracking, "A10": .arriveTracking, "A11": .cancelAdmit,
    "A12": .cancelTransfer, "A13": .cancelDischarge, "A14": .pendingAdmit,
    "A15": .pendingTransfer, "A16": .pendingDischarge, "A17": .swap, "A18": .merge,
    "A20": .bedStatus, "A21": .leave, "A22": .returnFromLeave, "A23": .delete, "A24": .link,
    "A25": .cancelPending, "A26": .cancelPending, "A27": .cancelPending, "A28": .addPerson,
    "A29": .delete, "A30": .merge, "A31": .updatePerson, "A32": .cancelOther,
    "A33": .cancelOther, "A34": .merge, "A35": .merge, "A36": .merge, "A37": .unlink,
    "A38": .cancelPreAdmit, "A39": .merge, "A40": .merge, "A41": .merge, "A42": .merge,
    "A43": .move, "A44": .move, "A45": .move, "A46": .changeIdentifier,
    "A47": .changeIdentifier, "A48": .changeIdentifier, "A49": .changeIdentifier,
    "A50": .changeIdentifier, "A51": .changeIdentifier, "A52": .cancelOther,
    "A53": .cancelOther, "A54": .changeProvider, "A55": .cancelOther, "A60": .updateAllergies,
    "A61": .changeProvider, "A62": .cancelOther,
  ]
}

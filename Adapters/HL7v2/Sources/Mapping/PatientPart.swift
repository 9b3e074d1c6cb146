import NormalizedFormat

/// Who and which stay a message is about: PID and PV1 with all that hangs on them.
struct PatientPart {
  private enum Owner { case patient, procedure, contact, encounter, coverage, none }

  private(set) var patient: Patient?
  private(set) var encounter: Encounter?
  private var owner = Owner.none
  /// Of each of these a message has one; another is somebody's or something else's.
  private var hasRead: Set<SegmentName> = []

  /// The segments that it takes.
  static let names: Set<SegmentName> = [
    "PID", "PD1", "AL1", "IAM", "DG1", "PR1", "NK1", "GT1", "IN1", "IN2", "IN3", "PV1", "PV2",
    "ROL",
    "PRT",
  ]

  /// Takes a segment about patient or stay; false for any other, and for a second one of what a
  /// message says once: it must not overwrite the first.
  mutating func take(_ segment: Segment) -> Bool {
    switch segment.name {
    case "PID", "PD1", "PV1", "PV2":
      guard hasRead.insert(segment.name).inserted else { return false }
    default: break
    }
    return takePatient(segment) || takeRelated(segment) || takeEncounter(segment)
  }

  private mutating func takePatient(_ segment: Segment) -> Bool {
    switch segment.name {
    case "PID": change { $0.read(segment) }
    case "PD1": change { $0.readAdditional(segment) }
    case "AL1": change { $0.allergies.append(Allergy(segment)) }
    case "IAM": change { $0.allergies.append(Allergy(adverse: segment)) }
    case "DG1": change { $0.diagnoses.append(Diagnosis(segment)) }
    case "PR1":
      change { $0.procedures.append(Procedure(segment)) }
      owner = .procedure
      return true
    default: return false
    }
    owner = .patient
    return true
  }

  private mutating func takeRelated(_ segment: Segment) -> Bool {
    switch segment.name {
    case "NK1":
      change { $0.contacts.append(Contact(nextOfKin: segment)) }
      owner = .contact
    case "GT1":
      change { $0.contacts.append(Contact(guarantor: segment)) }
      owner = .contact
    case "IN1":
      change { $0.coverages.append(Coverage(segment)) }
      owner = .coverage
    case "IN2", "IN3":
      owner = .coverage
      return takeInsuranceMore(segment)
    default: return false
    }
    return true
  }

  private mutating func takeInsuranceMore(_ segment: Segment) -> Bool {
    change { patient in
      let rest = segment.rest()
      let isKept = patient.coverages.withLast { $0.details += rest }
      if !isKept { patient.details += rest }
    }
    return true
  }

  private mutating func takeEncounter(_ segment: Segment) -> Bool {
    switch segment.name {
    case "PV1": changeStay { $0.read(segment) }
    case "PV2": changeStay { $0.readAdditional(segment) }
    case "ROL", "PRT": return takeRole(segment)
    default: return false
    }
    owner = .encounter
    return true
  }

  /// Somebody with a role: in the procedure that stands before it; of the stay if one was spoken of
  /// before, else of the patient. The model has nobody with a role in an insurance.
  private mutating func takeRole(_ segment: Segment) -> Bool {
    if owner == .coverage { return takeInsuranceMore(segment) }
    let person =
      segment.name == "ROL"
      ? Practitioner(role: segment) : Practitioner(participation: segment)
    let rest = segment.rest()
    if owner == .procedure {
      change { patient in
        _ = patient.procedures.withLast { procedure in
          if let person { procedure.practitioners.append(person) }
          procedure.details += rest
        }
      }
    } else if encounter != nil {
      if let person { encounter?.otherProviders.append(person) }
      encounter?.details += rest
    } else {
      change { patient in
        if let person { patient.primaryCare.append(person) }
        patient.details += rest
      }
    }
    return true
  }

  /// Takes a remark about the last segment.
  mutating func take(_ note: Note) {
    if owner == .encounter, encounter != nil {
      encounter?.notes.append(note)
    } else {
      change { $0.notes.append(note) }
    }
  }

  /// Sets the status that follows from an event, where there is a stay.
  mutating func setStatus(_ status: EncounterStatus?) {
    if encounter != nil, let status { encounter?.status = status }
  }

  // While they are changed their old place is empty: a second owner would copy their lists.

  private mutating func change(_ body: (inout Patient) -> Void) {
    var changed = patient ?? Patient()
    patient = nil
    body(&changed)
    patient = changed
  }

  private mutating func changeStay(_ body: (inout Encounter) -> Void) {
    var changed = encounter ?? Encounter()
    encounter = nil
    body(&changed)
    encounter = changed
  }
}

/// What an ADT message tells; table 0003 by meaning. The raw value is the wire value; JSON shows
/// the name in FHIR's kebab case.
public enum AdmissionEvent: UInt8, CaseIterable, Sendable {
  case admit, transfer, discharge, register, preAdmit, changeToInpatient, changeToOutpatient
  case update, departTracking, arriveTracking, cancelAdmit, cancelTransfer, cancelDischarge
  case cancelPreAdmit, cancelPending, cancelOther, pendingAdmit, pendingTransfer, pendingDischarge
  case leave, returnFromLeave, swap, merge, move, link, unlink, delete, addPerson, updatePerson
  case changeIdentifier, bedStatus, updateAllergies, changeProvider, other
}

extension AdmissionEvent: WireEnum {
  package static let rule: StaticString = "admission-event"
}

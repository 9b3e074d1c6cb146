/// What an ADT message tells; table 0003 by meaning. The raw value travels and never changes its
/// meaning; new ones are appended.
public enum AdmissionEvent: UInt8, CaseIterable, Sendable {
  case admit, transfer, discharge, register, preAdmit, changeToInpatient, changeToOutpatient
  case update, departTracking, arriveTracking, cancelAdmit, cancelTransfer, cancelDischarge
  case cancelPreAdmit, cancelPending, cancelOther, pendingAdmit, pendingTransfer, pendingDischarge
  case leave, returnFromLeave, swap, merge, move, link, unlink, delete, addPerson, updatePerson
  case changeIdentifier, bedStatus, updateAllergies, changeProvider, other

  /// The code in JSON, FHIR's own where FHIR has one.
  public var code: String {
    switch self {
    case .admit: "admit"
    case .transfer: "transfer"
    case .discharge: "discharge"
    case .register: "register"
    case .preAdmit: "pre-admit"
    case .changeToInpatient: "change-to-inpatient"
    case .changeToOutpatient: "change-to-outpatient"
    case .update: "update"
    case .departTracking: "depart-tracking"
    case .arriveTracking: "arrive-tracking"
    case .cancelAdmit: "cancel-admit"
    case .cancelTransfer: "cancel-transfer"
    case .cancelDischarge: "cancel-discharge"
    case .cancelPreAdmit: "cancel-pre-admit"
    case .cancelPending: "cancel-pending"
    case .cancelOther: "cancel-other"
    case .pendingAdmit: "pending-admit"
    case .pendingTransfer: "pending-transfer"
    case .pendingDischarge: "pending-discharge"
    case .leave: "leave"
    case .returnFromLeave: "return-from-leave"
    case .swap: "swap"
    case .merge: "merge"
    case .move: "move"
    case .link: "link"
    case .unlink: "unlink"
    case .delete: "delete"
    case .addPerson: "add-person"
    case .updatePerson: "update-person"
    case .changeIdentifier: "change-identifier"
    case .bedStatus: "bed-status"
    case .updateAllergies: "update-allergies"
    case .changeProvider: "change-provider"
    case .other: "other"
    }
  }

  /// Makes one from its code; nil for another text.
  public init?(code: String) {
    guard let known = Self.allCases.first(where: { $0.code == code }) else { return nil }
    self = known
  }
}

extension AdmissionEvent: WireEnum {
  package static let rule: StaticString = "admission-event"
}

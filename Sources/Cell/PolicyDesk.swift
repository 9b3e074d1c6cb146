import CellProtocol
import Journal
import Labels
import Policy
import Router

/// The snapshot in force, with what the cell looks up in it: flows by their name on the wire, users
/// by their token, the journal's numbers.
struct PolicyDesk {
  let snapshot: PolicySnapshot
  /// Flows by the name that this compartment calls them: `vitals`, `icu/vitals`.
  let flows: [String: DeskFlow]
  private let users: [UInt64: CurveKey]
  private let numbering: any Numbering

  init(_ snapshot: PolicySnapshot, users: [UInt64: CurveKey], _ numbering: any Numbering) {
    self.snapshot = snapshot
    self.users = users
    self.numbering = numbering
    var flows: [String: DeskFlow] = [:]
    for handle in snapshot.allFlows {
      guard let entry = snapshot.entry(handle) else { continue }
      let name = entry.id.text(in: snapshot.compartment)
      guard let number = numbering.number(ofFlow: name) else { continue }
      flows[name] = DeskFlow(
        handle: handle, number: number, name: name, isOwn: entry.isOwn,
        urgency: Urgency(entry.service))
    }
    self.flows = flows
  }

  /// Who a token stands for, if it stands for the principal of this full name.
  func principal(
    of user: UInt64, named name: String
  ) -> (id: PrincipalID, handle: PrincipalHandle)? {
    guard let key = users[user], let handle = snapshot.principal(curveKey: key, named: name),
      let entry = snapshot.entry(handle)
    else { return nil }
    return (entry.id, handle)
  }

  /// Whom a token stands for, or may, for the log.
  func name(of user: UInt64) -> String? {
    guard let key = users[user] else { return nil }
    let names = snapshot.principals(curveKey: key).compactMap { snapshot.entry($0)?.id.description }
    return names.isEmpty ? nil : names.joined(separator: " or ")
  }

  /// The journal's number of a principal, under which its cursors stand.
  func number(of id: PrincipalID) -> NameNumber? { numbering.number(ofName: id.description) }

  /// The journal's number of the rule behind a permit. A name that gets none any more is no reason
  /// to refuse a message.
  func number(of rule: RuleID) -> NameNumber {
    let text = snapshot.text(of: rule)
    let name = String(decoding: text.utf8.prefix(JournalLimit.nameBytesMax), as: UTF8.self)
    return numbering.number(ofName: name) ?? .unnamed
  }

  /// Whether a principal may open a subscription.
  func refusalToSubscribe(
    _ principal: PrincipalHandle, _ flow: DeskFlow, isNew: Bool, at seconds: Int64
  ) -> Reason? {
    var request = Request(.subscribe, by: principal, on: flow.handle, at: seconds)
    request.isNew = isNew
    return snapshot.decide(request).reason
  }

  /// Under which action this principal is given messages: links of other compartments export.
  func deliveryAction(of principal: PrincipalHandle) -> Action {
    snapshot.entry(principal)?.isOwn == true ? .deliver : .export
  }
}

/// A flow as the cell uses it.
struct DeskFlow {
  let handle: FlowHandle
  let number: FlowNumber
  /// `vitals`, or `icu/vitals` for one that is imported.
  let name: String
  let isOwn: Bool
  let urgency: Urgency
}

extension Urgency {
  init(_ service: ServiceClass) {
    switch service {
    case .alert: self = .alert
    case .event: self = .event
    case .state: self = .state
    case .stream: self = .stream
    }
  }
}

extension Reason {
  /// Whether it speaks of the one message rather than of the whole subscription: such a message is
  /// passed over, while any other reason ends the subscription with its cursor where it was, so
  /// that nothing is missed when the reason goes away.
  var isAboutMessage: Bool {
    switch self {
    case .label, .malformedSubject, .subjectNotGranted, .labelMissing, .belowFloor, .aboveCeiling,
      .aboveExportCeiling, .aboveImportCeiling, .otherCompartment, .notReleased, .linkNotCleared,
      .signerMissing, .signerNotPrincipal, .signerNotGranted, .signerRevoked, .otherPatient,
      .neverOpened, .equipmentNotAdmitted:
      true
    case .unknownPrincipal, .unknownFlow, .staleHandle, .revoked, .expired, .compartmentClosed,
      .stale, .frozen, .purposeNotAllowed, .denied, .notGranted, .notConsented, .wrongLink,
      .hopsExhausted, .wrongAction, .breakGlassEnded, .notOpened:
      false
    }
  }
}

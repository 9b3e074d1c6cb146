import Cryptography
import Labels

/// One step of a path as its cell judges it: the decision itself, with label and subject left open.
///
/// Whatever asks neither of them is asked of the decision's own conditions; what asks the label
/// narrows a region by the same compiled bounds that the decision compares.
struct ReachStep {
  let cell: ReachCell
  let request: Request
  let check: DecisionCheck

  init(_ cell: ReachCell, _ request: Request) {
    self.cell = cell
    self.request = request
    check = DecisionCheck(
      cell.snapshot, request, cell.entry(request.principal.place), cell.flow(request.flow.place))
  }

  /// The conditions that a subject or a label can't change, and in whose place a set of subjects
  /// stands.
  private static let fixed: [Condition] = [
    .standing, .rightAction, .freshness, .purpose, .noDeny, .agreement, .grant, .equipment,
  ]

  /// The conditions on the label, in the order of the decision.
  static let ofLabel: [Condition] = [
    .validLabel, .compartmentTag, .floor, .ceiling, .linkCeilings, .release, .clearance,
  ]

  /// Why the step is not permitted, whatever label and subject; nil if some could be.
  var refusal: ReachRefusal? {
    for condition in Self.fixed {
      if let reason = check.refusal(condition) { return ReachRefusal(condition, reason) }
    }
    // Who signed may publish some subject: which ones is part of `subjects`.
    guard request.action != .import else { return nil }
    return check.refusal(.signer).map { ReachRefusal(.signer, $0) }
  }

  /// The link that the step uses, or through which its flow came in.
  private var crossed: AgreedLink? {
    check.isOverLink || !check.flow.isOwn ? check.link : nil
  }

  /// The subjects that grants and export cover; all for a subscription.
  var subjects: SubjectSet {
    guard request.action != .subscribe else { return .all }
    var subjects = crossed.map { SubjectSet([$0.subject]) } ?? .all
    if !check.isOverLink {
      let isPublish = request.action == .publish
      subjects = subjects.intersection(
        (isPublish ? check.principal.publish : check.principal.subscribe).subjects(
          of: request.flow.place))
    }
    if request.action == .import, let signer = request.signer {
      let grants = cell.entry(signer.place).publish.subjects(of: request.flow.place)
      subjects = subjects.intersection(grants)
    }
    return subjects
  }

  /// Why the signer of a message with this subject may not have it imported; nil if it may.
  func refusalOfSigner(_ subject: String) -> Reason? {
    var request = request
    request.subject = subject
    return ReachStep(cell, request).check.refusal(.signer)
  }

  /// Keeps of a region what the step permits.
  func narrow(_ region: inout LabelRegion) {
    guard request.action != .subscribe else { return }
    for condition in Self.ofLabel { narrow(&region, by: condition) }
  }

  /// Keeps of a region what one condition permits.
  func narrow(_ region: inout LabelRegion, by condition: Condition) {
    guard request.action != .subscribe else { return }
    switch condition {
    case .validLabel: region.keepValid(under: cell.snapshot.scheme)
    case .compartmentTag: region.keepCarryingAboveU(check.flow.compartmentTag)
    case .floor: region.keepAtLeast(check.flow.floor)
    case .ceiling: region.keepAtMost(check.flow.ceiling)
    case .linkCeilings:
      guard let crossed else { return }
      region.keepAtMost(crossed.exportCeiling)
      region.keepAtMost(crossed.importCeiling)
    case .release:
      if let crossed { region.keepDominated(by: crossed.release) }
    case .clearance: region.keepDominated(by: check.principal.clearance)
    default: return
    }
  }

  /// What a condition says to one label.
  func refusal(_ condition: Condition, of label: Label) -> Reason? {
    var request = request
    request.label = cell.snapshot.scheme.compile(label)
    return ReachStep(cell, request).check.refusal(condition)
  }
}

/// The condition that stops something, and its reason.
package struct ReachRefusal: Hashable, Sendable {
  package let condition: Condition
  package let reason: Reason

  init(_ condition: Condition, _ reason: Reason) {
    self.condition = condition
    self.reason = reason
  }
}

extension GrantTable {
  /// The subjects that the grants of a flow cover.
  func subjects(of flow: UInt32) -> SubjectSet {
    SubjectSet(entries(of: flow).map(\.subject))
  }
}

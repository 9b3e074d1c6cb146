import Cryptography
import Labels
import Policy
import PolicyTesting

/// The decision once more, from the words of the specification and from the documents alone: no
/// index, no handle, no compiled label, no order of conditions, no reason. Slow and plain.
struct Oracle {
  let site: RandomSite
  /// The compartment whose cell is asked.
  let home: String

  func permits(_ question: Question) -> Bool {
    guard let own = policy(home), let actor = principal(question.principal),
      let owner = policy(question.flow.compartment),
      let flow = owner.flows.first(where: { $0.name == question.flow.name })
    else { return false }
    let isOwnActor = question.principal.compartment == home
    let isOwnFlow = question.flow.compartment == home
    let isLink = !isOwnActor || question.action == .export || question.action == .import

    switch question.action {
    case .publish: guard isOwnActor, isOwnFlow else { return false }
    case .subscribe, .deliver: guard isOwnActor || isOwnFlow else { return false }
    case .export: guard !isOwnActor, isOwnFlow else { return false }
    case .import: guard isOwnActor, !isOwnFlow else { return false }
    }

    let time = max(question.time, site.charter.edition.issued, own.edition.issued)
    let declared = policy(question.principal.compartment)?.edition.issued ?? 0
    guard isAlive(actor, at: max(time, declared)),
      [home, question.principal.compartment, owner.compartment]
        .allSatisfy(isOpen)
    else { return false }
    if let purpose = question.purpose, !actor.purposes.contains(purpose) { return false }

    // What crosses a border needs both halves.
    var halves: (Export, Import, CompartmentPolicy)?
    if isLink || !isOwnFlow {
      let destination = isOwnFlow ? question.principal.compartment : home
      halves = agreement(question.flow, destination)
      guard let halves else { return false }
      if isLink, halves.1.link != question.principal.name { return false }
    }
    guard isFresh(question, flow, time, [own.edition, site.charter.edition], halves?.2, isLink),
      !isDenied(question, isLink, halves)
    else { return false }
    if !isLink {
      let grants = question.action == .publish ? actor.publish : actor.subscribe
      guard grants.contains(where: { covers($0, question) }) else { return false }
    }
    if question.action == .publish, question.signer != question.principal { return false }
    if let key = question.signingKey, isRevoked(key) { return false }
    if question.action == .import, !isSignedAtSource(question, at: time) { return false }
    if question.action == .publish || question.action == .import,
      !flow.equipment.isEmpty,
      !flow.equipment.contains(where: { isSuch(question.signer, $0) })
    {
      return false
    }
    guard question.action != .subscribe else { return true }
    return admits(question, flow, actor, halves)
  }

  private func policy(_ name: String) -> CompartmentPolicy? {
    site.policies.first { $0.compartment == name }
  }

  private func principal(_ id: PrincipalID) -> Principal? {
    policy(id.compartment)?.principals.first { $0.name == id.name }
  }

  private func isOpen(_ compartment: String) -> Bool {
    site.charter.compartments.contains { $0.name == compartment && !$0.isClosed }
      && !site.restrictions.closed.contains(compartment)
  }

  private func isAlive(_ actor: Principal, at time: Int64) -> Bool {
    time < actor.expires && !site.charter.revocations.curveKeys.contains(actor.curveKey)
      && !site.restrictions.revocations.curveKeys.contains(actor.curveKey)
  }

  private func isRevoked(_ key: KeyID) -> Bool {
    site.charter.revocations.signingKeys.contains(key)
      || site.restrictions.revocations.signingKeys.contains(key)
  }

  private func agreement(
    _ flow: FlowID, _ destination: String
  ) -> (Export, Import, CompartmentPolicy)? {
    guard let from = policy(flow.compartment), let to = policy(destination) else { return nil }
    for export in from.exports where export.flow == flow.name && export.to == destination {
      for entry in to.imports where entry.from == flow.compartment && entry.flow == flow.name {
        guard export.link == nil || export.link == entry.link else { continue }
        guard to.principals.contains(where: { $0.name == entry.link && $0.role == .link }) else {
          continue
        }
        return (export, entry, flow.compartment == home ? to : from)
      }
    }
    return nil
  }

  private func isFresh(
    _ question: Question, _ flow: Flow, _ time: Int64, _ editions: [Edition],
    _ peer: CompartmentPolicy?, _ isLink: Bool
  ) -> Bool {
    let all = editions + (peer.map { [$0.edition] } ?? [])
    let isExpired = all.contains { time >= $0.expires }
    let isBeyond = all.contains { time >= $0.expires + $0.grace }
    if isExpired, question.isNew { return false }
    return !isBeyond || (flow.isCritical && question.flow.compartment == home && !isLink)
  }

  private func isDenied(
    _ question: Question, _ isLink: Bool, _ halves: (Export, Import, CompartmentPolicy)?
  ) -> Bool {
    let crossing = Set(Action.allCases).subtracting([.publish])
    if denies(home).contains(where: {
      matches($0, question.principal, question.flow, isLink ? crossing : [question.action])
    }) {
      return true
    }
    if question.action == .import, let signer = question.signer,
      denies(home).contains(where: { matches($0, signer, question.flow, Set(Action.allCases)) })
    {
      return true
    }
    guard let halves else { return false }
    let destination = question.flow.compartment == home ? question.principal.compartment : home
    let link = PrincipalID(destination, halves.1.link)
    return denies(halves.2.compartment).contains { deny in
      [link, question.principal].contains { matches(deny, $0, question.flow, crossing) }
    }
  }

  private func denies(_ compartment: String) -> [Deny] {
    (policy(compartment)?.denies ?? []) + (site.restrictions.denies[compartment] ?? [])
  }

  private func matches(
    _ deny: Deny, _ principal: PrincipalID, _ flow: FlowID, _ actions: Set<Action>
  ) -> Bool {
    (deny.principal ?? principal) == principal && (deny.flow ?? flow) == flow
      && (deny.action.map { actions.contains($0) } ?? true)
      && (deny.equipment.map { isSuch(principal, $0) } ?? true)
  }

  private func isSuch(_ id: PrincipalID?, _ requirement: EquipmentRequirement) -> Bool {
    guard let equipment = id.flatMap(principal)?.equipment else { return false }
    return [requirement.maker ?? equipment.maker, requirement.model ?? equipment.model]
      == [equipment.maker, equipment.model]
      && (requirement.countries.isEmpty || requirement.countries.contains(equipment.country ?? ""))
  }

  private func covers(_ grant: Grant, _ question: Question) -> Bool {
    guard grant.flow == question.flow else { return false }
    return question.action == .subscribe || isUnder(question.subject, grant.subject)
  }

  private func isUnder(_ subject: String, _ prefix: String) -> Bool {
    prefix.isEmpty || subject == prefix || subject.hasPrefix(prefix + "/")
  }

  private func isSignedAtSource(_ question: Question, at time: Int64) -> Bool {
    guard let id = question.signer, id.compartment == question.flow.compartment,
      let signer = principal(id), signer.role.mayPublish
    else { return false }
    let declared = policy(id.compartment)?.edition.issued ?? 0
    let signed = question.issuedAt ?? max(time, declared)
    guard signed < signer.expires, isAlive(signer, at: 0) else { return false }
    guard signer.publish.contains(where: { covers($0, question) }) else { return false }
    return !denies(id.compartment).contains { matches($0, id, question.flow, [.publish]) }
  }

  private func admits(
    _ question: Question, _ flow: Flow, _ actor: Principal,
    _ halves: (Export, Import, CompartmentPolicy)?
  ) -> Bool {
    let parts = question.subject.split(separator: "/", omittingEmptySubsequences: false)
    guard let label = question.label, LabelOracle.isValid(label),
      parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." })
    else { return false }
    let home = Category("compartment", question.flow.compartment)
    guard label.classification == .unrestricted || label.restrictive.contains(home),
      LabelOracle.isLeast(flow.floor, label), LabelOracle.isMost(flow.ceiling, label),
      LabelOracle.clears(actor.clearance, label)
    else { return false }
    guard let (export, entry, _) = halves else { return true }
    return LabelOracle.isMost(export.ceiling, label) && LabelOracle.isMost(entry.ceiling, label)
      && LabelOracle.clears(export.release, label) && isUnder(question.subject, export.subject)
  }
}

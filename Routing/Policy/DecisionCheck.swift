import Labels

/// One request with what it refers to, and each condition on it. Pure: reads the snapshot and
/// nothing else.
struct DecisionCheck {
  let snapshot: PolicySnapshot
  let request: Request
  let principal: PrincipalEntry
  let flow: FlowEntry
  /// The agreed link that the request uses, or through which its flow came in; nil for whatever
  /// does not cross.
  let link: AgreedLink?
  /// The request's time, or that of charter or own policy if the clock stands behind them.
  let time: Int64
  /// What the principal's own grants say; of no use for what goes over a link.
  private let match: GrantTable.Match

  init(
    _ snapshot: PolicySnapshot, _ request: Request, _ principal: PrincipalEntry, _ flow: FlowEntry
  ) {
    self.snapshot = snapshot
    self.request = request
    self.principal = principal
    self.flow = flow
    time = max(request.time, snapshot.clock)
    let place = request.principal.place
    link = flow.isOwn ? flow.links.first { $0.principal == place } : flow.links.first
    let isPublish = request.action == .publish
    let subject = request.action == .subscribe ? nil : request.subject
    match = (isPublish ? principal.publish : principal.subscribe).match(request.flow.place, subject)
  }

  /// Whether the request is one end of a link, under whichever action it comes. Nothing but others'
  /// links is exported to.
  var isOverLink: Bool { !principal.isOwn || request.action == .import }

  func refusal(_ condition: Condition) -> Reason? {
    switch condition {
    case .standing: refusalOfStanding
    case .rightAction: refusalOfAction
    case .freshness: refusalOfFreshness
    case .purpose: refusalOfPurpose
    case .noDeny: isDenied ? .denied : nil
    case .agreement: refusalOfAgreement
    case .grant: rule == nil ? .notGranted : nil
    case .subject: refusalOfSubject
    case .signer: refusalOfSigner
    case .equipment: refusalOfEquipment
    case .validLabel, .compartmentTag, .floor, .ceiling, .linkCeilings, .release, .clearance:
      refusalOfLabel(condition)
    }
  }

  private var refusalOfStanding: Reason? {
    if flow.isClosed { return .compartmentClosed }
    return principal.refusal(at: time)
  }

  private var refusalOfAction: Reason? {
    switch request.action {
    case .publish: principal.isOwn && flow.isOwn ? nil : .wrongAction
    case .export: principal.isOwn ? .wrongAction : refusalOfHops
    case .subscribe, .deliver: principal.isOwn ? nil : refusalOfHops
    case .import: principal.isOwn && !flow.isOwn ? nil : .wrongAction
    }
  }

  private var refusalOfHops: Reason? { flow.isOwn ? nil : .hopsExhausted }

  private var refusalOfFreshness: Reason? {
    var freshness = snapshot.freshness(at: request.time)
    if let link {
      freshness = max(freshness, link.peer.freshness(at: time))
    }
    switch freshness {
    case .fresh: return nil
    case .stale: return request.isNew ? .stale : nil
    case .frozen:
      let isInside = flow.isOwn && !isOverLink
      return flow.isCritical && isInside && !request.isNew ? nil : .frozen
    }
  }

  private var refusalOfPurpose: Reason? {
    guard let purpose = request.purpose else { return nil }
    return principal.purposes.contains(purpose) ? nil : .purposeNotAllowed
  }

  private var isDenied: Bool {
    let (who, what) = (request.principal.place, request.flow.place)
    let asked = isOverLink ? ActionSet.link : ActionSet(request.action)
    if snapshot.denies.covers(who, what, asked) { return true }
    if request.action == .import, let signer = request.signer,
      snapshot.denies.covers(signer.place, what, .all)
    {
      return true
    }
    guard let link else { return false }
    // The other end names who must not have its messages by whatever verb it has for it.
    return link.peerDenies.covers(link.principal, what, .link)
      || link.peerDenies.covers(who, what, .link)
  }

  private var refusalOfAgreement: Reason? {
    // What is imported came in by an agreement: without one its flow is unknown.
    guard isOverLink else { return nil }
    guard let link else {
      let isOther = flow.links.contains { $0.destination == principal.id.compartment }
      return isOther ? .wrongLink : .notConsented
    }
    return link.principal == request.principal.place ? nil : .wrongLink
  }

  /// The rule that covers principal and flow; for messages also the subject, if any rule does.
  var rule: RuleID? {
    let (who, what) = (request.principal.place, request.flow.place)
    if isOverLink {
      return link == nil ? nil : RuleID(kind: .link, principal: who, place: what)
    }
    let kind: RuleID.Kind = request.action == .publish ? .publish : .subscribe
    switch match {
    case .none: return nil
    case .otherSubject(let place), .covered(let place):
      return RuleID(kind: kind, principal: who, place: place)
    }
  }

  private var refusalOfSubject: Reason? {
    guard request.action != .subscribe else { return nil }
    guard Subject.isValid(request.subject) else { return .malformedSubject }
    if let link, !Subject.covers(link.subject, request.subject) {
      return .subjectNotGranted
    }
    guard !isOverLink else { return nil }
    if case .covered = match { return nil }
    return .subjectNotGranted
  }

  private var refusalOfSigner: Reason? {
    if let key = request.signingKey, snapshot.revokedSigningKeys.contains(key) {
      return .signerRevoked
    }
    switch request.action {
    case .subscribe, .deliver, .export: return nil
    case .publish:
      guard let signer = request.signer else { return .signerMissing }
      return signer == request.principal ? nil : .signerNotPrincipal
    case .import:
      guard let signer = request.signer, let entry = snapshot.entry(signer) else {
        return .signerMissing
      }
      let isDenied = link?.peerDenies.covers(signer.place, request.flow.place, .init(.publish))
      guard entry.id.compartment == flow.id.compartment, isDenied == false, !entry.isBarred,
        request.issuedAt.map({ $0 < entry.expires }) ?? (entry.refusal(at: time) == nil),
        case .covered = entry.publish.match(request.flow.place, request.subject)
      else { return .signerNotGranted }
      return nil
    }
  }
}

extension DecisionCheck {
  /// What a flow takes is asked where a message comes in, of whoever signed it; one that is in
  /// stays in.
  private var refusalOfEquipment: Reason? {
    guard request.action == .publish || request.action == .import, !flow.equipment.isEmpty,
      let signer = request.signer.flatMap(snapshot.entry)
    else { return nil }
    return flow.equipment.admits(signer.equipment) ? nil : .equipmentNotAdmitted
  }

  private func refusalOfLabel(_ condition: Condition) -> Reason? {
    guard request.action != .subscribe else { return nil }
    guard let label = request.label else { return .labelMissing }
    switch condition {
    case .validLabel: return refusalOfValidity(label)
    case .compartmentTag: return refusalOfCompartmentTag(label)
    case .floor: return label.isAtLeast(flow.floor) ? nil : .belowFloor
    case .ceiling: return label.isAtMost(flow.ceiling) ? nil : .aboveCeiling
    case .linkCeilings: return refusalOfLinkCeilings(label)
    case .release:
      guard let link else { return nil }
      return link.release.refusal(of: label) == nil ? nil : .notReleased
    case .clearance:
      guard let refusal = principal.clearance.refusal(of: label) else { return nil }
      return isOverLink ? .linkNotCleared : .label(refusal)
    default: return nil
    }
  }

  private func refusalOfValidity(_ label: CompiledLabel) -> Reason? {
    if let refusal = label.refusal { return .label(refusal) }
    return label.scheme == snapshot.scheme.fingerprint ? nil : .label(.otherScheme)
  }

  private func refusalOfCompartmentTag(_ label: CompiledLabel) -> Reason? {
    guard label.classification > .unrestricted else { return nil }
    guard let tag = flow.compartmentTag else { return .otherCompartment }
    return label.carries(tag) ? nil : .otherCompartment
  }

  private func refusalOfLinkCeilings(_ label: CompiledLabel) -> Reason? {
    guard let link else { return nil }
    guard label.isAtMost(link.exportCeiling) else { return .aboveExportCeiling }
    return label.isAtMost(link.importCeiling) ? nil : .aboveImportCeiling
  }
}

import Labels

extension PolicySnapshot {
  /// Decides once more for a principal to whom officers opened a template: permitted if it is
  /// permitted anyway, or if every condition that break-glass does not replace is met and the
  /// message is about the patient.
  ///
  /// - Parameter isAboutPatient: whether the message is about the one patient of the activation;
  ///   not asked of a subscription.
  package func decide(
    _ request: Request, opening handle: TemplateHandle, isAboutPatient: Bool
  ) -> Decision {
    let ordinary = decide(request)
    guard !ordinary.isPermit else { return ordinary }
    guard request.principal.snapshot == serial, request.flow.snapshot == serial,
      let principal = entry(request.principal), let flow = entry(request.flow),
      let template = entry(handle)
    else { return .deny(.staleHandle) }
    let opening = OpeningCheck(
      check: DecisionCheck(self, request, principal, flow), template: template)
    for condition in Condition.inOrder {
      if let reason = opening.refusal(condition) { return .deny(reason) }
    }
    guard request.action == .subscribe || isAboutPatient else { return .deny(.otherPatient) }
    return .permit(
      RuleID(kind: .breakGlass, principal: request.principal.place, place: handle.place))
  }
}

/// The conditions of the decision, with those replaced that break-glass replaces, and no other.
private struct OpeningCheck {
  let check: DecisionCheck
  let template: TemplateEntry

  func refusal(_ condition: Condition) -> Reason? {
    switch condition {
    case .rightAction: isForThis ? check.refusal(.rightAction) : .notOpened
    // The compartment's own documents may be of any age: nothing that is opened crosses a link.
    case .freshness: nil
    // What is opened is said by flow and grantee, above.
    case .grant: nil
    case .subject: refusalOfSubject
    case .clearance: refusalOfLabel
    case .standing, .purpose, .noDeny, .agreement, .signer, .equipment, .validLabel,
      .compartmentTag, .floor,
      .ceiling, .linkCeilings, .release:
      check.refusal(condition)
    }
  }

  /// One of its grantees, as a subscriber of the compartment, at one of its flows.
  private var isForThis: Bool {
    let request = check.request
    return (request.action == .subscribe || request.action == .deliver) && !check.isOverLink
      && check.flow.isOwn && check.principal.role == .subscriber
      && template.grantees.contains(request.principal.place)
      && template.flows.contains(request.flow.place)
  }

  private var refusalOfSubject: Reason? {
    guard check.request.action == .deliver else { return nil }
    return Subject.isValid(check.request.subject) ? nil : .malformedSubject
  }

  private var refusalOfLabel: Reason? {
    guard check.request.action == .deliver else { return nil }
    guard let label = check.request.label else { return .labelMissing }
    guard !label.isNeverOpened else { return .neverOpened }
    return template.clearance.refusal(of: label).map(Reason.label)
  }
}

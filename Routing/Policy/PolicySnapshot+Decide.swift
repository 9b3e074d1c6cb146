import Labels

extension PolicySnapshot {
  /// Decides. Pure and total; what is not permitted by name is denied.
  package func decide(_ request: Request) -> Decision {
    guard request.principal.snapshot == serial, request.flow.snapshot == serial,
      (request.signer?.snapshot ?? serial) == serial
    else { return .deny(.staleHandle) }
    guard let principal = entry(request.principal), principal.mayAsk else {
      return .deny(.unknownPrincipal)
    }
    guard let flow = entry(request.flow) else { return .deny(.unknownFlow) }
    let check = DecisionCheck(self, request, principal, flow)
    for condition in Condition.inOrder {
      if let reason = check.refusal(condition) { return .deny(reason) }
    }
    guard let rule = check.rule else { return .deny(.notGranted) }
    return .permit(rule)
  }

  /// Decides a question in names.
  package func decide(_ question: Question) -> Decision {
    switch resolve(question) {
    case .failure(let unresolved): .deny(unresolved.reason)
    case .success(let request): decide(request)
    }
  }

  /// What every condition says to a question, beside the decision.
  package func explain(_ question: Question) -> Explanation {
    guard case .success(let request) = resolve(question),
      let principal = entry(request.principal), let flow = entry(request.flow)
    else { return Explanation(decision: decide(question), findings: []) }
    let check = DecisionCheck(self, request, principal, flow)
    let findings = Condition.inOrder.map {
      Explanation.Finding(condition: $0, refusal: check.refusal($0))
    }
    return Explanation(decision: decide(request), findings: findings)
  }

  private func resolve(_ question: Question) -> Result<Request, Unresolved> {
    guard let principal = principal(question.principal), entry(principal)?.mayAsk == true else {
      return .failure(Unresolved(.unknownPrincipal))
    }
    guard let flow = flow(question.flow) else { return .failure(Unresolved(.unknownFlow)) }
    var request = Request(question.action, by: principal, on: flow, at: question.time)
    request.label = question.label.map { scheme.compile($0) }
    request.subject = question.subject
    request.signer = question.signer.flatMap { self.principal($0) }
    request.signingKey = question.signingKey
    request.issuedAt = question.issuedAt
    request.purpose = question.purpose
    request.isNew = question.isNew
    return .success(request)
  }
}

/// A request that refers to what the snapshot does not have.
private struct Unresolved: Error {
  let reason: Reason

  init(_ reason: Reason) { self.reason = reason }
}

import Cryptography
import Labels

extension Issuer {
  func check(_ policy: CompartmentPolicy, _ place: String) throws(DocumentFault) {
    guard Name.isValid(name) else { throw DocumentFault(.malformedName, at: "\(place).name") }
    guard !keys.isEmpty else { throw DocumentFault(.missingKey, at: "\(place).keys") }
    guard keys.count <= PolicyLimit.signingKeysMax else {
      throw DocumentFault(.tooMany, at: "\(place).keys")
    }
    for (key, time) in [("expires", expires), ("issued-from", issuedFrom ?? 0)] {
      guard (0...PolicyLimit.timeMax).contains(time) else {
        throw DocumentFault(.outOfRange, at: "\(place).\(key)")
      }
    }
    try template.check(policy, "\(place).template")
  }
}

extension CredentialTemplate {
  fileprivate func check(
    _ policy: CompartmentPolicy, _ place: String
  ) throws(DocumentFault) {
    guard !roles.isEmpty, Set(roles).count == roles.count else {
      throw DocumentFault(roles.isEmpty ? .missingKey : .duplicate, at: "\(place).roles")
    }
    guard roles.allSatisfy(\.maySubscribe) else {
      throw DocumentFault(.roleForbids, at: "\(place).roles")
    }
    guard roles.contains(where: \.mayPublish) || publish.isEmpty else {
      throw DocumentFault(.roleForbids, at: "\(place).publish")
    }
    guard (1...PolicyLimit.durationMax).contains(lifetime) else {
      throw DocumentFault(.outOfRange, at: "\(place).lifetime")
    }
    guard purposes.count <= PolicyLimit.purposesMax, purposes.allSatisfy(Name.isValid) else {
      throw DocumentFault(.malformedName, at: "\(place).purposes")
    }
    let own = Set(policy.flows.map { FlowID(policy.compartment, $0.name) })
    let reachable = own.union(policy.imports.map { FlowID($0.from, $0.flow) })
    try publish.check(among: own, "\(place).publish")
    try subscribe.check(among: reachable, "\(place).subscribe")
    try equipment.check("\(place).equipment")
  }
}

extension Credential {
  /// Refuses a credential that breaks a rule of its own.
  package func check() throws(DocumentFault) {
    for (key, name) in [("site", site), ("compartment", compartment), ("issuer", issuer)] {
      guard Name.isValid(name) else { throw DocumentFault(.malformedName, at: key) }
    }
    guard (0...PolicyLimit.timeMax).contains(issued) else {
      throw DocumentFault(.outOfRange, at: "issued")
    }
    try principal.check("principal")
    // Which flows there are is the policy's matter.
    try principal.publish.check(among: nil, "principal.publish")
    try principal.subscribe.check(among: nil, "principal.subscribe")
  }

  /// Refuses a credential that gives more than the policy and its issuer's template allow, or
  /// something that the site has already. Whose signature it has is not asked here.
  package func check(
    under policy: CompartmentPolicy, _ charter: Charter
  ) throws(DocumentFault) {
    guard site == policy.site else { throw DocumentFault(.unknownReference, at: "site") }
    guard compartment == policy.compartment else {
      throw DocumentFault(.unknownCompartment, at: "compartment")
    }
    guard let issuer = policy.issuers.first(where: { $0.name == issuer }) else {
      throw DocumentFault(.unknownReference, at: "issuer")
    }
    guard issued >= issuer.issuedFrom ?? 0 else { throw DocumentFault(.withdrawn, at: "issued") }
    try checkTerm(of: issuer)
    try check(within: issuer.template)
    try checkKeysServeOnce(in: policy, charter)
    guard charter.scheme.refusal(of: principal.clearance) == nil else {
      throw DocumentFault(.invalidClearance, at: "principal.clearance")
    }
  }

  private func checkTerm(of issuer: Issuer) throws(DocumentFault) {
    let (end, overflow) = issued.addingReportingOverflow(issuer.template.lifetime)
    guard !overflow, principal.expires <= min(end, issuer.expires) else {
      throw DocumentFault(.beyondTemplate, at: "principal.expires")
    }
  }

  private func check(within template: CredentialTemplate) throws(DocumentFault) {
    let holds: [(String, Bool)] = [
      ("role", template.roles.contains(principal.role)),
      ("clearance", principal.clearance.isWithin(template.clearance)),
      ("publish", principal.publish.allSatisfy { $0.isCovered(by: template.publish) }),
      ("subscribe", principal.subscribe.allSatisfy { $0.isCovered(by: template.subscribe) }),
      ("purposes", principal.purposes.allSatisfy(template.purposes.contains)),
      ("equipment", template.equipment.admits(principal.equipment)),
    ]
    for (key, holds) in holds where !holds {
      throw DocumentFault(.beyondTemplate, at: "principal.\(key)")
    }
  }

  /// One key, one use, and one name, one principal: what the policy says itself comes first.
  private func checkKeysServeOnce(
    in policy: CompartmentPolicy, _ charter: Charter
  ) throws(DocumentFault) {
    for other in policy.principals {
      guard other.name != principal.name else {
        throw DocumentFault(.duplicate, at: "principal.name")
      }
      guard other.curveKey != principal.curveKey else {
        throw DocumentFault(.duplicate, at: "principal.curve-key")
      }
      guard Set(other.signingKeys).isDisjoint(with: principal.signingKeys) else {
        throw DocumentFault(.duplicate, at: "principal.signing-keys")
      }
    }
    let others = Set(policy.issuers.flatMap(\.keys) + policy.breakGlass.flatMap(\.officers))
    guard others.isDisjoint(with: principal.signingKeys) else {
      throw DocumentFault(.duplicate, at: "principal.signing-keys")
    }
    try CharteredKeys(charter).check(principal, "principal")
  }
}

extension Grant {
  fileprivate func isCovered(by grants: [Grant]) -> Bool {
    grants.contains { $0.flow == flow && Subject.covers($0.subject, subject) }
  }
}

extension Clearance {
  /// Whether whoever holds the other may see all that this one may.
  fileprivate func isWithin(_ other: Clearance) -> Bool {
    guard policy == other.policy, classifications.isSubset(of: other.classifications) else {
      return false
    }
    return categories.categories.allSatisfy(other.categories.contains)
  }
}

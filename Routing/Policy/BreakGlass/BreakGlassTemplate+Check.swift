import Cryptography
import Labels

extension CompartmentPolicy {
  /// The rules of the templates that need no other document.
  func checkBreakGlass() throws(DocumentFault) {
    guard breakGlass.count <= BreakGlassLimit.templatesMax else {
      throw DocumentFault(.tooMany, at: "break-glass")
    }
    let check = TemplateCheck(self)
    var names: Set<String> = []
    for (index, template) in breakGlass.enumerated() {
      guard names.insert(template.name).inserted else {
        throw DocumentFault(.duplicate, at: "break-glass[\(index)].name")
      }
      try check.run(template, "break-glass[\(index)]")
    }
  }

  /// What the charter says of them.
  ///
  /// - Parameter signing: the keys that sign documents of the site or of its partners.
  func checkBreakGlass(
    _ scheme: LabelScheme, signing: Set<KeyID>
  ) throws(DocumentFault) {
    for (index, template) in breakGlass.enumerated() {
      let place = "break-glass[\(index)]"
      guard scheme.refusal(of: template.clearance) == nil else {
        throw DocumentFault(.invalidClearance, at: "\(place).clearance")
      }
      guard !scheme.holdsNeverOpened(template.clearance) else {
        throw DocumentFault(.neverOpened, at: "\(place).clearance")
      }
      guard !template.officers.contains(where: { signing.contains($0.keyID) }) else {
        throw DocumentFault(.duplicate, at: "\(place).officers")
      }
    }
  }
}

/// The rules of one template, with what it refers to looked up once.
private struct TemplateCheck {
  private let flows: Set<String>
  private let roles: [String: Role]
  private let signing: Set<KeyID>

  init(_ policy: CompartmentPolicy) {
    flows = Set(policy.flows.map(\.name))
    roles = Dictionary(policy.principals.map { ($0.name, $0.role) }, uniquingKeysWith: { $1 })
    signing = Set(policy.principals.flatMap(\.signingKeys).map(\.keyID))
  }

  func run(_ template: BreakGlassTemplate, _ place: String) throws(DocumentFault) {
    try check([template.name], upTo: 1, "\(place).name")
    try check(template.flows, upTo: PolicyLimit.flowsMax, "\(place).flows")
    try check(template.grantees, upTo: BreakGlassLimit.granteesMax, "\(place).grantees")
    try check(template.reasons, upTo: BreakGlassLimit.reasonsMax, "\(place).reasons")
    guard template.flows.allSatisfy(flows.contains) else {
      throw DocumentFault(.unknownReference, at: "\(place).flows")
    }
    for grantee in template.grantees {
      guard let role = roles[grantee] else {
        throw DocumentFault(.unknownReference, at: "\(place).grantees")
      }
      guard role == .subscriber else {
        throw DocumentFault(.roleForbids, at: "\(place).grantees")
      }
    }
    try checkTimes(template, place)
    try checkOfficers(template, "\(place).officers")
  }

  /// At least one, no more than the bound, names all, each once.
  private func check(
    _ names: [String], upTo bound: Int, _ place: String
  ) throws(DocumentFault) {
    guard !names.isEmpty else { throw DocumentFault(.outOfRange, at: place) }
    guard names.count <= bound else { throw DocumentFault(.tooMany, at: place) }
    guard names.allSatisfy(Name.isValid) else { throw DocumentFault(.malformedName, at: place) }
    guard Set(names).count == names.count else { throw DocumentFault(.duplicate, at: place) }
  }

  private func checkTimes(
    _ template: BreakGlassTemplate, _ place: String
  ) throws(DocumentFault) {
    guard (1...BreakGlassLimit.durationMax).contains(template.duration) else {
      throw DocumentFault(.outOfRange, at: "\(place).duration")
    }
    guard (1...template.duration).contains(template.approvalWithin) else {
      throw DocumentFault(.outOfRange, at: "\(place).approval-within")
    }
    guard (0...BreakGlassLimit.renewalsMax).contains(template.renewals) else {
      throw DocumentFault(.outOfRange, at: "\(place).renewals")
    }
    guard (1...BreakGlassLimit.reviewMax).contains(template.reviewWithin) else {
      throw DocumentFault(.outOfRange, at: "\(place).review-within")
    }
  }

  /// Who approves is not who activated, and who renews neither that nor who renewed before: with
  /// fewer officers the template would promise what can't happen.
  private func checkOfficers(
    _ template: BreakGlassTemplate, _ place: String
  ) throws(DocumentFault) {
    guard template.officers.count <= BreakGlassLimit.officersMax else {
      throw DocumentFault(.tooMany, at: place)
    }
    let keys = Set(template.officers.map(\.keyID))
    guard keys.count == template.officers.count, keys.isDisjoint(with: signing) else {
      throw DocumentFault(.duplicate, at: place)
    }
    guard keys.count >= (template.renewals > 1 ? 3 : 2) else {
      throw DocumentFault(.tooFewOfficers, at: place)
    }
  }
}

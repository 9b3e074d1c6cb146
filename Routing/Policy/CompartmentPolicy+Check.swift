import Cryptography
import Labels

extension CompartmentPolicy {
  /// Refuses a policy that breaks a rule of its own, apart from signatures and succession and from
  /// what the charter says.
  package func check() throws(DocumentFault) {
    guard Name.isValid(site) else { throw DocumentFault(.malformedName, at: "site") }
    guard Name.isValid(compartment) else { throw DocumentFault(.malformedName, at: "compartment") }
    try edition.check()
    try checkFlows()
    try PrincipalsCheck(self).run()
    try checkExports()
    try checkImports()
    try checkDenies()
    try checkIssuers()
    try checkBreakGlass()
  }

  private func checkFlows() throws(DocumentFault) {
    guard flows.count <= PolicyLimit.flowsMax else { throw DocumentFault(.tooMany, at: "flows") }
    var names: Set<String> = []
    for (index, flow) in flows.enumerated() {
      guard Name.isValid(flow.name) else {
        throw DocumentFault(.malformedName, at: "flows[\(index)].name")
      }
      guard names.insert(flow.name).inserted else {
        throw DocumentFault(.duplicate, at: "flows[\(index)].name")
      }
      guard (0...PolicyLimit.durationMax).contains(flow.retention) else {
        throw DocumentFault(.outOfRange, at: "flows[\(index)].retention")
      }
      try flow.equipment.check("flows[\(index)].equipment")
    }
  }

  private func checkExports() throws(DocumentFault) {
    guard exports.count <= PolicyLimit.linksMax else {
      throw DocumentFault(.tooMany, at: "exports")
    }
    let names = Set(flows.map(\.name))
    var seen: Set<[String]> = []
    for (index, export) in exports.enumerated() {
      let place = "exports[\(index)]"
      guard names.contains(export.flow) else {
        throw DocumentFault(.unknownReference, at: "\(place).flow")
      }
      guard Name.isValid(export.to), export.to != compartment else {
        throw DocumentFault(.unknownCompartment, at: "\(place).to")
      }
      guard export.link.map(Name.isValid) ?? true else {
        throw DocumentFault(.malformedName, at: "\(place).link")
      }
      guard export.subject.isEmpty || Subject.isValid(export.subject) else {
        throw DocumentFault(.malformedText, at: "\(place).subject")
      }
      guard seen.insert([export.flow, export.to]).inserted else {
        throw DocumentFault(.duplicate, at: place)
      }
    }
  }

  private func checkImports() throws(DocumentFault) {
    guard imports.count <= PolicyLimit.linksMax else {
      throw DocumentFault(.tooMany, at: "imports")
    }
    let links = Set(principals.filter { $0.role == .link }.map(\.name))
    var seen: Set<[String]> = []
    for (index, entry) in imports.enumerated() {
      let place = "imports[\(index)]"
      guard Name.isValid(entry.from), entry.from != compartment else {
        throw DocumentFault(.unknownCompartment, at: "\(place).from")
      }
      guard Name.isValid(entry.flow) else {
        throw DocumentFault(.malformedName, at: "\(place).flow")
      }
      guard links.contains(entry.link) else {
        throw DocumentFault(.unknownReference, at: "\(place).link")
      }
      guard entry.retention.map({ (0...PolicyLimit.durationMax).contains($0) }) ?? true else {
        throw DocumentFault(.outOfRange, at: "\(place).retention")
      }
      guard seen.insert([entry.from, entry.flow]).inserted else {
        throw DocumentFault(.duplicate, at: place)
      }
    }
  }

  private func checkDenies() throws(DocumentFault) {
    guard denies.count <= PolicyLimit.deniesMax else { throw DocumentFault(.tooMany, at: "denies") }
    for (index, deny) in denies.enumerated() {
      guard ReadableText.isValid(deny.reason) else {
        throw DocumentFault(.malformedText, at: "denies[\(index)].reason")
      }
      try deny.equipment?.check("denies[\(index)].equipment")
      try checkReach(deny, "denies[\(index)].principal")
      let names = [
        deny.principal?.compartment, deny.principal?.name, deny.flow?.compartment, deny.flow?.name,
      ]
      guard names.compactMap({ $0 }).allSatisfy(Name.isValid) else {
        throw DocumentFault(.malformedName, at: "denies[\(index)]")
      }
    }
  }
}

extension CompartmentPolicy {
  private func checkIssuers() throws(DocumentFault) {
    guard issuers.count <= PolicyLimit.issuersMax else {
      throw DocumentFault(.tooMany, at: "issuers")
    }
    var names: Set<String> = []
    // One key, one use: an issuer's key signs credentials and no messages.
    var keys = Set(principals.flatMap(\.signingKeys) + breakGlass.flatMap(\.officers))
    for (index, issuer) in issuers.enumerated() {
      let place = "issuers[\(index)]"
      try issuer.check(self, place)
      guard names.insert(issuer.name).inserted else {
        throw DocumentFault(.duplicate, at: "\(place).name")
      }
      for key in issuer.keys where !keys.insert(key).inserted {
        throw DocumentFault(.duplicate, at: "\(place).keys")
      }
    }
  }
}

extension CompartmentPolicy {
  /// A deny of another compartment's principal acts where something crosses to it or from it, and
  /// nowhere else. One that could not act, or from which another authority could take its link away
  /// by giving it another name, would only look like a protection.
  private func checkReach(_ deny: Deny, _ place: String) throws(DocumentFault) {
    guard let other = deny.principal?.compartment, other != compartment else { return }
    let exported = exports.filter {
      $0.to == other && (deny.flow ?? FlowID(compartment, $0.flow)) == FlowID(compartment, $0.flow)
    }
    let isImported = imports.contains {
      $0.from == other && (deny.flow ?? FlowID(other, $0.flow)) == FlowID(other, $0.flow)
    }
    guard isImported || !exported.isEmpty else { throw DocumentFault(.idleDeny, at: place) }
    guard exported.allSatisfy({ $0.link != nil }) else {
      throw DocumentFault(.evadableDeny, at: place)
    }
  }
}

/// The rules of a policy's principals, with what they refer to looked up once.
private struct PrincipalsCheck {
  let policy: CompartmentPolicy
  let reachable: Set<FlowID>
  let own: Set<FlowID>

  init(_ policy: CompartmentPolicy) {
    self.policy = policy
    own = Set(policy.flows.map { FlowID(policy.compartment, $0.name) })
    reachable = own.union(policy.imports.map { FlowID($0.from, $0.flow) })
  }

  func run() throws(DocumentFault) {
    guard policy.principals.count <= PolicyLimit.principalsMax else {
      throw DocumentFault(.tooMany, at: "principals")
    }
    var names: Set<String> = []
    var curveKeys: Set<CurveKey> = []
    var signingKeys: Set<KeyID> = []
    for (index, principal) in policy.principals.enumerated() {
      let place = "principals[\(index)]"
      guard Name.isValid(principal.name) else {
        throw DocumentFault(.malformedName, at: "\(place).name")
      }
      guard names.insert(principal.name).inserted else {
        throw DocumentFault(.duplicate, at: "\(place).name")
      }
      guard curveKeys.insert(principal.curveKey).inserted else {
        throw DocumentFault(.duplicate, at: "\(place).curve-key")
      }
      for key in principal.signingKeys where !signingKeys.insert(key.keyID).inserted {
        throw DocumentFault(.duplicate, at: "\(place).signing-keys")
      }
      try principal.check(place)
      try principal.publish.check(among: own, "\(place).publish")
      try principal.subscribe.check(among: reachable, "\(place).subscribe")
    }
  }
}

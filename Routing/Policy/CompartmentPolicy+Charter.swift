import Cryptography
import Labels

extension CompartmentPolicy {
  /// Refuses a policy that says what the charter leaves no room for: another site, a compartment
  /// that is not listed, a label or clearance that the scheme does not admit, bounds that no label
  /// can meet, a principal's key that serves the site already.
  package func check(under charter: Charter) throws(DocumentFault) {
    guard site == charter.site else { throw DocumentFault(.unknownReference, at: "site") }
    guard charter.compartment(compartment) != nil else {
      throw DocumentFault(.unknownCompartment, at: "compartment")
    }
    for (index, flow) in flows.enumerated() {
      try check(flow, charter.scheme, "flows[\(index)]")
    }
    for (index, principal) in principals.enumerated()
    where charter.scheme.refusal(of: principal.clearance) != nil {
      throw DocumentFault(.invalidClearance, at: "principals[\(index)].clearance")
    }
    for (index, issuer) in issuers.enumerated()
    where charter.scheme.refusal(of: issuer.template.clearance) != nil {
      throw DocumentFault(.invalidClearance, at: "issuers[\(index)].template.clearance")
    }
    try checkKeysServeOnce(under: charter)
    for (index, export) in exports.enumerated() {
      try check(export, charter, "exports[\(index)]")
    }
    for (index, entry) in imports.enumerated() {
      guard charter.compartment(entry.from) != nil else {
        throw DocumentFault(.unknownCompartment, at: "imports[\(index)].from")
      }
      guard charter.scheme.refusal(of: entry.ceiling) == nil else {
        throw DocumentFault(.invalidLabel, at: "imports[\(index)].ceiling")
      }
    }
  }

  /// One key, one use: who holds a device must not thereby hold an authority, a cell or a
  /// ledger.
  private func checkKeysServeOnce(under charter: Charter) throws(DocumentFault) {
    let uses = CharteredKeys(charter)
    for (index, principal) in principals.enumerated() {
      try uses.check(principal, "principals[\(index)]")
    }
    for (index, issuer) in issuers.enumerated() where issuer.keys.contains(where: uses.signs) {
      throw DocumentFault(.duplicate, at: "issuers[\(index)].keys")
    }
    try checkBreakGlass(charter.scheme, signing: uses.signing)
  }

  private func check(
    _ export: Export, _ charter: Charter, _ place: String
  ) throws(DocumentFault) {
    guard charter.compartment(export.to) != nil else {
      throw DocumentFault(.unknownCompartment, at: "\(place).to")
    }
    guard charter.scheme.refusal(of: export.ceiling) == nil else {
      throw DocumentFault(.invalidLabel, at: "\(place).ceiling")
    }
    guard charter.scheme.refusal(of: export.release) == nil else {
      throw DocumentFault(.invalidClearance, at: "\(place).release")
    }
  }

  private func check(
    _ flow: Flow, _ scheme: LabelScheme, _ place: String
  ) throws(DocumentFault) {
    for (name, label) in [
      ("floor", flow.floor), ("ceiling", flow.ceiling), ("default", flow.defaultLabel),
    ] where scheme.refusal(of: label) != nil {
      throw DocumentFault(.invalidLabel, at: "\(place).\(name)")
    }
    let label = scheme.compile(flow.defaultLabel)
    guard label.isAtLeast(scheme.compile(flow.floor)), label.isAtMost(scheme.compile(flow.ceiling))
    else { throw DocumentFault(.boundsInverted, at: "\(place).default") }
    let home = Category(LabelScheme.compartmentTagSet, compartment)
    guard label.classification == .unrestricted || flow.defaultLabel.restrictive.contains(home)
    else { throw DocumentFault(.invalidLabel, at: "\(place).default") }
  }
}

/// The keys that have a use in the charter: no principal and no issuer has one of them.
struct CharteredKeys {
  let signing: Set<KeyID>
  private let cells: Set<CurveKey>

  init(_ charter: Charter) {
    let quorums =
      [charter.roots, charter.adapterRelease].compactMap(\.self)
      + charter.compartments.map(\.authority) + charter.partners.map(\.roots)
    let ledgers = charter.compartments.compactMap(\.ledgerKey)
    signing = Set((quorums.flatMap(\.keys) + ledgers).map(\.keyID))
    cells = Set(charter.compartments.map(\.curveKey))
  }

  func signs(_ key: VerificationKey) -> Bool { signing.contains(key.keyID) }

  func check(_ principal: Principal, _ place: String) throws(DocumentFault) {
    guard !cells.contains(principal.curveKey) else {
      throw DocumentFault(.duplicate, at: "\(place).curve-key")
    }
    guard !principal.signingKeys.contains(where: signs) else {
      throw DocumentFault(.duplicate, at: "\(place).signing-keys")
    }
  }
}

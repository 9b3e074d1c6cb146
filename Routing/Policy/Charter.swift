package import Cryptography
package import Labels

/// The site's root document: who may sign what, where the cells are, which labels there are, and
/// what is revoked.
///
/// A plain document; it grants nothing until a verifier has made it a verified one.
package struct Charter: Hashable, Sendable {
  package var site: String
  package var edition: Edition
  package var roots: KeyQuorum
  package var scheme: LabelScheme
  /// Every compartment that the site ever had: one is closed, never dropped.
  package var compartments: [CharteredCompartment]
  /// Who signs adapters; nil while the site runs none but those of the gateway itself.
  package var adapterRelease: KeyQuorum?
  package var partners: [Partner]
  package var revocations: Revocations

  package init(site: String, edition: Edition, roots: KeyQuorum, scheme: LabelScheme) {
    self.site = site
    self.edition = edition
    self.roots = roots
    self.scheme = scheme
    compartments = []
    adapterRelease = nil
    partners = []
    revocations = Revocations()
  }

  /// The entry of a compartment.
  package func compartment(_ name: String) -> CharteredCompartment? {
    compartments.first { $0.name == name }
  }
}

/// What the charter says of one compartment.
package struct CharteredCompartment: Hashable, Sendable {
  package var name: String
  /// Who signs the compartment's policy.
  package var authority: KeyQuorum
  /// Where its cell listens, as `tcp://127.0.0.1:7701`.
  package var endpoint: String
  /// The cell's CURVE key.
  package var curveKey: CurveKey
  /// The lowest version of the compartment's policy that may stand beside this charter.
  package var minimumVersion: UInt64 = 1
  /// A closed compartment stays listed; nothing in it is permitted.
  package var isClosed = false
  /// With which its cell signs the heads of its ledger; nil while it signs none.
  package var ledgerKey: VerificationKey?

  package init(name: String, authority: KeyQuorum, endpoint: String, curveKey: CurveKey) {
    self.name = name
    self.authority = authority
    self.endpoint = endpoint
    self.curveKey = curveKey
  }
}

/// Another site with which this one exchanges messages: its pinned roots and the most that may
/// cross.
package struct Partner: Hashable, Sendable {
  package var site: String
  package var roots: KeyQuorum
  package var clearance: Clearance

  package init(site: String, roots: KeyQuorum, clearance: Clearance) {
    self.site = site
    self.roots = roots
    self.clearance = clearance
  }
}

/// Where everything of a site stands under its directory. Pure: it names paths and touches none.
package struct SiteLayout: Hashable, Sendable {
  /// The site's directory, without a slash at its end.
  package let root: String

  /// The layout under a directory.
  package init(_ directory: String) {
    var root = directory
    while root.count > 1, root.hasSuffix("/") { root.removeLast() }
    self.root = root
  }

  /// The signed charter.
  package var charter: String { "\(root)/charter.cose" }
  /// The charter's source.
  package var charterSource: String { "\(root)/charter.yaml" }
  /// The fingerprint of the site's roots, in hexadecimal: what someone compared.
  package var rootPin: String { "\(root)/roots.pin" }
  /// The signed policies and their sources.
  package var policies: String { "\(root)/policies" }
  /// Configuration of adapter links.
  package var adapters: String { "\(root)/adapters" }
  /// The root keys.
  package var rootKeys: String { "\(root)/keys/roots" }

  /// A compartment's signed policy.
  package func policy(_ compartment: String) -> String { "\(policies)/\(compartment).cose" }
  /// The source of a compartment's policy.
  package func policySource(_ compartment: String) -> String { "\(policies)/\(compartment).yaml" }
  /// The versions that were in force before, for readers that were away.
  package var history: String { "\(policies)/history" }
  /// A version of the charter that was in force before.
  package func formerCharter(_ version: UInt64) -> String { "\(history)/charter.\(version).cose" }
  /// A version of a compartment's policy that was in force before.
  package func formerPolicy(_ compartment: String, _ version: UInt64) -> String {
    "\(history)/\(compartment).\(version).cose"
  }
  /// Principals that issuers introduced.
  package var credentials: String { "\(root)/credentials" }
  /// The credentials of one compartment.
  package func credentials(of compartment: String) -> String { "\(credentials)/\(compartment)" }
  /// The credential of one principal.
  package func credential(_ name: String, of compartment: String) -> String {
    "\(credentials(of: compartment))/\(name).cose"
  }
  /// Who may release adapters: delegations of the adapter-release quorum.
  package var integrators: String { "\(root)/integrators" }
  /// The delegation to one integrator.
  package func integrator(_ name: String) -> String { "\(integrators)/\(name).cose" }
  /// Which executables run adapters.
  package var releases: String { "\(root)/releases" }
  /// What a link was last started from.
  package func startedRelease(_ link: String) -> String { "\(releases)/started/\(link)" }
  /// The folder of the adapter-release keys.
  package var releaseKeys: String { "\(root)/keys/adapter-release" }
  /// The folder of a compartment's authority keys.
  package func authorityKeys(_ compartment: String) -> String { "\(root)/keys/\(compartment)" }
  /// A link's configuration.
  package func adapter(_ name: String) -> String { "\(adapters)/\(name).json" }
  /// What the cells own.
  package var cells: String { "\(root)/cells" }
  /// All that one cell owns.
  package func cell(_ compartment: String) -> CellLayout {
    CellLayout(directory: "\(cells)/\(compartment)")
  }
  /// All that one principal owns.
  package func principal(_ name: String, of compartment: String) -> PrincipalLayout {
    PrincipalLayout(directory: "\(root)/principals/\(compartment)/\(name)")
  }
}

/// What one cell owns: no other process reads it.
package struct CellLayout: Hashable, Sendable {
  /// The cell's directory.
  package let directory: String
  /// The CURVE secret key, Z85 text.
  package var curveKey: String { "\(directory)/curve.key" }
  /// The key that encrypts the journal: 64 hexadecimal digits.
  package var storageKey: String { "\(directory)/storage.key" }
  /// The key that signs the heads of the ledger, PEM.
  package var ledgerKey: String { "\(directory)/ledger.pem" }
  /// The newest signed head of the ledger.
  package var ledgerHead: String { "\(state)/ledger.head" }
  /// The journal's directory.
  package var journal: String { "\(directory)/journal" }
  /// What the cell accepted of the policies.
  package var state: String { "\(directory)/state" }
  /// Held locked by the process that runs the cell.
  package var running: String { "\(state)/running" }
  /// What that process decides by.
  package var inForce: String { "\(state)/in-force.json" }
  /// Where officers' steps of a break-glass wait for the cell.
  package var breakGlass: String { "\(directory)/break-glass" }
}

/// What one principal owns.
package struct PrincipalLayout: Hashable, Sendable {
  /// The principal's directory.
  package let directory: String
  /// The CURVE secret key, Z85 text.
  package var curveKey: String { "\(directory)/curve.key" }
  /// The CURVE public key, Z85 text.
  package var curvePublicKey: String { "\(directory)/curve.pub" }
  /// The key that signs messages, PEM; publishers only.
  package var signingKey: String { "\(directory)/signing.pem" }
  /// In the place of that file: the PKCS#11 URI of a key that is on a token.
  package var signingKeyURI: String { "\(directory)/signing.uri" }
  /// What the principal accepted of the policies.
  package var state: String { "\(directory)/state" }
  /// What an officer has replayed from quarantine.
  package var replayed: String { "\(directory)/replayed" }
}

import Cryptography
package import Policy
import SignedPolicy
package import ZeroMQ

/// A principal of the site with all that it needs to act: its keys, where its cell is, and the
/// verified policies that say whose signatures to accept.
package struct Member: Sendable {
  package let id: PrincipalID
  package let principal: Principal
  package let keys: PrincipalKeys
  package let policies: LoadedPolicies
  /// Where the cell of the compartment listens.
  package let endpoint: Endpoint
  /// The key that the cell must prove to hold.
  package let serverKey: CurvePublicKey

  /// Loads a principal from a site's directory.
  ///
  /// - Parameters:
  ///   - at: the cell to talk to when it is not the principal's own; what the charter says of it
  /// counts.
  ///   - time: seconds since the Unix epoch.
  package init(
    _ id: PrincipalID, in layout: SiteLayout, at compartment: String? = nil, time: Int64
  ) throws(SiteError) {
    let home = layout.principal(id.name, of: id.compartment)
    policies = try LoadedPolicies(
      of: id.compartment, in: layout, store: PolicyStore(home.state), time: time)
    let document = policies.verified.introduced(in: policies.verified.own)
    guard let found = document.principals.first(where: { $0.name == id.name }) else {
      let known = document.principals.map { "\(id.compartment)/\($0.name)" }
      throw SiteError(
        .unknownPrincipal, layout.policy(id.compartment), "it has no principal '\(id.name)'",
        remedy: "choose one of: \(known.joined(separator: ", "))")
    }
    principal = found
    keys = try PrincipalKeys(home)
    try keys.check(found, home)
    self.id = id
    let cell = compartment ?? id.compartment
    let chartered = try policies.cell(of: cell, in: layout)
    guard let key = CurvePublicKey(chartered.curveKey.bytes),
      let endpoint = try? Endpoint(chartered.endpoint)
    else {
      throw SiteError(
        .unknownCompartment, layout.charter, "it lists no usable cell for '\(cell)'",
        remedy: "have the charter corrected")
    }
    serverKey = key
    self.endpoint = endpoint
  }
}

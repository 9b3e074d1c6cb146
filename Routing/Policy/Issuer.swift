package import Cryptography
package import Labels

/// Keys that may introduce principals of a compartment without a new policy, and no others than
/// those of its template.
///
/// For enrolment: whoever stands beside the device signs its credential, and who holds such a key
/// can give nothing that the authority did not put into the template.
package struct Issuer: Hashable, Sendable {
  package var name: String
  /// Each of them signs alone.
  package var keys: [VerificationKey]
  /// Seconds since the Unix epoch, from which none of its credentials counts.
  package var expires: Int64
  /// Credentials that say they were issued before it don't count; seconds since the Unix epoch.
  package var issuedFrom: Int64?
  package var template: CredentialTemplate

  package init(
    name: String, keys: [VerificationKey], expires: Int64, template: CredentialTemplate
  ) {
    self.name = name
    self.keys = keys
    self.expires = expires
    self.template = template
  }
}

/// The most that a credential may give.
package struct CredentialTemplate: Hashable, Sendable {
  /// Of `device`, `adapter`, `subscriber`.
  package var roles: [Role]
  package var clearance: Clearance
  package var publish: [Grant] = []
  package var subscribe: [Grant] = []
  package var purposes: [String] = []
  /// Seconds from a credential's issue to the end of its principal.
  package var lifetime: Int64
  /// What its equipment must be, one of these; empty for any.
  package var equipment: [EquipmentRequirement] = []

  package init(roles: [Role], clearance: Clearance, lifetime: Int64) {
    self.roles = roles
    self.clearance = clearance
    self.lifetime = lifetime
  }
}

/// One principal that an issuer introduces.
///
/// A plain document; it gives nothing until a verifier has made it a verified one.
package struct Credential: Hashable, Sendable {
  package var site: String
  package var compartment: String
  /// The issuer's name in the compartment's policy.
  package var issuer: String
  /// Seconds since the Unix epoch. Of two for one name the later one counts.
  package var issued: Int64
  package var principal: Principal

  package init(
    site: String, compartment: String, issuer: String, issued: Int64, principal: Principal
  ) {
    self.site = site
    self.compartment = compartment
    self.issuer = issuer
    self.issued = issued
    self.principal = principal
  }
}

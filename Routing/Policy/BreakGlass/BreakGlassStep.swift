package import Cryptography

/// One officer's word about an emergency, as a document of its own.
///
/// A plain document: it does nothing before its signature is verified under a template.
package struct BreakGlassStep: Hashable, Sendable {
  package enum Action: Hashable, Sendable {
    case activate(grantee: String, patient: PatientIdentifier, reason: String)
    /// All others name the activation: SHA-256 of the payload of the step that began it.
    case approve(Digest)
    case renew(Digest)
    case end(Digest)
    case review(Digest)
  }

  package static let nonceBytes = 16

  package var site: String
  package var compartment: String
  package var template: String
  package var action: Action
  /// Seconds since the Unix epoch.
  package var issued: Int64
  /// Seconds since the Unix epoch, from which it is not taken any more.
  package var expires: Int64
  /// 16 random bytes.
  package var nonce: [UInt8]

  package init(
    site: String, compartment: String, template: String, _ action: Action,
    issued: Int64, expires: Int64, nonce: [UInt8]
  ) {
    self.site = site
    self.compartment = compartment
    self.template = template
    self.action = action
    self.issued = issued
    self.expires = expires
    self.nonce = nonce
  }
}

extension BreakGlassStep.Action {
  /// The word that stands in the document.
  package var word: String {
    switch self {
    case .activate: "activate"
    case .approve: "approve"
    case .renew: "renew"
    case .end: "end"
    case .review: "review"
    }
  }

  /// The activation that it is about; nil for one that begins.
  package var activation: Digest? {
    switch self {
    case .activate: nil
    case .approve(let digest), .renew(let digest), .end(let digest), .review(let digest): digest
    }
  }
}

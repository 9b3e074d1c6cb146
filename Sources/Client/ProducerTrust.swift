package import Cryptography
package import SignedMessage

/// Whom a subscriber believes what: what its own verified policies say of producers.
///
/// A cell can be stolen. What it gives is believed only if the producer's key belongs to the
/// compartment, may publish this subject on this flow, and signed for just this place: a key of
/// another compartment, or a message of another flow, proves nothing.
package struct ProducerTrust: Sendable {
  /// The site whose messages these must be.
  package let site: String
  /// The subscriber's own compartment: a flow that names none is of this one.
  package let compartment: String
  /// The public key of this id among a compartment's publishers; nil if it is unknown there or
  /// revoked.
  package let key: @Sendable (KeyID, _ compartment: String) -> VerificationKey?
  /// The code for which what a message claims (producer, flow, subject, label) is not to be
  /// believed; nil if it is, once the signature verifies.
  package let refusal: @Sendable (UnverifiedMessage) -> Int?

  /// Trust for the subscribers of one compartment of a site.
  package init(
    site: String, compartment: String,
    key: @escaping @Sendable (KeyID, String) -> VerificationKey?,
    refusal: @escaping @Sendable (UnverifiedMessage) -> Int?
  ) {
    self.site = site
    self.compartment = compartment
    self.key = key
    self.refusal = refusal
  }
}

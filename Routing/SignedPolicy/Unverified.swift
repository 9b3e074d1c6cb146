package import Cryptography
package import Policy
import Synchronization

/// A signed document as it was received: taken apart, its signatures and its content unchecked.
///
/// Nothing of the payload is decoded before enough signatures over its bytes hold: decoding costs
/// time with every key in it, and anybody can write to a directory.
package struct Unverified<Content: SignedContent>: Sendable {
  let document: SignedDocument
  private let decoded = DecodedOnce<Content>()

  /// Takes a signed document apart.
  package init(_ bytes: [UInt8]) throws(VerificationFault) {
    document = try SignedDocument(bytes, as: Content.self)
  }

  /// What it claims, decoded and held to every rule of its own; for showing it, and for nothing
  /// else.
  package func claim() throws(VerificationFault) -> Content {
    if let content = decoded.content.withLock({ $0 }) { return content }
    do throws(DocumentFault) {
      let content = try Content(encoded: document.payload)
      decoded.content.withLock { $0 = content }
      return content
    } catch {
      throw .document(error)
    }
  }

  /// SHA-256 of the payload.
  package var digest: Digest { document.digest }
  /// As it was received.
  package var encoded: [UInt8] { document.encoded }
  /// Which keys say that they signed.
  package var claimedSigners: [KeyID] { document.signatures.map(\.key) }
}

package typealias UnverifiedCharter = Unverified<Charter>
package typealias UnverifiedPolicy = Unverified<CompartmentPolicy>
package typealias UnverifiedCredential = Unverified<Credential>
package typealias UnverifiedIntegrator = Unverified<Integrator>
package typealias UnverifiedRelease = Unverified<Release>

extension Unverified where Content: VersionedContent {
  /// What would be remembered of it: for tools that judge it as one that is in force already,
  /// whatever its age.
  package func version() throws(VerificationFault) -> AcceptedVersion {
    AcceptedVersion(version: try claim().edition.version, digest: digest)
  }
}

extension Unverified<CompartmentPolicy> {
  /// The same, decoded already if it is one of those that were verified before: the same payload
  /// is the same policy.
  package func decoded(like known: [VerifiedPolicy]) -> UnverifiedPolicy {
    if let policy = known.first(where: { $0.accepted.digest == digest }) {
      decoded.content.withLock { $0 = policy.document }
    }
    return self
  }
}

/// A document that was decoded, for whoever asks again: a policy of ten thousand principals takes a
/// while, and is asked for at every step of its verification.
private final class DecodedOnce<Content: Sendable>: Sendable {
  let content = Mutex<Content?>(nil)
}

package import Cryptography
package import Policy
import Synchronization

/// A signed document as it was received: taken apart, its signatures and its content unchecked.
///
/// Nothing of the payload is decoded before enough signatures over its bytes hold: decoding costs
/// time with every key in it, and anybody can write to a directory.
package protocol UnverifiedDocument: Sendable {
  /// Takes a signed document apart.
  init(_ bytes: [UInt8]) throws(VerificationFault)
  /// SHA-256 of the payload.
  var digest: Digest { get }
  /// As it was received.
  var encoded: [UInt8] { get }
}

/// A charter as it was received.
package struct UnverifiedCharter: UnverifiedDocument {
  let document: SignedDocument

  package init(_ bytes: [UInt8]) throws(VerificationFault) {
    document = try SignedDocument(bytes, as: .charter)
  }

  /// What it claims, decoded and held to every rule of its own; for showing it, and for nothing
  /// else.
  package func claim() throws(VerificationFault) -> Charter {
    try document.decode(Charter.init(encoded:))
  }

  /// What would be remembered of it: for tools that judge it as one that is in force already,
  /// whatever its age.
  package func version() throws(VerificationFault) -> AcceptedVersion {
    AcceptedVersion(version: try claim().edition.version, digest: digest)
  }

  package var digest: Digest { document.digest }
  package var encoded: [UInt8] { document.encoded }
  /// Which keys say that they signed.
  package var claimedSigners: [KeyID] { document.signatures.map(\.key) }
}

/// A compartment policy as it was received.
package struct UnverifiedPolicy: UnverifiedDocument {
  let document: SignedDocument
  private let decoded = DecodedOnce()

  package init(_ bytes: [UInt8]) throws(VerificationFault) {
    document = try SignedDocument(bytes, as: .policy)
  }

  /// What it claims, decoded and held to every rule of its own; for showing it, and for nothing
  /// else.
  package func claim() throws(VerificationFault) -> CompartmentPolicy {
    if let policy = decoded.policy.withLock({ $0 }) { return policy }
    let policy = try document.decode(CompartmentPolicy.init(encoded:))
    decoded.policy.withLock { $0 = policy }
    return policy
  }

  /// The same, decoded already if it is one of those that were verified before: the same payload
  /// is the same policy.
  package func decoded(like known: [VerifiedPolicy]) -> UnverifiedPolicy {
    if let policy = known.first(where: { $0.accepted.digest == digest }) {
      decoded.policy.withLock { $0 = policy.document }
    }
    return self
  }

  /// What would be remembered of it; see ``UnverifiedCharter/version()``.
  package func version() throws(VerificationFault) -> AcceptedVersion {
    AcceptedVersion(version: try claim().edition.version, digest: digest)
  }

  package var digest: Digest { document.digest }
  package var encoded: [UInt8] { document.encoded }
  /// Which keys say that they signed.
  package var claimedSigners: [KeyID] { document.signatures.map(\.key) }
}

/// A credential as it was received.
package struct UnverifiedCredential: UnverifiedDocument {
  let document: SignedDocument

  package init(_ bytes: [UInt8]) throws(VerificationFault) {
    guard bytes.count <= PolicyLimit.credentialBytesMax else { throw .tooLarge }
    document = try SignedDocument(bytes, as: .credential)
  }

  /// What it claims, decoded and held to every rule of its own; for showing it, and for nothing
  /// else.
  package func claim() throws(VerificationFault) -> Credential {
    try document.decode(Credential.init(encoded:))
  }

  package var digest: Digest { document.digest }
  package var encoded: [UInt8] { document.encoded }
  /// Which keys say that they signed.
  package var claimedSigners: [KeyID] { document.signatures.map(\.key) }
}

/// A policy that was decoded, for whoever asks again: one of ten thousand principals takes a while,
/// and is asked for at every step of its verification.
private final class DecodedOnce: Sendable {
  let policy = Mutex<CompartmentPolicy?>(nil)
}

extension SignedDocument {
  func decode<Document>(
    _ decode: ([UInt8]) throws(DocumentFault) -> Document
  ) throws(VerificationFault) -> Document {
    do throws(DocumentFault) {
      return try decode(payload)
    } catch {
      throw .document(error)
    }
  }
}

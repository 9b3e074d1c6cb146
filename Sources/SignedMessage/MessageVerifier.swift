package import Cryptography
package import Labels

/// A message whose signature verified with a key that is accepted now, and whose label is
/// well-formed.
///
/// Only ``MessageVerifier`` makes one. Whether its producer may publish it is not said yet: that is
/// the policy's.
package struct VerifiedMessage: Sendable {
  private let message: UnverifiedMessage
  /// The label that was signed with it.
  package let label: Label
  /// The key that signed it.
  package let key: VerificationKey

  fileprivate init(_ message: UnverifiedMessage, label: Label, key: VerificationKey) {
    self.message = message
    self.label = label
    self.key = key
  }

  /// Where it belongs. Makes strings; for one field ask for that.
  package var context: MessageContext {
    MessageContext(
      site: site, compartment: compartment, flow: flow, subject: subject, epoch: epoch,
      sequence: sequence, issuedAt: issuedAt)
  }

  /// The site of the producer.
  package var site: String { message.site }
  /// The compartment it was made in.
  package var compartment: String { message.compartment }
  /// The flow it was published on.
  package var flow: String { message.flow }
  /// The location or device it is about.
  package var subject: String { message.subject }
  /// The producer's run.
  package var epoch: UInt64 { message.epoch }
  /// The place within (key, epoch, flow).
  package var sequence: UInt64 { message.sequence }
  /// When it was signed, in milliseconds since the Unix epoch, by the producer's clock.
  package var issuedAt: Int64 { message.issuedAt }

  /// What makes it the message it is.
  package var identity: MessageIdentity {
    MessageIdentity(keyID: message.keyID, epoch: epoch, sequence: sequence)
  }

  /// The array it was read from.
  package var frame: [UInt8] { message.frame }
  /// Where the whole message stands in ``frame``.
  package var range: Range<Int> { message.range }
  /// Where the content of the payload stands in ``frame``.
  package var payload: Range<Int> { message.payload }
  /// The encoded message, as it was received.
  package var bytes: ArraySlice<UInt8> { message.bytes }
  /// The content of the payload: a normalized message.
  package var payloadBytes: ArraySlice<UInt8> { message.frame[message.payload] }
}

/// Verifies messages with the keys of a policy. Not Sendable: each thread has its own, with its own
/// caches.
package final class MessageVerifier {
  private let keys: @Sendable (KeyID) -> VerificationKey?
  private var input = SignatureInput()
  private var memo = MerklePathMemo()
  private var labels = LabelCache()
  private var signatures = SignatureCache()

  /// A verifier that asks `keys` for the key of every message; nil for one that is unknown, revoked
  /// or expired.
  package init(keys: @escaping @Sendable (KeyID) -> VerificationKey?) {
    self.keys = keys
  }

  /// Signatures checked so far: what verifying has cost.
  package var signatureChecks: Int { signatures.checks }

  /// The message, if label, key, inclusion proof and signature are all good.
  package func verify(_ message: UnverifiedMessage) throws(MessageError) -> VerifiedMessage {
    guard let label = labels.label(message.encodedLabel) else {
      throw MessageError(.label, at: message.header.label.lowerBound)
    }
    guard let key = keys(message.keyID), key.keyID == message.keyID else {
      throw MessageError(.unknownKey, at: message.header.keyID.lowerBound)
    }
    guard let digest = signedDigest(of: message) else {
      throw MessageError(.proof, at: message.protectedItem.upperBound)
    }
    guard signatures.verify(message.frame[message.signature], of: digest, by: key) else {
      throw MessageError(.signature, at: message.signature.lowerBound)
    }
    return VerifiedMessage(message, label: label, key: key)
  }

  /// What the signature has to be over; nil when the proof's path has a wrong length.
  private func signedDigest(of message: UnverifiedMessage) -> Digest? {
    message.frame.withUnsafeBytes { frame in
      let protected = UnsafeRawBufferPointer(rebasing: frame[message.protectedItem])
      let payload = UnsafeRawBufferPointer(rebasing: frame[message.payloadItem])
      guard let proof = message.proof else {
        return input.digest(protectedItem: protected, payloadItem: payload)
      }
      let leaf = input.leaf(protectedItem: protected, payloadItem: payload)
      return proof.root(from: leaf, in: frame, &memo).map { input.digest(batchRoot: $0) }
    }
  }
}

import Cryptography

/// Hashes what a signature covers, piece by piece, without building it.
///
/// The two items are the *encoded* byte strings, head and content, as they stand in the message:
/// the profile admits one head for a length, so they are what a Sig_structure repeats.
struct SignatureInput: ~Copyable {
  private var hasher = SHA256Hasher()

  /// The digest that a plain message's signature is over: SHA-256 of the Sig_structure.
  mutating func digest(
    protectedItem: UnsafeRawBufferPointer, payloadItem: UnsafeRawBufferPointer
  ) -> Digest {
    append(protectedItem, payloadItem)
    return hasher.finalize()
  }

  /// The leaf hash of a message in a batch: SHA-256 of 0x00 and the Sig_structure (RFC 9162
  /// §2.1.1).
  mutating func leaf(
    protectedItem: UnsafeRawBufferPointer, payloadItem: UnsafeRawBufferPointer
  ) -> Digest {
    hasher.update(0 as UInt8)
    append(protectedItem, payloadItem)
    return hasher.finalize()
  }

  /// The digest that a batch's signature is over: SHA-256 of the Sig_structure with the root as
  /// payload.
  mutating func digest(batchRoot: Digest) -> Digest {
    hasher.update(MessageFormat.batchOpening)
    hasher.update(batchRoot)
    return hasher.finalize()
  }

  private mutating func append(
    _ protectedItem: UnsafeRawBufferPointer, _ payloadItem: UnsafeRawBufferPointer
  ) {
    hasher.update(MessageFormat.signatureOpening)
    hasher.update(protectedItem)
    hasher.update(MessageFormat.noExternalData)
    hasher.update(payloadItem)
  }
}

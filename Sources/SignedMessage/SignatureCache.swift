import Cryptography

/// The signatures that verified last, so that the messages of a batch cost one verification
/// together.
///
/// A hit demands the same key, the same signed digest and the same signature. The key is looked up
/// anew for every message before, so a key that was revoked is not kept alive here.
struct SignatureCache {
  // A subscriber of several flows gets the messages of several batches in turn.
  private static let capacity = 16

  private struct Entry {
    let digest: Digest
    let keyID: KeyID
    let signature: [UInt8]
  }

  private var entries: [Entry] = []
  private var next = 0
  /// Signatures that were not among them and had to be checked.
  private(set) var checks = 0

  /// Whether `signature` is the key's over `digest`.
  mutating func verify(
    _ signature: ArraySlice<UInt8>, of digest: Digest, by key: VerificationKey
  ) -> Bool {
    for entry in entries where entry.digest == digest && entry.keyID == key.keyID {
      if entry.signature.elementsEqual(signature) { return true }
    }
    checks += 1
    guard key.isValid(signature, for: digest) else { return false }
    let entry = Entry(digest: digest, keyID: key.keyID, signature: Array(signature))
    if entries.count < SignatureCache.capacity {
      entries.append(entry)
    } else {
      entries[next] = entry
      next = (next + 1) % SignatureCache.capacity
    }
    return true
  }
}

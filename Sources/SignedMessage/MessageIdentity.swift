package import Cryptography

/// What makes a message the one it is within its flow. De-duplication goes by it and never by the
/// bytes: one message can be signed twice.
package struct MessageIdentity: Hashable, Sendable {
  /// The key that signed it.
  package let keyID: KeyID
  /// The producer's run.
  package let epoch: UInt64
  /// The place within (key, epoch, flow): sequences of two flows may be equal.
  package let sequence: UInt64

  /// The identity of the message of this key, run and place.
  package init(keyID: KeyID, epoch: UInt64, sequence: UInt64) {
    self.keyID = keyID
    self.epoch = epoch
    self.sequence = sequence
  }
}

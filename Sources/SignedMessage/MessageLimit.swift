import Cryptography
import Labels

/// Every bound on signed messages, and what they must be to each other.
package enum MessageLimit {
  /// The content of the protected header, in bytes.
  package static let headerBytesMax = 4096
  /// The payload, in bytes.
  package static let payloadBytesMax = 512 << 10
  /// Messages under one signature.
  package static let treeSizeMax = 1024
  /// Siblings in an inclusion proof.
  package static let pathCountMax = 10
  /// The unprotected header, in bytes: an inclusion proof and what wraps it.
  package static let unprotectedBytesMax = 384
  /// A whole encoded message, in bytes: the parts above, the signature, and their heads.
  package static let messageBytesMax = headerBytesMax + payloadBytesMax + unprotectedBytesMax + 96
  /// Name of a site, compartment or flow, in bytes.
  package static let nameBytesMax = 32
  /// Subject token, in bytes.
  package static let subjectBytesMax = 128
  /// Epoch, sequence and issued-at: what every language's numbers hold exactly (2⁵³ − 1).
  package static let numberMax: UInt64 = 1 << 53 - 1

  /// Traps when the bounds contradict each other.
  package static func assertRelations() {
    precondition(1 << pathCountMax == treeSizeMax, "a path reaches the root of the largest tree")
    let path = pathCountMax * (Digest.byteCount + 2)
    precondition(path + 24 <= unprotectedBytesMax, "the longest proof fits")
    let context = 3 * (nameBytesMax + 2) + subjectBytesMax + 2 + 3 * 9 + 1
    let others = 128
    precondition(
      LabelLimit.labelBytesMax + context + others <= headerBytesMax,
      "the largest label and context fit a header")
    precondition(nameBytesMax == Name.bytesMax, "names are those of labels and policies")
    precondition(messageBytesMax <= 1 << 20 - 1 << 16, "a message fits a frame, with room to spare")
  }
}

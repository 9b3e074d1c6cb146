/// Every bound of the ledger's formats.
package enum LedgerLimit {
  /// Bytes of a leaf.
  package static let leafBytesMax = 1_024
  /// Fields of a leaf.
  package static let fieldsMax = 24
  /// Bytes of a field in clear.
  package static let clearBytesMax = 32
  /// Bytes of a salt; fresh for each commitment.
  package static let saltBytes = 32
  /// Bytes of a value that is committed to.
  package static let valueBytesMax = 512
  /// Every number is one that any language holds exactly.
  package static let numberMax: UInt64 = 1 << 53 - 1
  /// Bytes of a head with its signatures.
  package static let headBytesMax = 16_384
  /// Signature lines of a head.
  package static let signaturesMax = 16
  /// Hashes of a proof: no tree is deeper.
  package static let pathMax = 63
}

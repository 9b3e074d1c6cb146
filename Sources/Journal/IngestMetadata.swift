/// What the cell knew about a message when it took it: 24 bytes, encrypted with the message.
package struct IngestMetadata: Equatable, Sendable {
  /// When the cell received the message, in milliseconds since the Unix epoch.
  package let receivedAt: Int64
  /// The rule that permitted it; ``NameNumber/unnamed`` when the journal has no number left.
  package let rule: NameNumber
  /// The principal whose session brought it.
  package let source: NameNumber
  /// The version of the compartment's policy whose rule it was.
  package let policyVersion: UInt64

  static let byteCount = 24

  package init(receivedAt: Int64, rule: NameNumber, source: NameNumber, policyVersion: UInt64) {
    self.receivedAt = receivedAt
    self.rule = rule
    self.source = source
    self.policyVersion = policyVersion
  }

  /// Reads the encoding that ``write(to:)`` makes.
  init(_ bytes: UnsafeRawBufferPointer) {
    receivedAt = bytes.bigEndian(at: 0, as: Int64.self)
    rule = NameNumber(rawValue: bytes.bigEndian(at: 8, as: UInt32.self))
    source = NameNumber(rawValue: bytes.bigEndian(at: 12, as: UInt32.self))
    policyVersion = bytes.bigEndian(at: 16, as: UInt64.self)
  }

  /// Received-at (8), rule (4), source (4), policy version (8), all big-endian.
  func write(to bytes: UnsafeMutableRawBufferPointer) {
    bytes.storeBigEndian(receivedAt, at: 0)
    bytes.storeBigEndian(rule.rawValue, at: 8)
    bytes.storeBigEndian(source.rawValue, at: 12)
    bytes.storeBigEndian(policyVersion, at: 16)
  }
}

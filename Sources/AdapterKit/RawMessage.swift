/// The bytes of one message as they came, out of their frame, with their SHA-256.
public struct RawMessage: Sendable, Equatable {
  /// The bytes; `normalize` gets exactly what was digested.
  public let bytes: [UInt8]
  /// SHA-256 of `bytes`, 32 bytes; the runtime computes it, since adapters hold no cryptography.
  public let digest: [UInt8]

  /// Raw bytes and their SHA-256.
  public init(bytes: [UInt8], digest: [UInt8]) {
    self.bytes = bytes
    self.digest = digest
  }
}

/// SHA-256 (FIPS 180-4) of a message that is in memory as a whole.
package enum SHA256 {
  /// The digest of `bytes`.
  package static func hash(_ bytes: [UInt8]) -> Digest {
    bytes.withUnsafeBytes { hash($0) }
  }

  /// The digest of `bytes`.
  package static func hash(_ bytes: UnsafeRawBufferPointer) -> Digest {
    ThreadHasher.withHasher { hasher in
      hasher.update(bytes)
      return hasher.finalize()
    }
  }
}

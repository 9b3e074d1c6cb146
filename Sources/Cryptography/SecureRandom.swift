import COpenSSL

/// Random bytes from OpenSSL's generator, which the operating system seeds.
package enum SecureRandom {
  /// `count` unpredictable bytes. Traps when the system has no randomness: nothing would be safe
  /// then.
  package static func bytes(_ count: Int) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      if count > 0 {
        checkOrTrap("RAND_bytes") { RAND_bytes(buffer.baseAddress, Int32(count)) }
      }
      filled = count
    }
  }
}

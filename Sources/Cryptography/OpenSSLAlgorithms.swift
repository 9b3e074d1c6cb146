import COpenSSL

/// An algorithm fetched from OpenSSL's providers. Fetching searches by name under a lock, so each
/// is fetched once and kept for the life of the process.
struct FetchedAlgorithm: Sendable {
  // What is fetched is immutable, and reference counted with atomics (EVP_MD_fetch(3) and its
  // siblings).
  nonisolated(unsafe) let pointer: OpaquePointer
}

extension SHA256Hasher {
  static let algorithm = FetchedAlgorithm(
    pointer: obtainOrTrap("EVP_MD_fetch") { EVP_MD_fetch(nil, "SHA2-256", nil) })
}

extension AEADContext {
  static let algorithm = FetchedAlgorithm(
    pointer: obtainOrTrap("EVP_CIPHER_fetch") { EVP_CIPHER_fetch(nil, "AES-256-GCM", nil) })
}

extension HKDF {
  static let algorithm = FetchedAlgorithm(
    pointer: obtainOrTrap("EVP_KDF_fetch") { EVP_KDF_fetch(nil, "HKDF", nil) })
}

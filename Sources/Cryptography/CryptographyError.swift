import COpenSSL

/// Why a cryptographic operation gave no result. Never carries key material or content.
package enum CryptographyError: Error, Equatable, Sendable {
  /// A key's encoding is not the one form that is accepted, or is not a P-256 key.
  case malformedKey
  /// An input has a length the algorithm does not take (key, nonce, signature, derived output).
  case wrongLength
  /// An authenticated ciphertext or its associated data is not what was sealed.
  case notAuthentic
  /// A token did not sign, or what it gave is no signature by its key.
  case tokenRefused
  /// OpenSSL refused `call`; `code` is its packed error number (`openssl errstr` explains it), zero
  /// when the library gave none.
  case library(call: String, code: UInt)

  /// The stable number of the error, printed as `VGM-2401`.
  package var code: Int {
    switch self {
    case .malformedKey: 2401
    case .wrongLength: 2402
    case .notAuthentic: 2403
    case .tokenRefused: 2429
    case .library: 9401
    }
  }
}

extension CryptographyError: CustomStringConvertible {
  /// The code, and for a library error the call and OpenSSL's own number.
  package var description: String {
    guard case .library(let call, let number) = self else { return "VGM-\(code)" }
    return "VGM-\(code) \(call) error:\(String(number, radix: 16))"
  }
}

/// The gate for OpenSSL calls that answer 1 on success.
///
/// The error queue belongs to the thread: it is drained on failure so that no later call is blamed.
func check(_ call: StaticString, _ body: () -> Int32) throws(CryptographyError) {
  guard body() == 1 else { throw drainErrors(call) }
}

/// The gate for OpenSSL calls that answer a pointer, or none on failure.
func obtain<Pointer>(
  _ call: StaticString, _ body: () -> Pointer?
) throws(CryptographyError) -> Pointer {
  guard let pointer = body() else { throw drainErrors(call) }
  return pointer
}

/// For what can fail only when the process is out of memory or OpenSSL is broken: there is no safe
/// way on from there, so it traps.
func obtainOrTrap<Pointer>(_ call: StaticString, _ body: () -> Pointer?) -> Pointer {
  guard let pointer = body() else { preconditionFailure("\(drainErrors(call))") }
  return pointer
}

/// As ``obtainOrTrap(_:_:)``, for calls that answer 1.
@inline(__always)
func checkOrTrap(_ call: StaticString, _ body: () -> Int32) {
  guard body() == 1 else { preconditionFailure("\(drainErrors(call))") }
}

private func drainErrors(_ call: StaticString) -> CryptographyError {
  let first = ERR_get_error()
  ERR_clear_error()
  return .library(call: "\(call)", code: UInt(first))
}

package import Cryptography
package import Policy

/// Keys made once, and asked for by number.
package enum Keys {
  private static let pool = Result { try (0..<64).map { _ in try SigningKey.generate().publicKey } }

  package static func signing(_ number: Int) throws -> VerificationKey { try pool.get()[number] }

  package static func take(_ count: Int) throws -> [VerificationKey] {
    try (0..<count).map { try signing(60 + $0) }
  }

  package static func curve(_ number: Int) -> CurveKey {
    guard let key = CurveKey([UInt8](repeating: UInt8(truncatingIfNeeded: number), count: 32))
    else {
      preconditionFailure("32 bytes are a key")
    }
    return key
  }
}

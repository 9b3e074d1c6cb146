import Cryptography
import Foundation
import Site

/// What people see of a key: nothing that is secret.
struct KeyView {
  let key: SigningKey
  let place: String

  /// SHA-256 of the public key, in groups that can be read over the telephone.
  private var fingerprint: String {
    let digits = Array(SHA256.hash(key.publicKey.spki).description)
    return stride(from: 0, to: digits.count, by: 4)
      .map { String(digits[$0..<min($0 + 4, digits.count)]) }.joined(separator: " ")
  }

  private var publicKey: String { Data(key.publicKey.spki).base64EncodedString() }

  var text: String {
    """
    \(place)\(key.isOnToken ? " (on a token)" : "")
      key id       \(key.publicKey.keyID)
      fingerprint  \(fingerprint)
      public key   \(publicKey)
    """
  }

  var json: String {
    SourceNode.map([
      ("place", .text(place)), ("onToken", .flag(key.isOnToken)),
      ("keyID", .text(key.publicKey.keyID.description)), ("fingerprint", .text(fingerprint)),
      ("publicKey", .text(publicKey)),
    ]).json
  }
}

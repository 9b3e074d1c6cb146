package import Cryptography
import Policy

/// What one signature on a document is worth to those who know the keys that may sign it.
package enum SignatureState: String, Hashable, Sendable {
  /// By one of the keys.
  case valid
  /// Under the id of one of the keys, and wrong: it makes every verifier refuse the document.
  case wrong
  /// Under another id; it counts for nothing.
  case stranger
}

extension Unverified {
  /// Every signature, held to the keys that may sign.
  package func signatures(by keys: [VerificationKey]) -> [(key: KeyID, state: SignatureState)] {
    document.states(by: keys)
  }
}

extension SignedDocument {
  fileprivate func states(by keys: [VerificationKey]) -> [(key: KeyID, state: SignatureState)] {
    signatures.map { id, signature in
      guard let key = keys.first(where: { $0.keyID == id }) else { return (id, .stranger) }
      return (id, key.isValid(signature, for: kind.toBeSigned(payload, by: id)) ? .valid : .wrong)
    }
  }
}

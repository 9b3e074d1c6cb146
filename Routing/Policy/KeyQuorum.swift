package import Cryptography

/// Keys of which a number must sign together.
package struct KeyQuorum: Hashable, Sendable {
  package var keys: [VerificationKey]
  /// How many different keys must sign; at least one, at most all.
  package var threshold: Int

  package init(keys: [VerificationKey], threshold: Int) {
    self.keys = keys
    self.threshold = threshold
  }
}

/// Keys that nobody may use any more, of whatever document.
package struct Revocations: Hashable, Sendable {
  /// Signing keys of principals, authorities and roots.
  package var signingKeys: Set<KeyID>
  package var curveKeys: Set<CurveKey>

  package init(signingKeys: Set<KeyID> = [], curveKeys: Set<CurveKey> = []) {
    self.signingKeys = signingKeys
    self.curveKeys = curveKeys
  }

  /// All that either revokes.
  package func union(_ other: Revocations) -> Revocations {
    Revocations(
      signingKeys: signingKeys.union(other.signingKeys), curveKeys: curveKeys.union(other.curveKeys)
    )
  }
}

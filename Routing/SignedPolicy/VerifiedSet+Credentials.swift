import Cryptography
package import Policy

/// A credential that does not count, and why.
package struct RefusedCredential: Sendable {
  /// Place in the list that was given.
  package let place: Int
  package let fault: VerificationFault
}

extension VerifiedSet {
  /// The compartments whose credentials count here: the own one and its peers.
  package var compartments: [String] {
    ([own] + peers).map(\.document.compartment)
  }

  /// The policy of a compartment with the principals that credentials introduced.
  package func introduced(in policy: VerifiedPolicy) -> CompartmentPolicy {
    var document = policy.document
    let found = credentials[document.compartment] ?? []
    document.principals += found.map(\.document.principal)
    return document
  }

  /// Remembers what was accepted before, and what of it still matters at a time in seconds since
  /// the Unix epoch.
  package mutating func recall(_ memory: CredentialMemory, at time: Int64) {
    credentialMemory = memory
    credentialMemory.prune(at: max(time, charter.document.edition.issued))
  }

  /// Verifies credentials of a compartment of this set and adds those that hold.
  ///
  /// Of two for one name the later one counts; of two that share a key, the earlier: nobody takes a
  /// key over by naming it. One that is refused changes nothing for the others, and an issuer can
  /// so neither stop a snapshot from being made nor a principal that the policy names.
  ///
  /// - Parameter time: seconds since the Unix epoch.
  /// - Returns: those that don't count. One that a later one replaced is not among them.
  package mutating func add(
    _ found: [UnverifiedCredential], of compartment: String, at time: Int64
  ) -> [RefusedCredential] {
    guard let policy = ([own] + peers).first(where: { $0.document.compartment == compartment })
    else { return [] }
    var refused: [RefusedCredential] = []
    var newest: [String: (place: Int, credential: VerifiedCredential)] = [:]
    for (place, credential) in found.enumerated() {
      do throws(VerificationFault) {
        let verified = try PolicyVerifier.verify(
          credential, under: policy.document, in: self, at: time)
        let name = verified.document.principal.name
        if let other = newest[name]?.credential, !verified.isLater(than: other) { continue }
        newest[name] = (place, verified)
      } catch {
        refused.append(RefusedCredential(place: place, fault: error))
      }
    }
    var uses = KeyUses(besides: policy.document.principals.count)
    let inOrder = newest.values.sorted { $1.credential.isLater(than: $0.credential) }
    for (place, credential) in inOrder {
      do throws(VerificationFault) {
        try uses.check(credential.document.principal)
        try credentialMemory.accept(credential)
        uses.insert(credential.document.principal)
        credentials[compartment, default: []].append(credential)
      } catch {
        refused.append(RefusedCredential(place: place, fault: error))
      }
    }
    return refused
  }
}

extension VerifiedCredential {
  /// By the time of issue; two of one moment by their digests, so that every reader says the same.
  fileprivate func isLater(than other: VerifiedCredential) -> Bool {
    guard document.issued == other.document.issued else {
      return document.issued > other.document.issued
    }
    return other.digest.bytes.lexicographicallyPrecedes(digest.bytes)
  }
}

/// The keys that credentials of one compartment have taken.
private struct KeyUses {
  private var curve: Set<CurveKey> = []
  private var signing: Set<VerificationKey> = []
  private var count: Int

  init(besides count: Int) { self.count = count }

  func check(_ principal: Principal) throws(VerificationFault) {
    guard count < PolicyLimit.principalsMax else {
      throw .document(DocumentFault(.tooMany, at: "principal"))
    }
    guard !curve.contains(principal.curveKey) else {
      throw .document(DocumentFault(.duplicate, at: "principal.curve-key"))
    }
    guard signing.isDisjoint(with: principal.signingKeys) else {
      throw .document(DocumentFault(.duplicate, at: "principal.signing-keys"))
    }
  }

  mutating func insert(_ principal: Principal) {
    count += 1
    curve.insert(principal.curveKey)
    signing.formUnion(principal.signingKeys)
  }
}

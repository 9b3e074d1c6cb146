package import Cryptography
import Policy

/// One policy's versions from the accepted one on, as they were found.
package struct PolicyVersions: Sendable {
  package let compartment: String
  /// The version that rules so far.
  package let accepted: AcceptedVersion
  /// Copies of it; their signatures may differ. None if it was lost.
  package let copies: [UnverifiedPolicy]
  /// What came after it, each naming the one before it.
  package var later: [UnverifiedPolicy]
  /// What the accepted version narrows, if it was accepted with fewer keys than the threshold.
  package var base: AcceptedVersion?
  /// Copies of that.
  package var baseCopies: [UnverifiedPolicy] = []
  /// What was remembered of the versions that fewer keys signed; see ``AcceptedChain/bases``.
  package var bases: [UInt64: Digest] = [:]

  package init(
    of compartment: String, _ accepted: AcceptedVersion, copies: [UnverifiedPolicy],
    later: [UnverifiedPolicy]
  ) {
    self.compartment = compartment
    self.accepted = accepted
    self.copies = copies
    self.later = later
  }

  /// The version that rules so far, by the first copy that holds.
  package func ruling(
    under charter: CharterSuccession, at time: Int64
  ) throws(VerificationFault) -> VerifiedPolicy {
    // The accepted version may have got all its signatures meanwhile; then it needs no other.
    let narrowed = base.flatMap {
      try? first(of: baseCopies, under: charter, accepted: $0, at: time)
    }
    return try first(of: copies, under: charter, accepted: accepted, at: time, narrowing: narrowed)
  }

  private func first(
    of copies: [UnverifiedPolicy], under charter: CharterSuccession, accepted: AcceptedVersion,
    at time: Int64, narrowing base: VerifiedPolicy? = nil
  ) throws(VerificationFault) -> VerifiedPolicy {
    var fault: VerificationFault?
    for copy in copies {
      do throws(VerificationFault) {
        return try PolicyVerifier.verify(
          copy, of: compartment, under: charter, accepted: accepted, at: time, narrowing: base)
      } catch {
        fault = fault ?? error
      }
    }
    throw fault ?? .versionSkipped
  }
}

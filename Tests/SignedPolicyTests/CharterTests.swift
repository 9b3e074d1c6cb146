import Cryptography
import Policy
import SignedPolicy
import Testing

@Suite struct CharterTests {
  private let hospital: Hospital

  init() throws { hospital = try Hospital() }

  /// What becomes of a charter made of the hospital's by a change, signed by these keys.
  private func verify(
    signedBy keys: [Int] = [0, 1], trusting trust: CharterTrust? = nil,
    at time: Int64 = Hospital.time, _ change: (inout Charter) throws -> Void = { _ in }
  ) throws -> VerifiedCharter {
    var changed = hospital
    try change(&changed.charter)
    return try PolicyVerifier.verify(
      try changed.signed(keys), trusting: trust ?? .pinned(hospital.pin, accepted: nil), at: time)
  }

  /// The version after the hospital's first.
  private func next(
    signedBy keys: [Int] = [0, 1], _ change: (inout Charter) throws -> Void = { _ in }
  ) throws -> VerifiedCharter {
    let first = try hospital.verified()
    return try verify(signedBy: keys, trusting: .succeeding(first)) {
      $0.edition = $0.edition.next(after: first.accepted.digest)
      try change(&$0)
    }
  }

  @Test func `two of three pinned roots make a charter`() throws {
    let charter = try verify()
    #expect(charter.document == hospital.charter)
    #expect(charter.standing.novelty == .first && charter.standing.mayGrant)
  }

  @Test func `any two of the three will do, and three as well`() throws {
    for keys in [[0, 2], [2, 1], [0, 1, 2]] { _ = try verify(signedBy: keys) }
  }

  @Test(arguments: [[], [0], [0, 40], [40, 41]])
  func `case 32: fewer than the threshold is too few`(_ keys: [Int]) throws {
    if keys.isEmpty {
      let bytes = try PolicySigner(hospital.charter).encoded
      #expect(throws: VerificationFault.malformedSignatures) { try UnverifiedCharter(bytes) }
    } else {
      #expect(throws: VerificationFault.thresholdNotMet) { try verify(signedBy: keys) }
    }
  }

  @Test func `a stranger's signature beside enough others does no harm`() throws {
    #expect(try verify(signedBy: [0, 1, 40]).document == hospital.charter)
  }

  @Test func `other roots than the pinned are refused, however well signed`() throws {
    #expect(throws: VerificationFault.rootsNotPinned) {
      try verify(signedBy: [40, 41]) { $0.roots = try Keys.quorum([40, 41, 42], 2) }
    }
  }

  @Test func `a lower threshold of the same roots is not pinned`() throws {
    #expect(throws: VerificationFault.rootsNotPinned) {
      try verify(signedBy: [0]) { $0.roots.threshold = 1 }
    }
  }

  @Test func `the order of the roots does not change their pin`() throws {
    var roots = hospital.charter.roots
    roots.keys.reverse()
    #expect(RootPin(of: roots) == hospital.pin)
  }

  @Test func `case 29: an older version is refused`() throws {
    let second = try next()
    #expect(throws: VerificationFault.olderVersion) {
      try verify(trusting: .pinned(hospital.pin, accepted: second.accepted))
    }
    #expect(throws: VerificationFault.olderVersion) { try verify(trusting: .succeeding(second)) }
  }

  @Test func `the next version is accepted, by pin and by succession`() throws {
    let first = try hospital.verified()
    #expect(try next().standing.novelty == .next)
    let byPin = try verify(trusting: .pinned(hospital.pin, accepted: first.accepted)) {
      $0.edition = $0.edition.next(after: first.accepted.digest)
    }
    #expect(byPin.accepted.version == 2)
  }

  @Test(arguments: [3, 4, 1000])
  func `case 30: a version that skips is refused`(_ version: UInt64) throws {
    #expect(throws: VerificationFault.versionSkipped) { try next { $0.edition.version = version } }
  }

  @Test func `case 30: a version after another document is refused`() throws {
    #expect(throws: VerificationFault.previousMismatch) {
      try next { $0.edition.previous = SHA256.hash([1]) }
    }
  }

  @Test func `case 31: another document of the same version is refused`() throws {
    let first = try hospital.verified()
    for trust in [
      CharterTrust.succeeding(first), .pinned(hospital.pin, accepted: first.accepted),
    ] {
      #expect(throws: VerificationFault.equivocation) {
        try verify(trusting: trust) { $0.edition.expires += 1 }
      }
    }
  }

  @Test func `the same document again is fine, also signed by others`() throws {
    let first = try hospital.verified()
    let again = try verify(signedBy: [1, 2], trusting: .succeeding(first))
    #expect(again.accepted == first.accepted && again.standing.novelty == .same)
  }

  @Test func `case 35: new roots signed by new keys alone are refused`() throws {
    #expect(throws: VerificationFault.oldThresholdNotMet) {
      try next(signedBy: [40, 41]) { $0.roots = try Keys.quorum([40, 41, 42], 2) }
    }
  }

  @Test func `case 35: new roots signed by old keys alone are refused`() throws {
    #expect(throws: VerificationFault.thresholdNotMet) {
      try next { $0.roots = try Keys.quorum([40, 41, 42], 2) }
    }
  }

  @Test func `new roots signed by both thresholds are accepted`() throws {
    let charter = try next(signedBy: [0, 1, 40, 41]) {
      $0.roots = try Keys.quorum([40, 41, 42], 2)
    }
    #expect(RootPin(of: charter.document.roots) != hospital.pin)
  }

  @Test func `one new root among old ones needs old and new threshold, and may share signers`()
    throws
  {
    let charter = try next(signedBy: [0, 1]) { $0.roots = try Keys.quorum([0, 1, 42], 2) }
    #expect(charter.accepted.version == 2)
  }

  @Test func `a root that the charter itself revokes does not count for it`() throws {
    let key = try Keys.signing(0).publicKey.keyID
    #expect(throws: VerificationFault.thresholdNotMet) {
      try next { $0.revocations.signingKeys = [key] }
    }
    _ = try next(signedBy: [0, 1, 2]) { $0.revocations.signingKeys = [key] }
  }

  @Test func `a root that was revoked before does not count for its succession`() throws {
    let key = try Keys.signing(0).publicKey.keyID
    let second = try next(signedBy: [1, 2]) { $0.revocations.signingKeys = [key] }
    #expect(throws: VerificationFault.notNarrowing) {
      try verify(signedBy: [0, 1], trusting: .succeeding(second)) {
        $0.edition = Hospital.edition.next(after: second.accepted.digest)
        $0.edition.version = 3
      }
    }
  }

  @Test func `case 36: a charter that drops a compartment is refused`() throws {
    #expect(throws: VerificationFault.compartmentDropped) {
      try next { $0.compartments.removeLast() }
    }
    #expect(try next { $0.compartments[2].isClosed = true }.accepted.version == 2)
  }

  @Test func `a charter that lowers a minimum version is refused`() throws {
    let second = try next { $0.compartments[0].minimumVersion = 5 }
    #expect(throws: VerificationFault.minimumVersionLowered) {
      try verify(trusting: .succeeding(second)) {
        $0.edition = Hospital.edition.next(after: second.accepted.digest)
        $0.edition.version = 3
        $0.compartments[0].minimumVersion = 4
      }
    }
  }

  @Test func `a charter of another site does not succeed`() throws {
    #expect(throws: VerificationFault.otherSite) { try next { $0.site = "south" } }
  }

  @Test func `an expired charter is no first install`() throws {
    #expect(throws: VerificationFault.expiredAtInstall) {
      try verify(at: Hospital.edition.expires)
    }
  }

  @Test func `case 45: a charter from the future is no first install, and later only takes away`()
    throws
  {
    #expect(throws: VerificationFault.issuedAhead) {
      try verify(at: Hospital.edition.issued - Hospital.day - 1)
    }
    let next = try next { $0.edition.issued = Hospital.time + Hospital.day + 1 }
    #expect(next.standing.isAhead && !next.standing.mayGrant)
  }

  @Test func `case 38, 40: an expired next version is accepted only for what it takes away`() throws
  {
    let first = try hospital.verified()
    let late = try verify(trusting: .succeeding(first), at: Hospital.edition.expires) {
      $0.edition = $0.edition.next(after: first.accepted.digest)
    }
    #expect(late.standing.freshness == .stale && !late.standing.mayGrant)
  }

  @Test func `case 38: what was accepted while fresh goes on to grant when it is stale`() throws {
    let first = try hospital.verified()
    let again = try verify(
      trusting: .pinned(hospital.pin, accepted: first.accepted), at: Hospital.edition.expires)
    #expect(again.standing.freshness == .stale && again.standing.mayGrant)
  }

  @Test func `case 42: the highest version that fits is still a skip`() throws {
    #expect(throws: VerificationFault.versionSkipped) {
      try next { $0.edition.version = PolicyLimit.versionMax }
    }
  }
}

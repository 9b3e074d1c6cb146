import Cryptography
import Labels
import Policy
import SignedPolicy
import Testing

@Suite struct CompartmentTests {
  private let hospital: Hospital
  private let charter: VerifiedCharter

  init() throws {
    hospital = try Hospital()
    charter = try hospital.verified()
  }

  /// What becomes of the ICU's policy after a change, signed by these keys.
  private func verify(
    signedBy keys: [Int] = [10, 11], accepted: AcceptedVersion? = nil,
    at time: Int64 = Hospital.time, _ change: (inout CompartmentPolicy) throws -> Void = { _ in }
  ) throws -> VerifiedPolicy {
    var policy = try hospital.policy()
    try change(&policy)
    return try PolicyVerifier.verify(
      try hospital.signed(policy, keys), of: "icu", under: CharterSuccession(charter),
      accepted: accepted, at: time)
  }

  private func next(
    signedBy keys: [Int] = [10, 11], _ change: (inout CompartmentPolicy) throws -> Void = { _ in }
  ) throws -> VerifiedPolicy {
    let first = try verify()
    return try verify(signedBy: keys, accepted: first.accepted) {
      $0.edition = $0.edition.next(after: first.accepted.digest)
      try change(&$0)
    }
  }

  @Test func `two of three of its authority make a policy`() throws {
    let policy = try verify()
    #expect(policy.document == (try hospital.policy()))
    #expect(policy.charter == charter.accepted && policy.standing.mayGrant)
  }

  @Test(arguments: [[10], [20, 21], [10, 20], [0, 1], [50, 50]])
  func `case 20, 32: neither too few, nor another authority, nor roots, nor a device's key`(
    _ keys: [Int]
  ) throws {
    #expect(throws: VerificationFault.thresholdNotMet) { try verify(signedBy: keys) }
  }

  @Test func `case 43: what its authority did not sign is refused before it is decoded`() throws {
    var bytes = try hospital.signed(hospital.policy(), [40, 41]).encoded
    let place = try #require(bytes.firstRange(of: Array("vaguemestre-policy-1".utf8)))
    bytes[place.lowerBound] ^= 1
    let policy = try UnverifiedPolicy(bytes)
    #expect(throws: VerificationFault.document(DocumentFault(.unknownFormat, at: "format"))) {
      try policy.claim()
    }
    #expect(throws: VerificationFault.thresholdNotMet) {
      try PolicyVerifier.verify(
        policy, of: "icu", under: CharterSuccession(charter), accepted: nil, at: Hospital.time)
    }
  }

  @Test func `an authority affects its own compartment only`() throws {
    #expect(throws: VerificationFault.otherCompartment) {
      try verify(signedBy: [10, 11]) { $0 = try hospital.policy("lab") }
    }
    let lab = try hospital.signed(hospital.policy("lab"), [10, 11])
    #expect(throws: VerificationFault.thresholdNotMet) {
      try PolicyVerifier.verify(
        lab, of: "lab", under: CharterSuccession(charter), accepted: nil, at: Hospital.time)
    }
  }

  @Test func `a policy of another site, or of a compartment that is not chartered, is refused`()
    throws
  {
    #expect(throws: VerificationFault.otherSite) { try verify { $0.site = "south" } }
    let morgue = try hospital.signed(hospital.policy("lab"), [30, 31])
    #expect(throws: VerificationFault.unknownCompartment) {
      try PolicyVerifier.verify(
        morgue, of: "morgue", under: CharterSuccession(charter), accepted: nil, at: Hospital.time)
    }
  }

  @Test func `a revoked authority key does not count`() throws {
    var changed = hospital
    changed.charter.revocations.signingKeys = [try Keys.signing(10).publicKey.keyID]
    #expect(throws: VerificationFault.thresholdNotMet) {
      try PolicyVerifier.verify(
        try hospital.signed(hospital.policy(), [10, 11]), of: "icu",
        under: CharterSuccession(try changed.verified()), accepted: nil, at: Hospital.time)
    }
  }

  @Test func `cases 29, 30, 31: older, skipping, unconnected and twofold versions are refused`()
    throws
  {
    let first = try verify()
    let second = try next()
    #expect(throws: VerificationFault.olderVersion) { try verify(accepted: second.accepted) }
    #expect(throws: VerificationFault.versionSkipped) { try next { $0.edition.version = 3 } }
    #expect(throws: VerificationFault.previousMismatch) {
      try next { $0.edition.previous = SHA256.hash([]) }
    }
    #expect(throws: VerificationFault.equivocation) {
      try verify(accepted: first.accepted) { $0.denies = [Deny(reason: "other")] }
    }
    #expect(try verify(accepted: first.accepted).standing.novelty == .same)
  }

  @Test func `case 37: a policy older than the charter demands is refused`() throws {
    var changed = hospital
    changed.charter.compartments[0].minimumVersion = 2
    let strict = try changed.verified()
    #expect(throws: VerificationFault.belowMinimumVersion) {
      try hospital.verified(hospital.policy(), under: strict)
    }
  }

  @Test func `case 41: one signature is too few even for a document that only takes away`() throws {
    #expect(throws: VerificationFault.thresholdNotMet) {
      try next(signedBy: [10]) { $0.denies = [Deny(reason: "says that it only narrows")] }
    }
  }

  @Test func `case 42: a version beyond the numbers is no document`() throws {
    var policy = try hospital.policy()
    policy.edition = Edition(
      version: 1 << 63, previous: SHA256.hash([]), issued: 1, expires: 2)
    #expect(throws: DocumentFault(.outOfRange, at: "version")) { try PolicySigner(policy) }
  }

  @Test func `case 47: a rule that the charter does not admit refuses the whole`() throws {
    #expect(
      throws: VerificationFault.document(
        DocumentFault(.invalidClearance, at: "principals[0].clearance"))
    ) {
      try verify { $0.principals[0].clearance.policy = "south" }
    }
  }

  @Test
  func `case 47: a policy in force survives a charter that no longer admits one of its rules`()
    throws
  {
    let first = try verify { $0.denies = [] }
    var changed = hospital
    changed.charter.scheme = try .init(
      policy: "north", classifications: .init(upTo: .moderate),
      tagSets: changed.charter.scheme.tagSets)
    let policy = try PolicyVerifier.verify(
      try hospital.signed(hospital.policy(), [10, 11]), of: "icu",
      under: CharterSuccession(try changed.verified()),
      accepted: first.accepted, at: Hospital.time)
    #expect(policy.standing.novelty == .same)
  }

  @Test func `case 45: a policy from the future is no first install, and later only takes away`()
    throws
  {
    let ahead = Hospital.edition.issued - Hospital.day - 1
    #expect(throws: VerificationFault.issuedAhead) { try verify(at: ahead) }
    #expect(try verify(at: ahead + 1).standing.mayGrant)
    let first = try verify()
    let next = try verify(accepted: first.accepted) {
      $0.edition = $0.edition.next(after: first.accepted.digest)
      $0.edition.issued = Hospital.time + Hospital.day + 1
    }
    #expect(next.standing.isAhead && !next.standing.mayGrant)
  }

  @Test func `case 45: what was accepted goes on to grant when the clock falls behind it`() throws {
    let first = try verify()
    let again = try verify(accepted: first.accepted, at: Hospital.time - 3650 * Hospital.day)
    #expect(again.standing.mayGrant)
  }

  @Test func `an expired policy is no first install, and later may only take away`() throws {
    #expect(throws: VerificationFault.expiredAtInstall) { try verify(at: Hospital.edition.expires) }
    let first = try verify()
    let late = try verify(accepted: first.accepted, at: Hospital.edition.expires) {
      $0.edition = $0.edition.next(after: first.accepted.digest)
    }
    #expect(!late.standing.mayGrant)
  }
}

import Cryptography
import Labels
import Policy
import SignedPolicy
import Testing

/// What one key of an authority may do, and what it may not.
@Suite struct NarrowingTests {
  private let hospital: Hospital
  private let charter: VerifiedCharter
  private let first: VerifiedPolicy

  init() throws {
    hospital = try Hospital()
    charter = try hospital.verified()
    first = try hospital.verified(hospital.policy(), under: charter)
  }

  private typealias Change = @Sendable (inout CompartmentPolicy) throws -> Void

  /// Takes a grant away; nothing here is critical.
  private static let narrower: Change = { $0.principals[0].publish = [] }

  /// The version after a policy.
  private func next(
    _ former: VerifiedPolicy, _ keys: [Int], _ change: Change = narrower
  ) throws -> UnverifiedPolicy {
    var policy = former.document
    policy.edition = policy.edition.next(after: former.accepted.digest)
    try change(&policy)
    return try hospital.signed(policy, keys)
  }

  private func verify(
    _ policy: UnverifiedPolicy, after former: VerifiedPolicy? = nil,
    under charters: CharterSuccession? = nil, at time: Int64 = Hospital.time
  ) throws -> VerifiedPolicy {
    let former = former ?? first
    return try PolicyVerifier.verify(
      policy, of: "icu", under: charters ?? CharterSuccession(charter), accepted: former.accepted,
      at: time, narrowing: former)
  }

  private func expect(_ fault: VerificationFault, _ keys: [Int] = [11], _ change: Change) throws {
    #expect(throws: fault) { try verify(next(first, keys, change)) }
  }

  @Test(arguments: [10, 11, 12])
  func `any one key of the authority makes a version that only takes away`(_ key: Int) throws {
    let policy = try verify(next(first, [key]))
    #expect(policy.standing.mayGrant && policy.base?.accepted == first.accepted)
    #expect(policy.document.principals[0].publish.isEmpty)
  }

  @Test func `case 41: what looks like less and is more needs the threshold`() throws {
    try expect(.notNarrowing) {
      $0.principals[0].publish = [Grant(FlowID("icu", "vitals"), subject: "bed-1")]
      $0.denies = [Deny(action: .export, reason: "narrowing")]
      $0.principals[0].expires += 1
    }
    try expect(.notNarrowing) { _ in }
    try expect(.notNarrowing) { $0.edition.expires += 1 }
  }

  @Test func `one key takes nothing from critical flows, nor ends the document`() throws {
    try expect(.reservedToQuorum) { $0.edition.expires -= 1 }
    var critical = try hospital.policy()
    critical.flows[0].isCritical = true
    let former = try hospital.verified(critical, under: charter)
    #expect(throws: VerificationFault.reservedToQuorum) {
      try verify(next(former, [11]), after: former)
    }
    _ = try verify(next(former, [11, 12]), after: former)
  }

  @Test(arguments: [[], [20], [0], [50], [40]])
  func `case 32: no key of the authority is nothing, whatever it takes away`(
    _ keys: [Int]
  ) throws {
    #expect(throws: (any Error).self) { try verify(next(first, keys)) }
  }

  @Test func `case 33, 34: one key twice is one key`() throws {
    try expect(.notNarrowing, [11, 11]) { $0.principals[0].expires += 1 }
  }

  @Test func `a revoked key takes nothing away, be it revoked by a charter that is withheld`()
    throws
  {
    var later = hospital
    later.charter.edition = later.charter.edition.next(after: charter.accepted.digest)
    later.charter.revocations.signingKeys = [try Keys.id(11)]
    let revoking = try PolicyVerifier.verify(
      later.signed([0, 1]), trusting: .succeeding(charter), at: Hospital.time)
    let withheld = CharterSuccession.choices([charter, revoking])[1]
    #expect(withheld.ruling.accepted == charter.accepted)
    #expect(throws: VerificationFault.thresholdNotMet) {
      try verify(next(first, [11]), under: withheld)
    }
    _ = try verify(next(first, [12]), under: withheld)
  }

  @Test func `what one key took away, no one key gives back`() throws {
    let narrowed = try verify(next(first, [11]))
    let back: Change = { $0.principals = first.document.principals }
    #expect(throws: VerificationFault.narrowedBefore) {
      try verify(next(narrowed, [11], back), after: narrowed)
    }
    let full = try verify(next(first, [11, 12]))
    #expect(throws: VerificationFault.notNarrowing) {
      try verify(next(full, [11], back), after: full)
    }
    _ = try verify(next(narrowed, [10, 12], back), after: narrowed)
  }

  @Test func `after a version by one key it is the quorum's turn`() throws {
    let narrowed = try verify(next(first, [11]))
    let less: Change = { $0.flows = [] }
    for key in [10, 11, 12] {
      #expect(throws: VerificationFault.narrowedBefore) {
        try verify(next(narrowed, [key], less), after: narrowed)
      }
    }
    // Another key on the same version is enough.
    let agreed = try verify(next(first, [11, 12]))
    #expect(agreed.accepted == narrowed.accepted || agreed.base == nil)
    _ = try verify(next(agreed, [10], less), after: agreed)
  }

  @Test func `nothing is narrowed that may not grant`() throws {
    let late = Hospital.edition.expires
    let expired = try verify(next(first, [10, 11]), at: late)
    #expect(!expired.standing.mayGrant)
    #expect(throws: VerificationFault.formerMissing) {
      try verify(next(expired, [12]) { $0.flows = [] }, after: expired, at: late)
    }
  }

  @Test func `the version that is narrowed must be at hand, and be the one before`() throws {
    let policy = try next(first, [11])
    #expect(throws: VerificationFault.thresholdNotMet) {
      try PolicyVerifier.verify(
        policy, of: "icu", under: CharterSuccession(charter), accepted: first.accepted,
        at: Hospital.time)
    }
    let other = try hospital.verified(hospital.policy(), under: charter)
    var changed = other.document
    changed.edition.grace += 1
    let stranger = try hospital.verified(changed, under: charter)
    #expect(throws: VerificationFault.previousMismatch) {
      try PolicyVerifier.verify(
        policy, of: "icu", under: CharterSuccession(charter), accepted: first.accepted,
        at: Hospital.time, narrowing: stranger)
    }
  }

  @Test func `a first install needs the version before it, fully signed`() throws {
    let policy = try next(first, [11])
    func install(_ found: [UnverifiedPolicy]) throws -> VerifiedPolicy {
      try PolicyVerifier.verify(
        policy, of: "icu", under: CharterSuccession(charter), accepted: nil, at: Hospital.time,
        former: { sought in found.filter { $0.digest == sought.digest } })
    }
    #expect(throws: VerificationFault.formerMissing) { try install([]) }
    let half = try hospital.signed(first.document, [10])
    #expect(throws: VerificationFault.narrowedBefore) { try install([half]) }
    let whole = try UnverifiedPolicy(first.encoded)
    #expect(try install([half, whole]).base?.accepted == first.accepted)
  }

  @Test func `case 43: without one good signature nothing is decoded`() throws {
    var bytes = try next(first, [40]).encoded
    let place = try #require(bytes.firstRange(of: Array("vaguemestre-policy-1".utf8)))
    bytes[place.lowerBound] ^= 1
    let policy = try UnverifiedPolicy(bytes)
    #expect(throws: VerificationFault.thresholdNotMet) { try verify(policy) }
  }
}

extension NarrowingTests {
  private func choose(
    _ later: [UnverifiedPolicy], at time: Int64 = Hospital.time
  ) throws -> PolicySuccession {
    try PolicySuccession(
      choosing: PolicyVersions(
        of: "icu", first.accepted, copies: [try UnverifiedPolicy(first.encoded)], later: later),
      under: CharterSuccession(charter), continuing: CharterSuccession(charter), at: time)
  }

  @Test func `a version by one key rules, and the next one by the quorum after it`() throws {
    let narrowed = try next(first, [11])
    let chosen = try choose([narrowed])
    #expect(chosen.ruling.accepted.version == 2 && chosen.ruling.base != nil)
    let third = try next(chosen.ruling, [10, 12]) { $0.principals[0].expires += 5 }
    let both = try choose([narrowed, third])
    #expect(both.ruling.accepted.version == 3 && both.accepted.bases.isEmpty)
  }

  @Test func `case 45: one that came expired is withheld, and what it denies is denied`() throws {
    let deny = Deny(principal: PrincipalID("icu", "monitor"), reason: "stolen")
    let narrowed = try next(first, [11]) { $0.denies = [deny] }
    let late = try choose([narrowed], at: Hospital.edition.expires)
    #expect(late.ruling.accepted == first.accepted)
    #expect(late.withheld.map(\.document.denies) == [[deny]])
    #expect(late.accepted.bases == [2: first.accepted.digest])
  }

  @Test func `case 46: what it narrows is remembered, and kept`() throws {
    let chosen = try choose([try next(first, [11])])
    let set = try VerifiedSet(charter: CharterSuccession(charter), own: chosen, peers: [])
    let state = try #require(AcceptedState(encoded: set.state.encoded))
    #expect(state == set.state)
    #expect(state.policies["icu"]?.base(of: chosen.ruling.accepted) == first.accepted)
    #expect(state.policies["icu"]?.kept.map(\.version) == [1, 2])
    #expect(set.copies.contains { $0.encoded == first.encoded })
  }

  @Test func `it is verified again by what it narrows, or by all its signatures`() throws {
    let policy = try next(first, [11])
    let accepted = try choose([policy]).ruling.accepted
    var versions = PolicyVersions(of: "icu", accepted, copies: [policy], later: [])
    let charters = CharterSuccession(charter)
    #expect(throws: VerificationFault.thresholdNotMet) {
      try versions.ruling(under: charters, at: Hospital.time)
    }
    versions.base = first.accepted
    versions.baseCopies = [try UnverifiedPolicy(first.encoded)]
    #expect(try versions.ruling(under: charters, at: Hospital.time).standing.novelty == .same)
    var signer = try PolicySigner(policy)
    try signer.sign(with: Keys.signing(12))
    let signed = try UnverifiedPolicy(signer.encoded)
    let whole = PolicyVersions(of: "icu", accepted, copies: [signed], later: [])
    #expect(try whole.ruling(under: charters, at: Hospital.time).base == nil)
  }

  @Test func `who was away is led over the quorum's version to the one key's`() throws {
    let second = try next(first, [10, 11]) { $0.principals[0].expires += 5 }
    let verified = try verify(second)
    let third = try next(verified, [12])
    func path(_ found: [UnverifiedPolicy]) throws -> [Digest] {
      try PolicyVerifier.path(
        to: third, of: "icu", under: CharterSuccession(charter), after: first.accepted,
        at: Hospital.time, former: { sought in found.first { $0.digest == sought.digest } }
      ).map(\.digest)
    }
    #expect(try path([second]) == [second.digest, third.digest])
    #expect(throws: VerificationFault.formerMissing) { try path([]) }
    let half = try hospital.signed(verified.document, [11])
    #expect(throws: VerificationFault.narrowedBefore) { try path([half]) }
    #expect(try choose([second, third]).ruling.accepted.version == 3)
  }
}

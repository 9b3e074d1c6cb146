import Cryptography
import Labels
import Policy
import SignedPolicy
import Testing

/// Which of several versions rules, and what those do that don't.
@Suite struct SuccessionTests {
  private let hospital: Hospital
  private let charter: VerifiedCharter
  private let first: VerifiedPolicy

  init() throws {
    hospital = try Hospital()
    charter = try hospital.verified()
    first = try hospital.verified(hospital.policy(), under: charter)
  }

  /// The ICU's versions after the first, each naming the one before it, signed by these keys.
  private func versions(
    _ keys: [[Int]], _ change: (inout CompartmentPolicy) throws -> Void = { _ in }
  ) throws -> [UnverifiedPolicy] {
    var policy = try hospital.policy()
    var digest = first.accepted.digest
    return try keys.map { keys in
      policy.edition.version += 1
      policy.edition.previous = digest
      try change(&policy)
      let signed = try hospital.signed(policy, keys)
      digest = signed.digest
      return signed
    }
  }

  private func path(
    to versions: [UnverifiedPolicy], among found: [UnverifiedPolicy]? = nil
  ) throws -> [Digest] {
    let newest = try #require(versions.last)
    return try PolicyVerifier.path(
      to: newest, of: "icu", under: CharterSuccession(charter), after: first.accepted,
      at: Hospital.time,
      former: { sought in (found ?? versions).first { $0.digest == sought.digest } }
    ).map(\.digest)
  }

  /// The charters after the hospital's first.
  private func charters(_ changes: [(inout Charter) throws -> Void]) throws -> [VerifiedCharter] {
    var changed = hospital
    var charters = [charter]
    for change in changes {
      let last = charters[charters.count - 1]
      changed.charter.edition = changed.charter.edition.next(after: last.accepted.digest)
      try change(&changed.charter)
      charters.append(
        try PolicyVerifier.verify(
          changed.signed([0, 1]), trusting: .succeeding(last), at: Hospital.time))
    }
    return charters
  }

  @Test func `a reader that was away is led to the newest version`() throws {
    let versions = try versions([[10, 11], [11, 12], [10, 12]])
    #expect(try path(to: versions) == versions.map(\.digest))
  }

  @Test func `a version in between is vouched for by the one after it, whoever signed it`() throws {
    let versions = try versions([[50], [10, 11]])
    #expect(try path(to: versions) == versions.map(\.digest))
  }

  @Test func `case 32: the newest version needs its own threshold`() throws {
    let versions = try versions([[10, 11], [10]])
    #expect(throws: VerificationFault.notNarrowing) { try path(to: versions) }
  }

  @Test func `case 30: without the version in between the newest skips`() throws {
    let versions = try versions([[10, 11], [10, 11]])
    #expect(throws: VerificationFault.versionSkipped) {
      try path(to: versions, among: [versions[1]])
    }
  }

  @Test func `case 30: a history that began otherwise leads nowhere`() throws {
    var other = try hospital.policy()
    other.edition.expires += 1
    let start = try hospital.signed(other, [10, 11])
    other.edition = other.edition.next(after: start.digest)
    let second = try hospital.signed(other, [10, 11])
    #expect(throws: VerificationFault.previousMismatch) { try path(to: [second]) }
  }

  @Test func `case 47: a newest version that the charter does not admit leads nowhere`() throws {
    let versions = try versions([[10, 11], [10, 11]]) {
      if $0.edition.version == 3 { $0.principals[0].clearance.policy = "south" }
    }
    #expect(throws: VerificationFault.self) { try path(to: versions) }
  }

  @Test func `case 43: a history longer than the bound is not followed`() throws {
    var policy = try hospital.policy()
    policy.edition.version = UInt64(SuccessionLimit.stepsMax) + 3
    policy.edition.previous = SHA256.hash([1])
    let newest = try hospital.signed(policy, [10, 11])
    var asked = 0
    #expect(throws: VerificationFault.versionSkipped) {
      try PolicyVerifier.path(
        to: newest, of: "icu", under: CharterSuccession(charter), after: first.accepted,
        at: Hospital.time,
        former: { _ in
          asked += 1
          return nil
        })
    }
    #expect(asked == 1)
  }

  private func choose(
    _ later: [UnverifiedPolicy], under charters: CharterSuccession? = nil,
    continuing: CharterSuccession? = nil, at time: Int64 = Hospital.time
  ) throws -> PolicySuccession {
    let charters = charters ?? CharterSuccession(charter)
    let copy = try hospital.signed(hospital.policy(), [10, 11])
    return try PolicySuccession(
      choosing: PolicyVersions(of: "icu", first.accepted, copies: [copy], later: later),
      under: charters, continuing: continuing ?? charters, at: time)
  }

  @Test func `the newest version that may grant rules, one that had expired takes away`() throws {
    let later = try versions([[10, 11], [10, 11]]) {
      if $0.edition.version == 3 { $0.edition.expires = Hospital.time }
      $0.denies = [Deny(reason: "version \($0.edition.version)")]
    }
    let chosen = try choose(later)
    #expect(chosen.ruling.accepted.version == 2)
    #expect(chosen.withheld.map(\.document.denies[0].reason) == ["version 3"])
  }

  @Test func `case 45: a version that a wrong clock withheld rules when the clock is right`() throws
  {
    let later = try versions([[10, 11]])
    #expect(try choose(later, at: Hospital.edition.expires).ruling.accepted.version == 1)
    #expect(try choose(later).ruling.accepted.version == 2)
  }

  @Test func `a withheld charter's revocation acts on new versions and not on the one in force`()
    throws
  {
    let key = try Keys.id(10)
    let charters = try charters([{ $0.revocations.signingKeys = [key] }])
    let fallback = CharterSuccession.choices(charters)[1]
    #expect(fallback.ruling.accepted == charter.accepted && fallback.revokedSigningKeys == [key])
    let alone = CharterSuccession(charter)
    let (stolen, fresh) = (try versions([[10, 11]]), try versions([[11, 12]]))
    #expect(
      try choose(stolen, under: fallback, continuing: alone).ruling.accepted == first.accepted)
    #expect(try choose(fresh, under: fallback, continuing: alone).ruling.accepted.version == 2)
    #expect(throws: VerificationFault.thresholdNotMet) { try choose([], under: fallback) }
  }

  @Test func `charters are tried from the newest that may grant to the one in force`() throws {
    let charters = try charters([{ _ in }, { $0.edition.expires = Hospital.time }, { _ in }])
    #expect(!charters[2].standing.mayGrant && !charters[3].standing.mayGrant)
    let choices = CharterSuccession.choices(charters)
    #expect(choices.map(\.ruling.accepted.version) == [2, 1])
    #expect(choices.map(\.accepted.newest.version) == [4, 4])
  }

  @Test func `case 40: what withheld charters take away adds up`() throws {
    let charters = try charters([
      { $0.edition.expires = Hospital.time - 1 },
      { $0.revocations.curveKeys = [try Keys.curve(1)] },
      {
        $0.revocations.curveKeys = [try Keys.curve(2)]
        $0.compartments[2].isClosed = true
      },
    ])
    let restrictions = try #require(CharterSuccession.choices(charters).first).restrictions
    #expect(restrictions.revocations.curveKeys == [try Keys.curve(1), try Keys.curve(2)])
    #expect(restrictions.closed == ["lab"])
  }

  @Test func `no more versions are withheld than are remembered, and one that grants ends it`()
    throws
  {
    SuccessionLimit.assertRelations()
    let many = SuccessionLimit.withheldMax + 3
    let later = try versions(Array(repeating: [10, 11], count: many)) {
      $0.edition.expires = $0.edition.version <= many ? Hospital.time : Hospital.edition.expires
    }
    let withheld = try choose(Array(later.dropLast())).accepted
    #expect(withheld.ruling == first.accepted)
    #expect(withheld.withheld.count == SuccessionLimit.withheldMax)
    #expect(try choose(later).accepted.newest.version == UInt64(many) + 1)
  }

  @Test func `a chain comes back from its encoding, and one with a gap does not`() throws {
    let digest = first.accepted.digest
    func version(_ number: UInt64) -> AcceptedVersion {
      AcceptedVersion(version: number, digest: digest)
    }
    var state = AcceptedState(
      roots: hospital.pin, charter: AcceptedChain(version(3), withheld: [version(4), version(5)]))
    state.policies["icu"] = AcceptedChain(version(7))
    #expect(AcceptedState(encoded: state.encoded) == state)
    state.charter = AcceptedChain(version(3), withheld: [version(5)])
    #expect(AcceptedState(encoded: state.encoded) == nil)
  }

  @Test func `a state that is brought up to date keeps what it alone knows`() throws {
    let digest = first.accepted.digest
    func chain(_ number: UInt64) -> AcceptedChain {
      AcceptedChain(AcceptedVersion(version: number, digest: digest))
    }
    let old = AcceptedState(
      roots: hospital.pin, charter: chain(3), policies: ["icu": chain(1), "lab": chain(4)])
    let new = AcceptedState(roots: hospital.pin, charter: chain(2), policies: ["icu": chain(2)])
    let both = old.advanced(to: new)
    #expect(both.charter == chain(3))
    #expect(both.policies == ["icu": chain(2), "lab": chain(4)])
  }
}

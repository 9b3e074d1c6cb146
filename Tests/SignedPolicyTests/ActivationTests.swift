import Cryptography
import Labels
import Policy
import SignedPolicy
import Testing

/// From verified documents to a snapshot: what fits together, and what must be on disk before it
/// rules.
@Suite struct ActivationTests {
  private let hospital: Hospital
  private let charter: VerifiedCharter

  init() throws {
    hospital = try Hospital()
    charter = try hospital.verified()
  }

  private struct DiskFull: Error {}

  private func set(after former: VerifiedSet? = nil) throws -> VerifiedSet {
    try VerifiedSet(
      charter, own: try verified("icu"), peers: [try verified("lab")], after: former)
  }

  private func verified(_ compartment: String) throws -> VerifiedPolicy {
    try hospital.verified(hospital.policy(compartment), under: charter)
  }

  private func publish() throws -> Question {
    var question = Question(
      .publish, by: PrincipalID("icu", "monitor"), on: FlowID("icu", "vitals"), at: Hospital.time)
    question.signer = question.principal
    question.subject = "bed-1"
    question.label = try hospital.charter.scheme.label("N//compartment=icu")
    return question
  }

  @Test func `what is verified and persisted decides`() throws {
    let snapshot = try PolicySnapshot(try set().persisted { _ in })
    #expect(snapshot.decide(try publish()).isPermit)
  }

  @Test func `a policy is read as the verified one only if it is the same, byte for byte`() throws {
    let verified = try verified("icu")
    var other = verified.document
    other.edition.expires -= 1
    for (document, isSame) in [(verified.document, true), (other, false)] {
      let policy = try hospital.signed(document, [0, 1]).decoded(like: [verified])
      #expect(try policy.claim() == document)
      #expect((policy.digest == verified.accepted.digest) == isSame)
    }
  }

  @Test func `case 46: what could not be persisted never becomes a snapshot`() throws {
    let set = try set()
    #expect(throws: DiskFull.self) { try set.persisted { _ throws(DiskFull) in throw DiskFull() } }
  }

  @Test func `case 46: after a crash between persisting and activating the same documents go on`()
    throws
  {
    var disk: [UInt8] = []
    _ = try set().persisted { disk = $0.state.encoded }
    // The process dies here, and starts again from the disk and the same files.
    let state = try #require(AcceptedState(encoded: disk))
    let again = try PolicyVerifier.verify(
      try hospital.signed([0, 1]), trusting: .pinned(state.roots, accepted: state.charter.ruling),
      at: Hospital.time)
    let own = try hospital.verified(
      hospital.policy(), under: again, accepted: state.policies["icu"]?.ruling)
    #expect(again.standing.novelty == .same && own.standing.novelty == .same)
  }

  @Test func `case 46: after a crash before persisting the next document is still the next`() throws
  {
    let first = try set()
    var policy = try hospital.policy()
    policy.edition = policy.edition.next(after: first.own.accepted.digest)
    for _ in 0..<2 {
      let next = try hospital.verified(policy, under: charter, accepted: first.own.accepted)
      #expect(next.standing.novelty == .next)
    }
  }

  @Test func `the state that is remembered is that of the set`() throws {
    let set = try set()
    #expect(set.state.charter == AcceptedChain(charter.accepted) && set.state.roots == hospital.pin)
    #expect(set.state.policies.keys.sorted() == ["icu", "lab"])
    #expect(AcceptedState(encoded: set.state.encoded) == set.state)
  }

  @Test func `a damaged state is none`() throws {
    let bytes = try set().state.encoded
    for count in bytes.indices { #expect(AcceptedState(encoded: Array(bytes[..<count])) == nil) }
    #expect(AcceptedState(encoded: bytes + [0]) == nil)
  }

  @Test func `case 37: policies verified under another charter do not mix`() throws {
    var changed = hospital
    changed.charter.edition.expires += 1
    let other = try changed.verified()
    let own = try verified("icu")
    #expect(throws: VerificationFault.otherCharter) {
      try VerifiedSet(other, own: own, peers: [])
    }
  }

  @Test func `case 36: a peer that no longer holds is missing from the set, and nothing else is`()
    throws
  {
    let former = try set()
    let set = try VerifiedSet(charter, own: try verified("icu"), peers: [], after: former)
    let snapshot = try PolicySnapshot(set.persisted { _ in })
    #expect(snapshot.decide(try publish()).isPermit)
  }

  @Test func `case 37: a set takes no policy back to an older version`() throws {
    var lab = try hospital.policy("lab")
    let first = try verified("lab")
    lab.edition = lab.edition.next(after: first.accepted.digest)
    let second = try hospital.verified(lab, under: charter, accepted: first.accepted)
    let own = try verified("icu")
    let former = try VerifiedSet(charter, own: own, peers: [second])
    #expect(throws: VerificationFault.olderThanFormer) {
      try VerifiedSet(charter, own: own, peers: [first], after: former)
    }
  }

  @Test func `a cell's set stays that of its compartment`() throws {
    let former = try set()
    let (lab, icu) = (try verified("lab"), try verified("icu"))
    #expect(throws: VerificationFault.otherCompartment) {
      try VerifiedSet(charter, own: lab, peers: [icu], after: former)
    }
  }

  @Test func `case 40: a stale document's revocation acts, its new grants do not`() throws {
    var late = hospital
    late.charter.edition = late.charter.edition.next(after: charter.accepted.digest)
    late.charter.revocations.curveKeys = [try Keys.curve(1)]
    let stale = try PolicyVerifier.verify(
      try late.signed([0, 1]), trusting: .succeeding(charter), at: Hospital.edition.expires)
    let choices = CharterSuccession.choices([charter, stale])
    let only = try #require(choices.first)
    #expect(choices.count == 1)
    #expect(only.accepted == AcceptedChain(charter.accepted, withheld: [stale.accepted]))
    let set = try VerifiedSet(
      charter: only, own: PolicySuccession(verified("icu")), peers: [])
    let snapshot = try PolicySnapshot(set.persisted { _ in })
    #expect(snapshot.decide(try publish()) == .deny(.revoked))
  }

  @Test func `codes of faults are unique`() {
    let faults: [VerificationFault] = [
      .malformedSignatures, .tooLarge, .wrongContentType, .thresholdNotMet, .invalidSignature,
      .olderVersion, .versionSkipped, .previousMismatch, .equivocation, .rootsNotPinned,
      .oldThresholdNotMet, .otherSite, .otherCompartment, .unknownCompartment,
      .belowMinimumVersion, .compartmentDropped, .minimumVersionLowered, .otherCharter,
      .olderThanFormer, .expiredAtInstall, .issuedAhead, .notNarrowing, .reservedToQuorum,
      .narrowedBefore, .formerMissing,
    ]
    #expect(Set(faults.map(\.code)).count == faults.count)
    #expect(faults.allSatisfy { (2331...2399).contains($0.code) && !$0.text.isEmpty })
  }
}

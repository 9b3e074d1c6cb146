import Cryptography
import Labels
import Policy
import Testing

@testable import SignedPolicy

@Suite struct CredentialTests {
  private static let issuerKey = 55

  private func hospital() throws -> (Hospital, CompartmentPolicy) {
    let hospital = try Hospital()
    var policy = try hospital.policy()
    var template = CredentialTemplate(
      roles: [.device], clearance: try clearance(hospital), lifetime: 30 * Hospital.day)
    template.publish = [Grant(FlowID("icu", "vitals"))]
    policy.issuers = [
      Issuer(
        name: "bedside", keys: [try Keys.signing(Self.issuerKey).publicKey],
        expires: Hospital.time + 100 * Hospital.day, template: template)
    ]
    return (hospital, policy)
  }

  private func clearance(_ hospital: Hospital) throws -> Clearance {
    try hospital.charter.scheme.clearance("N//compartment=icu")
  }

  private func credential(
    _ hospital: Hospital, _ name: String = "pump-7", keys: Int = 56, issued: Int64 = Hospital.time
  ) throws -> Credential {
    var principal = Principal(
      name: name, role: .device, curveKey: try Keys.curve(keys),
      clearance: try clearance(hospital), expires: issued + Hospital.day)
    principal.signingKeys = [try Keys.signing(keys).publicKey]
    principal.publish = [Grant(FlowID("icu", "vitals"))]
    return Credential(
      site: "north", compartment: "icu", issuer: "bedside", issued: issued, principal: principal)
  }

  private func signed(
    _ credential: Credential, _ key: Int = issuerKey
  ) throws -> UnverifiedCredential {
    var signer = try PolicySigner(credential)
    try signer.sign(with: Keys.signing(key))
    return try UnverifiedCredential(signer.encoded)
  }

  private func set(_ hospital: Hospital, _ policy: CompartmentPolicy) throws -> VerifiedSet {
    try VerifiedSet(try hospital.verified(), own: try hospital.verified(policy))
  }

  private func snapshot(_ set: VerifiedSet) throws -> PolicySnapshot {
    try PolicySnapshot(set.persisted { _ in })
  }

  @Test func `who is introduced may act as if the policy named it`() throws {
    let (hospital, policy) = try hospital()
    var set = try set(hospital, policy)
    let refused = set.add([try signed(credential(hospital))], of: "icu", at: Hospital.time)
    #expect(refused.isEmpty)
    let snapshot = try snapshot(set)
    var question = Question(
      .publish, by: PrincipalID("icu", "pump-7"), on: FlowID("icu", "vitals"), at: Hospital.time)
    question.signer = question.principal
    question.label = try hospital.charter.scheme.label("N//compartment=icu")
    question.subject = "bed-3"
    #expect(snapshot.decide(question).isPermit)
    question.time += Hospital.day
    #expect(snapshot.decide(question) == .deny(.expired))
  }

  @Test func `only the issuer's own signature introduces anyone`() throws {
    let (hospital, policy) = try hospital()
    var set = try set(hospital, policy)
    let wrong = try [10, 11, 0, 50, 57].map { try signed(credential(hospital), $0) }
    let refused = set.add(wrong, of: "icu", at: Hospital.time)
    #expect(refused.map(\.fault) == Array(repeating: .thresholdNotMet, count: wrong.count))
    #expect(set.credentials.isEmpty)
  }

  @Test func `a credential signed by one issuer in the name of another is refused`() throws {
    var (hospital, policy) = try hospital()
    var other = policy.issuers[0]
    other.name = "other"
    other.keys = [try Keys.signing(57).publicKey]
    other.template.publish = []
    policy.issuers.append(other)
    var set = try set(hospital, policy)
    let refused = set.add([try signed(credential(hospital), 57)], of: "icu", at: Hospital.time)
    #expect(refused.map(\.fault) == [.thresholdNotMet])
  }

  @Test func `a signature on a policy is none on a credential`() throws {
    let (hospital, policy) = try hospital()
    let bytes = try hospital.signed(policy, [10, 11]).encoded
    #expect(throws: VerificationFault.wrongContentType) { try UnverifiedCredential(bytes) }
    let credential = try signed(credential(hospital)).encoded
    #expect(throws: VerificationFault.wrongContentType) { try UnverifiedPolicy(credential) }
  }

  @Test func `an issuer's key that is revoked introduces nobody, and whom it introduced goes`()
    throws
  {
    var (hospital, policy) = try hospital()
    hospital.charter.revocations.signingKeys = [
      try Keys.signing(Self.issuerKey).publicKey.keyID
    ]
    var set = try set(hospital, policy)
    let refused = set.add([try signed(credential(hospital))], of: "icu", at: Hospital.time)
    #expect(refused.map(\.fault) == [.thresholdNotMet])
    #expect(try snapshot(set).principal(PrincipalID("icu", "pump-7")) == nil)
    policy.issuers = []
    set = try self.set(try Hospital(), policy)
    #expect(!set.add([try signed(credential(hospital))], of: "icu", at: Hospital.time).isEmpty)
  }

  @Test func `what a withheld policy withdraws is withdrawn`() throws {
    let (hospital, policy) = try hospital()
    let ruling = try hospital.verified(policy)
    var next = policy
    next.edition = next.edition.next(after: ruling.accepted.digest)
    next.edition.expires = Hospital.time - 1
    next.issuers[0].issuedFrom = Hospital.time + 1
    let charter = CharterSuccession(try hospital.verified())
    let own = try PolicySuccession(
      choosing: PolicyVersions(
        of: "icu", ruling.accepted, copies: [try UnverifiedPolicy(ruling.encoded)],
        later: [try hospital.signed(next, [10, 11])]),
      under: charter, continuing: charter, at: Hospital.time)
    var set = try VerifiedSet(charter: charter, own: own, peers: [])
    let refused = set.add([try signed(credential(hospital))], of: "icu", at: Hospital.time)
    #expect(refused.map(\.fault) == [.document(DocumentFault(.withdrawn, at: "issued"))])
  }

  @Test func `of two for one name the later counts, whichever lies first`() throws {
    let (hospital, policy) = try hospital()
    let old = try signed(credential(hospital, keys: 56))
    let new = try signed(credential(hospital, keys: 58, issued: Hospital.time + 1))
    for list in [[old, new], [new, old]] {
      var set = try set(hospital, policy)
      #expect(set.add(list, of: "icu", at: Hospital.time).isEmpty)
      #expect(set.credentials["icu"]?.map(\.digest) == [new.digest])
    }
  }

  @Test func `an older credential put back does not return, after a restart either`() throws {
    let (hospital, policy) = try hospital()
    let old = try signed(credential(hospital, keys: 56))
    let new = try signed(credential(hospital, keys: 58, issued: Hospital.time + 1))
    var set = try set(hospital, policy)
    #expect(set.add([new], of: "icu", at: Hospital.time).isEmpty)
    let state = try #require(AcceptedState(encoded: set.state.encoded))
    #expect(state == set.state)
    set = try self.set(hospital, policy)
    set.recall(state.credentials, at: Hospital.time)
    #expect(set.add([old], of: "icu", at: Hospital.time).map(\.fault) == [.olderVersion])
    let twin = try signed(credential(hospital, keys: 57, issued: Hospital.time + 1))
    set = try self.set(hospital, policy)
    set.recall(state.credentials, at: Hospital.time)
    #expect(set.add([twin], of: "icu", at: Hospital.time).map(\.fault) == [.equivocation])
  }

  @Test func `of two that share a key the earlier counts, and nobody else is touched`() throws {
    let (hospital, policy) = try hospital()
    let first = try signed(credential(hospital, "a", keys: 56))
    let second = try signed(credential(hospital, "b", keys: 56, issued: Hospital.time + 1))
    let third = try signed(credential(hospital, "c", keys: 58, issued: Hospital.time + 2))
    var set = try set(hospital, policy)
    let refused = set.add([third, second, first], of: "icu", at: Hospital.time)
    #expect(refused.map(\.place) == [1])
    #expect(set.credentials["icu"]?.map(\.document.principal.name) == ["a", "c"])
    _ = try snapshot(set)
  }

  @Test func `a credential from the future does not lock its name`() throws {
    let (hospital, policy) = try hospital()
    let ahead = try signed(credential(hospital, issued: Hospital.time + 2 * Hospital.day))
    var set = try set(hospital, policy)
    #expect(set.add([ahead], of: "icu", at: Hospital.time).map(\.fault) == [.issuedAhead])
    #expect(set.credentialMemory.isEmpty)
  }

  @Test func `every bit that is turned anywhere in a credential refuses it`() throws {
    let (hospital, policy) = try hospital()
    let bytes = try signed(credential(hospital)).encoded
    var set = try set(hospital, policy)
    let spoiled = bytes.indices.compactMap { place -> UnverifiedCredential? in
      var other = bytes
      other[place] ^= 1
      return try? UnverifiedCredential(other)
    }
    #expect(set.add(spoiled, of: "icu", at: Hospital.time).count == spoiled.count)
    #expect(set.credentials.isEmpty)
  }

  @Test func `what is remembered of a name ends with what it gave`() throws {
    let (hospital, policy) = try hospital()
    var set = try set(hospital, policy)
    _ = set.add([try signed(credential(hospital))], of: "icu", at: Hospital.time)
    var memory = set.credentialMemory
    memory.prune(at: Hospital.time + Hospital.day - 1)
    #expect(!memory.isEmpty)
    memory.prune(at: Hospital.time + Hospital.day)
    #expect(memory.isEmpty)
  }
}

import Cryptography
import Foundation
import Policy
import Testing

@testable import SignedPolicy

@Suite struct ReleaseTests {
  private func expect(_ names: String...) throws {
    for name in names {
      let found = try #require(ReleaseCase.all.first { $0.name == name }, "\(name)")
      var scene = try ReleaseScene()
      try found.change(&scene)
      #expect(try scene.verdict() == found.expect, "\(name)")
    }
  }

  @Test func `what an integrator released within its delegation holds`() throws {
    try expect(
      "an integrator's", "an integrator's, of two adapters for this site", "by a stranger, too",
      "the quorum's", "the quorum's, of an adapter that nobody was delegated")
  }

  @Test func `case 22: an integrator's delegation reaches no other adapter`() throws {
    try expect(
      "an adapter outside the delegation", "one of two adapters outside the delegation",
      "a longer name of a delegated adapter")
  }

  @Test func `case 22: an integrator's delegation is not handed on`() throws {
    try expect(
      "handed on by an integrator", "handed on by an integrator and one holder",
      "delegated to itself, for more", "in the name of another integrator")
  }

  @Test func `case 22: an integrator's delegation of another site is none here`() throws {
    try expect("a delegation of another site", "for another site")
  }

  @Test func `case 22: an integrator's release outside its term is refused`() throws {
    try expect(
      "issued with the delegation", "issued before the delegation", "issued after the delegation",
      "from the future", "a delegation from the future")
  }

  @Test func `case 32: fewer holders than the threshold delegate and release nothing`() throws {
    try expect(
      "delegated by one holder", "the quorum's, by one holder",
      "the quorum's, by one holder and the integrator")
  }

  @Test func `case 34: one holder's two signatures on a delegation count once`() throws {
    try expect("delegated by one holder twice", "the quorum's, by one holder twice")
  }

  @Test func `nobody else delegates or releases`() throws {
    try expect(
      "delegated by the roots", "delegated by an authority", "by a stranger", "by a root",
      "by a device", "an integrator's, without its name",
      "the quorum's in the name of an integrator", "nobody may release")
  }

  @Test func `a key with another use in the site can't be delegated`() throws {
    try expect(
      "a key of the roots delegated", "a release key delegated", "an authority's key delegated",
      "a device's key delegated")
  }

  @Test func `a revoked key releases nothing, and neither does what it delegated`() throws {
    try expect(
      "by a revoked key of the integrator", "delegated with a revoked key",
      "the quorum's, with a revoked key", "the quorum's, with enough besides a revoked key")
  }

  @Test func `a release lapses with its own end or its delegation's, to the second`() throws {
    try expect(
      "the delegation has ended", "the delegation is about to end", "expired", "about to expire",
      "the quorum's, expired", "expired by the charter's time, whatever the clock says")
  }

  @Test func `an altered delegation or release is refused`() throws {
    try expect("an altered delegation", "altered", "a release in the place of a delegation")
  }

  @Test func `every case of the vectors is as it stands there`() throws {
    for each in ReleaseCase.all { try expect(each.name) }
    #expect(Set(ReleaseCase.all.map(\.name)).count == ReleaseCase.all.count)
  }

  @Test func `case 44: no cut or spoiled byte of a delegation or release traps or holds`() throws {
    let scene = try ReleaseScene()
    let basis = try ReleaseBasis(scene.verifiedSet(), at: scene.time)
    let (delegation, release) = (try scene.signedIntegrators()[0], try scene.signedRelease())
    for place in release.indices {
      var spoiled = release
      spoiled[place] ^= 0x15
      for bytes in [Array(release[..<place]), spoiled] {
        #expect(ReleaseVerdict(basis, [delegation], bytes).release != 0, "\(place)")
      }
    }
    for place in delegation.indices {
      var spoiled = delegation
      spoiled[place] ^= 0x15
      for bytes in [Array(delegation[..<place]), spoiled] {
        #expect(ReleaseVerdict(basis, [bytes], release).release != 0, "\(place)")
      }
    }
  }

  @Test func `what withheld charters revoke releases nothing either`() throws {
    let scene = try ReleaseScene()
    let charter = try scene.hospital.verified()
    var next = scene.hospital
    next.charter.edition = next.charter.edition.next(after: charter.accepted.digest)
    next.charter.edition.expires = Hospital.time - 1
    next.charter.revocations.signingKeys = [try Keys.id(44)]
    let late = try PolicyVerifier.verify(
      try next.signed([0, 1]), trusting: .succeeding(charter), at: Hospital.time)
    let succession = try #require(CharterSuccession.choices([charter, late]).first)
    #expect(succession.withheld.count == 1)
    let set = try VerifiedSet(
      charter: succession, own: PolicySuccession(try scene.hospital.verified(scene.policy)),
      peers: [])
    let verdict = ReleaseVerdict(
      ReleaseBasis(set, at: scene.time), try scene.signedIntegrators(), try scene.signedRelease())
    #expect(verdict == ReleaseVerdict(release: 2357))
  }

  @Test func `who signs the second time compares the same fingerprint`() throws {
    let integrator = try ReleaseScene.integrator("acme", 44)
    let request = IntegratorRequest(name: "acme", keys: [try Keys.signing(44).publicKey])
    #expect(try integrator.request.encoded() == request.encoded())
    #expect(try IntegratorRequest(encoded: request.encoded()) == request)
  }

  @Test func `holders add to each other's delegation`() throws {
    var first = try PolicySigner(try ReleaseScene.integrator("acme", 44))
    try first.sign(with: Keys.signing(40))
    var second = try PolicySigner(UnverifiedIntegrator(first.encoded))
    try second.sign(with: Keys.signing(42))
    let basis = try ReleaseBasis(ReleaseScene().verifiedSet(), at: Hospital.time)
    #expect(throws: VerificationFault.thresholdNotMet) {
      try basis.verify(UnverifiedIntegrator(first.encoded))
    }
    #expect(try basis.verify(UnverifiedIntegrator(second.encoded)).document.name == "acme")
  }
}

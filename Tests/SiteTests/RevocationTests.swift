import Cryptography
import Foundation
import Policy
import SignedPolicy
import Site
import Testing

/// A revocation always acts, and stops nothing else: whatever the age of the document that says it,
/// and whatever else no longer holds because of it.
@Suite struct RevocationTests {
  /// The CURVE key of the ICU's dashboard.
  private func dashboard(_ site: Fixture) throws -> CurveKey {
    try #require(try site.policy().principals.first { $0.name == "dashboard" }).curveKey
  }

  /// Loads in the running process and after a restart, and asks both.
  private func expectBoth(
    _ site: Fixture, after former: LoadedPolicies, at time: Int64 = Fixture.time,
    _ body: (LoadedPolicies) throws -> Void
  ) throws {
    try body(try site.load(at: time, after: former))
    try body(try site.load(at: time))
  }

  @Test func `a charter that revokes an authority's key does not block its other revocations`()
    throws
  {
    let site = try Fixture()
    let former = try site.load()
    let (authority, stolen) = (try site.authority(1), try dashboard(site))
    try site.publishCharter { charter in
      charter.revocations = Revocations(signingKeys: [authority], curveKeys: [stolen])
    }
    try expectBoth(site, after: former) { loaded in
      #expect(loaded.delivery() == .deny(.revoked))
      #expect(loaded.delivery(of: "icu/quarantine", to: "icu/officer").isPermit)
      #expect(loaded.refused.map(\.code) == [2334, 2517])
      #expect(loaded.snapshot.charterEdition.version == 1)
    }
  }

  @Test func `a charter that revokes an authority's key rules once the policy is signed anew`()
    throws
  {
    let site = try Fixture()
    _ = try site.load()
    let authority = try site.authority(1)
    try site.publishCharter { $0.revocations.signingKeys = [authority] }
    _ = try site.load()
    try site.resign(by: [2, 3])
    let loaded = try site.load()
    #expect(loaded.refused.isEmpty)
    #expect(loaded.snapshot.charterEdition.version == 2 && loaded.snapshot.edition.version == 1)
    // The copy with the new signatures is the one that was kept.
    try site.remove(site.layout.policy("icu"))
    #expect(try site.load().snapshot.charterEdition.version == 2)
  }

  @Test func `a key that a withheld charter revokes signs no new version`() throws {
    let site = try Fixture()
    _ = try site.load()
    let authority = try site.authority(1)
    try site.publishCharter { $0.revocations.signingKeys = [authority] }
    _ = try site.load()
    try site.publish { $0.edition.grace += 1 }
    #expect(try site.load().snapshot.edition.version == 1)
    try site.resign(by: [2, 3])
    let loaded = try site.load()
    #expect(loaded.snapshot.edition.version == 2 && loaded.snapshot.charterEdition.version == 2)
  }

  @Test func `a charter that demands a version that has not come yet stops nothing`() throws {
    let site = try Fixture()
    let former = try site.load()
    let stolen = try dashboard(site)
    try site.publishCharter { charter in
      charter.revocations.curveKeys = [stolen]
      for place in charter.compartments.indices where charter.compartments[place].name == "icu" {
        charter.compartments[place].minimumVersion = 2
      }
    }
    try expectBoth(site, after: former) { loaded in
      #expect(loaded.refused.map(\.code) == [2345, 2517])
      #expect(loaded.delivery() == .deny(.revoked))
      #expect(loaded.delivery(of: "icu/quarantine", to: "icu/officer").isPermit)
    }
    try site.publish()
    #expect(try site.load().snapshot.charterEdition.version == 2)
  }

  @Test func `case 36, 37: a peer that no longer holds costs its link, and stops no revocation`()
    throws
  {
    let site = try Fixture()
    let former = try site.load()
    #expect(former.snapshot.links.map(\.source) == ["admissions", "lab"])
    let (authority, stolen) = (try site.authority(1, of: "lab"), try dashboard(site))
    try site.publishCharter { charter in
      charter.revocations = Revocations(signingKeys: [authority], curveKeys: [stolen])
    }
    try expectBoth(site, after: former) { loaded in
      #expect(loaded.refused.map(\.path) == [site.layout.policy("lab")])
      #expect(loaded.snapshot.links.map(\.source) == ["admissions"])
      #expect(loaded.delivery() == .deny(.revoked))
      #expect(loaded.delivery(of: "icu/quarantine", to: "icu/officer").isPermit)
    }
    try site.resign("lab", by: [2, 3])
    #expect(try site.load().snapshot.links.map(\.source) == ["admissions", "lab"])
  }

  @Test func `a peer is held to a charter that is withheld, too`() throws {
    let site = try Fixture()
    _ = try site.load()
    let revoked = [try site.authority(1), try site.authority(1, of: "lab")]
    try site.publishCharter { $0.revocations.signingKeys = Set(revoked) }
    let loaded = try site.load()
    #expect(loaded.snapshot.charterEdition.version == 1)
    #expect(loaded.snapshot.links.map(\.source) == ["admissions"])
    #expect(loaded.delivery().isPermit)
  }

  @Test func `case 40: what an expired charter took away stays taken, whatever is put back`()
    throws
  {
    let site = try Fixture()
    let former = try site.load()
    let (first, stolen) = (try site.bytes(site.layout.charter), try dashboard(site))
    let late = Fixture.time + 100
    try site.publishCharter { charter in
      charter.edition.expires = late - 1
      charter.revocations.curveKeys = [stolen]
    }
    let loaded = try site.load(at: late, after: former)
    #expect(loaded.refused.map(\.code) == [2516] && loaded.delivery(at: late) == .deny(.revoked))
    try site.write(first, site.layout.charter)
    try expectBoth(site, after: loaded, at: late) { loaded in
      #expect(loaded.delivery(at: late) == .deny(.revoked))
      #expect(loaded.refused.map(\.code) == [2336, 2516])
    }
  }

  @Test func `case 40: a compartment that an expired charter closes is closed`() throws {
    let site = try Fixture()
    let former = try site.load()
    let first = try site.bytes(site.layout.charter)
    let late = Fixture.time + 100
    try site.publishCharter { charter in
      charter.edition.expires = late - 1
      for place in charter.compartments.indices where charter.compartments[place].name == "icu" {
        charter.compartments[place].isClosed = true
      }
    }
    let loaded = try site.load(at: late, after: former)
    try site.write(first, site.layout.charter)
    try expectBoth(site, after: loaded, at: late) { loaded in
      #expect(loaded.delivery(at: late) == .deny(.compartmentClosed))
    }
  }

  @Test func `case 40: what an expired policy denies stays denied, whatever is put back`()
    throws
  {
    let site = try Fixture()
    let former = try site.load()
    let first = try site.bytes(site.layout.policy("icu"))
    let late = Fixture.time + 100
    try site.publish { policy in
      policy.edition.expires = late - 1
      policy.denies = [Deny(flow: FlowID("icu", "vitals"), reason: "recall")]
    }
    let loaded = try site.load(at: late, after: former)
    try site.write(first, site.layout.policy("icu"))
    try expectBoth(site, after: loaded, at: late) { loaded in
      #expect(loaded.delivery(at: late) == .deny(.denied))
      #expect(loaded.refused.map(\.code) == [2336, 2516])
    }
  }

  @Test func `the version after one that came expired is accepted, and what it lifts is lifted`()
    throws
  {
    let site = try Fixture()
    _ = try site.load()
    let late = Fixture.time + 100
    let expires = try site.policy().edition.expires
    try site.publish { policy in
      policy.edition.expires = late - 1
      policy.denies = [Deny(flow: FlowID("icu", "vitals"), reason: "recall")]
    }
    #expect(try site.load(at: late).delivery(at: late) == .deny(.denied))
    try site.publish { policy in
      policy.edition.expires = expires
      policy.denies = []
    }
    let loaded = try site.load(at: late)
    #expect(loaded.refused.isEmpty && loaded.snapshot.edition.version == 3)
    #expect(loaded.delivery(at: late).isPermit)
  }

  @Test func `a revocation acts though the memory on disk was taken away under the process`() throws
  {
    let site = try Fixture()
    let former = try site.load()
    let stolen = try dashboard(site)
    try site.publishCharter { $0.revocations.curveKeys = [stolen] }
    try site.write([], site.store().stateFile)
    let loaded = try site.load(after: former)
    #expect(loaded.delivery() == .deny(.revoked))
    #expect(loaded.refused.map(\.code) == [2508])
    #expect(try site.store().load() == loaded.verified.state)
  }

  @Test func `a peer that lost its link can't come back older, not even by damage to the memory`()
    throws
  {
    let site = try Fixture()
    let former = try site.load()
    let authority = try site.authority(1, of: "lab")
    try site.publishCharter { $0.revocations.signingKeys = [authority] }
    try site.write([], site.store().stateFile)
    #expect(try site.load(after: former).snapshot.links.map(\.source) == ["admissions"])
    #expect(try site.store().load()?.policies["lab"] == former.verified.state.policies["lab"])
  }
}

import Cryptography
import Foundation
import Policy
import SignedPolicy
import Site
import Testing

@Suite struct LoadedPoliciesTests {
  @Test func `the first load remembers every version before it gives them out`() throws {
    let site = try Fixture()
    let loaded = try site.load()
    #expect(loaded.refused.isEmpty)
    let state = try #require(try site.store().load())
    #expect(state == loaded.verified.state)
    #expect(Set(state.policies.keys) == ["icu", "lab", "admissions", "cardiology"])
  }

  @Test func `loading again gives the same`() throws {
    let site = try Fixture()
    let first = try site.load()
    let second = try site.load(after: first)
    #expect(first.verified.state == second.verified.state)
    #expect(second.refused.isEmpty)
  }

  @Test func `the next version is accepted and remembered`() throws {
    let site = try Fixture()
    let first = try site.load()
    try site.publish { $0.exports = [] }
    let second = try site.load(after: first)
    #expect(second.snapshot.edition.version == 2)
    #expect(try site.store().load()?.policies["icu"]?.ruling.version == 2)
  }

  @Test func `an older version is refused and the accepted one goes on`() throws {
    let site = try Fixture()
    let old = try site.bytes(site.layout.policy("icu"))
    _ = try site.load()
    try site.publish()
    _ = try site.load()
    try site.write(old, site.layout.policy("icu"))
    let loaded = try site.load()
    #expect(loaded.snapshot.edition.version == 2)
    #expect(loaded.refused.map(\.code) == [2336])
    #expect(loaded.refused.first?.path == site.layout.policy("icu"))
  }

  @Test func `a skipped version is refused`() throws {
    let site = try Fixture()
    _ = try site.load()
    try site.publish(steps: 2)
    let loaded = try site.load()
    #expect(loaded.snapshot.edition.version == 1)
    #expect(loaded.refused.map(\.code) == [2337])
  }

  @Test func `another document under the accepted version is refused`() throws {
    let site = try Fixture()
    _ = try site.load()
    try site.publish(steps: 0) { policy in
      policy.edition.previous = nil
      policy.exports = []
    }
    let loaded = try site.load()
    #expect(loaded.refused.map(\.code) == [2339])
    #expect(try loaded.snapshot.edition == site.load().snapshot.edition)
  }

  @Test func `a version signed by one of two goes nowhere`() throws {
    let site = try Fixture()
    _ = try site.load()
    let old = try UnverifiedPolicy(site.bytes(site.layout.policy("icu")))
    var next = try old.claim()
    next.edition.version = 2
    next.edition.previous = old.digest
    var signer = try PolicySigner(next)
    try signer.sign(with: site.key("\(site.layout.authorityKeys("icu"))/authority-3.pem"))
    try site.write(signer.encoded, site.layout.policy("icu"))
    let loaded = try site.load()
    #expect(loaded.snapshot.edition.version == 1)
    #expect(loaded.refused.map(\.code) == [2352])
  }

  @Test func `a policy that is gone after it was accepted goes on from its copy`() throws {
    let site = try Fixture()
    _ = try site.load()
    try site.remove(site.layout.policy("icu"))
    let loaded = try site.load()
    #expect(loaded.snapshot.edition.version == 1)
    #expect(loaded.refused.map(\.code) == [2501])
  }

  @Test func `a peer's bad policy costs the link and not the ward`() throws {
    let site = try Fixture()
    try site.write([0xd8, 0x62, 0x80], site.layout.policy("lab"))
    let loaded = try site.load()
    #expect(loaded.refused.map(\.path) == [site.layout.policy("lab")])
    #expect(loaded.snapshot.links.map(\.source) == ["admissions"])
  }

  @Test func `a missing own policy is an error`() throws {
    let site = try Fixture()
    try site.remove(site.layout.policy("icu"))
    let error = #expect(throws: SiteError.self) { try site.load() }
    #expect(error?.code == 2501)
    #expect(error?.path == site.layout.policy("icu"))
  }

  @Test func `a compartment that the charter does not list is an error`() throws {
    let site = try Fixture()
    let error = #expect(throws: SiteError.self) { try site.load("xray") }
    #expect(error?.code == 2509)
  }

  @Test func `damaged memory is an error and never a first start`() throws {
    let site = try Fixture()
    _ = try site.load()
    for damage in [[], [0xa0], Array(try site.bytes(site.store().stateFile).dropLast())] {
      try site.write(damage, site.store().stateFile)
      let error = #expect(throws: SiteError.self) { try site.load() }
      #expect(error?.code == 2508)
    }
  }

  @Test func `memory that can't be written stops the load, so that nothing unremembered rules`()
    throws
  {
    let site = try Fixture()
    let state = site.layout.cell("icu").state
    try site.remove(state)
    try site.write([0], state)
    let error = #expect(throws: SiteError.self) { try site.load() }
    #expect(error?.code == 2504 || error?.code == 2502)
  }

  @Test func `a crash between the copy and its entry changes nothing`() throws {
    let site = try Fixture()
    _ = try site.load()
    let state = try site.bytes(site.store().stateFile)
    let old = try site.bytes(site.store().policy("icu", 1))
    try site.publish()
    _ = try site.load()
    try site.write(state, site.store().stateFile)
    try site.write(old, site.store().policy("icu", 1))
    let loaded = try site.load()
    #expect(loaded.snapshot.edition.version == 2)
    #expect(loaded.refused.isEmpty)
  }

  @Test func `copies that no version names are removed`() throws {
    let site = try Fixture()
    _ = try site.load()
    try site.publish()
    _ = try site.load()
    let files = FileManager.default
    #expect(!files.fileExists(atPath: site.store().policy("icu", 1)))
    #expect(files.fileExists(atPath: site.store().policy("icu", 2)))
  }

  @Test func `a version that comes expired only takes away`() throws {
    let site = try Fixture()
    _ = try site.load()
    let late = Fixture.time + 100
    try site.publish { policy in
      policy.edition.expires = late - 1
      policy.denies = [
        Deny(principal: PrincipalID("icu", "dashboard"), flow: FlowID("icu", "vitals"), reason: "x")
      ]
      policy.principals[2].subscribe.append(Grant(FlowID("icu", "alerts")))
    }
    let loaded = try site.load(at: late)
    #expect(loaded.snapshot.edition.version == 1)
    #expect(loaded.refused.map(\.code) == [2516])
    #expect(loaded.delivery(at: late) == .deny(.denied))
    #expect(loaded.delivery(of: "icu/alerts", to: "icu/officer", at: late) == .deny(.notGranted))
  }

  @Test func `case 45: a peer's version from the future changes nothing here`() throws {
    let site = try Fixture()
    let first = try site.load()
    try site.publish("lab") { policy in
      policy.edition.issued = 253_000_000_000
      policy.edition.expires = 253_402_300_799
    }
    let loaded = try site.load(after: first)
    #expect(loaded.refused.map(\.code) == [2351])
    #expect(loaded.delivery().isPermit)
    #expect(loaded.snapshot.links.map(\.source) == ["admissions", "lab"])
  }

  @Test func `a site that expired before it was ever loaded is refused`() throws {
    let site = try Fixture()
    let error = #expect(throws: SiteError.self) { try site.load(at: 4_000_000_000) }
    #expect(error?.code == 2350)
  }

  @Test func `a site that expires while it runs is loaded again`() throws {
    let site = try Fixture()
    _ = try site.load()
    let later = Fixture.time + 400 * 86_400
    #expect(try site.load(at: later).snapshot.freshness(at: later) == .stale)
  }

  @Test func `new roots are accepted when the old ones sign too`() throws {
    let site = try Fixture()
    _ = try site.load()
    let fresh = try (0..<3).map { _ in try SigningKey.generate() }
    try site.publishCharter(alsoBy: Array(fresh.prefix(2))) { charter in
      charter.roots = KeyQuorum(keys: fresh.map(\.publicKey), threshold: 2)
    }
    let loaded = try site.load()
    #expect(loaded.refused.isEmpty)
    #expect(loaded.snapshot.charterEdition.version == 2)
    #expect(try site.store().load()?.roots == RootPin(of: loaded.verified.charter.document.roots))
    #expect(try site.load().refused.isEmpty)
  }

  @Test func `a charter that drops a compartment is refused and the former goes on`() throws {
    let site = try Fixture()
    _ = try site.load()
    try site.publishCharter { $0.compartments.removeAll { $0.name == "logistics" } }
    let loaded = try site.load()
    #expect(loaded.snapshot.charterEdition.version == 1)
    #expect(loaded.refused.map(\.code) == [2346])
  }

  @Test func `a peer that was left and comes back can't come back older`() throws {
    let site = try Fixture()
    let old = try site.bytes(site.layout.policy("lab"))
    try site.publish("lab")
    _ = try site.load()
    try site.publish { policy in
      policy.imports.removeAll { $0.from == "lab" }
      for place in policy.principals.indices {
        policy.principals[place].subscribe.removeAll { $0.flow.compartment == "lab" }
      }
    }
    _ = try site.load()
    try site.write(old, site.layout.policy("lab"))
    let loaded = try site.load()
    #expect(loaded.refused.isEmpty)
    #expect(try site.store().load()?.policies["lab"]?.ruling.version == 2)
  }

  @Test func `processes that share a store do not disturb each other`() async throws {
    let site = try Fixture()
    let (layout, store) = (site.layout, site.store())
    try await withThrowingTaskGroup { group in
      for _ in 0..<8 {
        group.addTask {
          let loaded = try LoadedPolicies(
            of: "icu", in: layout, store: store, time: Fixture.time)
          #expect(loaded.refused.isEmpty)
        }
      }
      try await group.waitForAll()
    }
    let left = try FileManager.default.contentsOfDirectory(atPath: store.directory)
    #expect(!left.contains { $0.hasSuffix(".new") })
  }
}

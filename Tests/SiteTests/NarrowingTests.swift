import Cryptography
import Foundation
import Policy
import SignedPolicy
import Site
import Testing

/// Versions that one key signed, from the directory to what a cell decides by and remembers.
@Suite struct NarrowingTests {
  /// Takes a link away: nothing critical.
  private let cut: (inout CompartmentPolicy) -> Void = { policy in
    policy.imports.removeAll { $0.from == "lab" }
    for place in policy.principals.indices {
      policy.principals[place].subscribe.removeAll { $0.flow.compartment == "lab" }
    }
  }

  private func sources(_ loaded: LoadedPolicies) -> [String] {
    loaded.snapshot.links.map(\.source)
  }

  @Test func `one key cuts a link, in the running cell and after a restart`() throws {
    let site = try Fixture()
    let former = try site.load()
    #expect(sources(former) == ["admissions", "lab"])
    try site.publish(by: [3], cut)
    let loaded = try site.load(after: former)
    #expect(loaded.refused.isEmpty && sources(loaded) == ["admissions"])
    // What it narrows is kept beside it: the history may go.
    try site.remove(site.layout.history)
    try site.remove(site.layout.policy("icu"))
    let again = try site.load()
    #expect(again.snapshot.edition.version == 2 && sources(again) == ["admissions"])
    #expect(again.refused.map(\.code) == [2501])
  }

  @Test func `case 41: one key gives nothing, and takes no critical care`() throws {
    let site = try Fixture()
    _ = try site.load()
    try site.publish(by: [1]) { policy in
      policy.exports = []
      policy.principals[1].subscribe.append(Grant(FlowID("icu", "quarantine")))
    }
    #expect(try site.load().refused.map(\.code) == [2352])
    let other = try Fixture()
    _ = try other.load()
    try other.publish(by: [1]) { $0.denies = [Deny(flow: FlowID("icu", "vitals"), reason: "x")] }
    let loaded = try other.load()
    #expect(loaded.refused.map(\.code) == [2353] && loaded.delivery().isPermit)
  }

  @Test func `after one key the quorum's version is followed, and the base is no longer kept`()
    throws
  {
    let site = try Fixture()
    _ = try site.load()
    try site.publish(by: [3], cut)
    _ = try site.load()
    #expect(FileManager.default.fileExists(atPath: site.store().policy("icu", 1)))
    try site.publish(by: [3]) { $0.exports = [] }
    #expect(try site.load().refused.map(\.code) == [2354])
    try site.resign(by: [1, 3])
    let loaded = try site.load()
    #expect(loaded.refused.isEmpty && loaded.snapshot.edition.version == 3)
    #expect(!FileManager.default.fileExists(atPath: site.store().policy("icu", 1)))
  }

  @Test func `the quorum may sign the version itself, and its base may go`() throws {
    let site = try Fixture()
    _ = try site.load()
    try site.publish(by: [3], cut)
    let former = try site.load()
    try site.resign(by: [1, 2])
    #expect(try site.load(after: former).refused.isEmpty)
    #expect(try site.store().load()?.policies["icu"]?.bases.isEmpty == true)
    try site.publish(by: [2]) { $0.exports = [] }
    #expect(try site.load().snapshot.edition.version == 3)
  }

  @Test func `a first start takes it with the version before it in the history`() throws {
    let site = try Fixture()
    try site.publish(by: [3], cut)
    #expect(sources(try site.load()) == ["admissions"])
    let bare = try Fixture()
    try bare.publish(by: [3], cut)
    try bare.remove(bare.layout.history)
    let error = #expect(throws: SiteError.self) { try bare.load() }
    #expect(error?.code == 2355)
    #expect(throws: SiteError.self) { try Site.load(at: bare.directory, time: Fixture.time) }
    #expect(try Site.load(at: site.directory, time: Fixture.time).policies.count == 5)
  }

  @Test func `who was away takes the quorum's version and the one key's after it`() throws {
    let site = try Fixture()
    _ = try site.load()
    try site.publish()
    try site.publish(by: [2], cut)
    let loaded = try site.load()
    #expect(loaded.refused.isEmpty && loaded.snapshot.edition.version == 3)
    try site.publish()
    #expect(try site.load().snapshot.edition.version == 4)
  }

  @Test func `a peer's version by one key cuts the link at both ends`() throws {
    let site = try Fixture()
    let former = try site.load()
    try site.publish("lab", by: [1]) { $0.exports = [] }
    let loaded = try site.load(after: former)
    #expect(loaded.refused.isEmpty && sources(loaded) == ["admissions"])
    #expect(try sources(site.load()) == ["admissions"])
  }

  @Test func `case 46: a crash between the copies and their entry changes nothing`() throws {
    let site = try Fixture()
    _ = try site.load()
    let state = try site.bytes(site.store().stateFile)
    try site.publish(by: [3], cut)
    _ = try site.load()
    try site.write(state, site.store().stateFile)
    let loaded = try site.load()
    #expect(loaded.refused.isEmpty && loaded.snapshot.edition.version == 2)
  }

  @Test func `it is published in its turn`() throws {
    let site = try Fixture()
    _ = try site.load()
    let next = try site.next(by: [3], cut)
    #expect(try Site.publish(next, in: site.layout, at: Fixture.time).version == 2)
    let more = try site.next(by: [2]) { $0.exports = [] }
    let error = #expect(throws: SiteError.self) {
      try Site.publish(more, in: site.layout, at: Fixture.time)
    }
    #expect(error?.code == 2354)
    #expect(error?.remedy.contains("threshold") == true)
  }
}

extension NarrowingTests {
  @Test func `a fork by one key keeps no reader from the quorum`() throws {
    let site = try Fixture()
    _ = try site.load()
    // The rogue key shows this reader a version that nobody else gets.
    let first = try site.bytes(site.layout.policy("icu"))
    try site.publish(by: [3]) { $0.exports = [] }
    let forked = try site.load()
    #expect(forked.snapshot.edition.version == 2)
    try site.write(first, site.layout.policy("icu"))
    // Everybody else goes on from another second version; a third by the quorum follows it.
    try site.publish(by: [1], cut)
    #expect(try site.load().refused.map(\.code) == [2354])
    try site.publish(by: [1, 2]) { $0.edition.grace += 1 }
    let loaded = try site.load(after: forked)
    #expect(loaded.refused.isEmpty && loaded.snapshot.edition.version == 3)
    #expect(sources(loaded) == ["admissions"])
    #expect(try site.load().snapshot.edition.version == 3)
  }

  @Test func `over a fork one key changes nothing, nor does the quorum's draft of that number`()
    throws
  {
    let site = try Fixture()
    _ = try site.load()
    let first = try site.bytes(site.layout.policy("icu"))
    let draft = try site.next { $0.edition.grace += 1 }.encoded
    try site.publish(by: [3], cut)
    _ = try site.load()
    // A draft that the quorum signed and never published can't undo it, nor one key on the draft.
    try site.write(draft, site.layout.policy("icu"))
    #expect(try site.load().refused.map(\.code) == [2339])
    try site.publish(by: [3]) { $0.exports = [] }
    let loaded = try site.load()
    #expect(loaded.snapshot.edition.version == 2 && sources(loaded) == ["admissions"])
    #expect(!loaded.refused.isEmpty)
    try site.write(first, site.layout.policy("icu"))
    #expect(try site.load().refused.map(\.code) == [2336])
  }

  @Test func `of two versions that the quorum signed none replaces the other`() throws {
    let site = try Fixture()
    _ = try site.load()
    let first = try site.bytes(site.layout.policy("icu"))
    try site.publish { $0.exports = [] }
    _ = try site.load()
    try site.write(first, site.layout.policy("icu"))
    try site.publish(by: [1, 2], cut)
    try site.publish(by: [1, 2]) { $0.edition.grace += 1 }
    let loaded = try site.load()
    #expect(loaded.refused.map(\.code) == [2338] && loaded.snapshot.edition.version == 2)
  }

  @Test func `after its key is revoked the charter waits for the quorum's version`() throws {
    let site = try Fixture()
    _ = try site.load()
    try site.publish(by: [3], cut)
    _ = try site.load()
    let rogue = try site.authority(3)
    try site.publishCharter { $0.revocations.signingKeys = [rogue] }
    let loaded = try site.load()
    #expect(loaded.refused.map(\.code).last == 2517)
    #expect(loaded.snapshot.edition.version == 2 && loaded.snapshot.charterEdition.version == 1)
    try site.resign(by: [1, 2])
    #expect(try site.load().snapshot.charterEdition.version == 2)
  }
}

extension NarrowingTests {
  private func revoke(
    _ site: Fixture, by roots: [Int], _ change: (inout Charter) -> Void
  ) throws -> [UInt8] {
    let old = try UnverifiedCharter(site.bytes(site.layout.charter))
    var next = try old.claim()
    next.edition.version += 1
    next.edition.previous = old.digest
    change(&next)
    var signer = try PolicySigner(next)
    for root in roots {
      try signer.sign(with: site.key("\(site.layout.rootKeys)/root-\(root).pem"))
    }
    return signer.encoded
  }

  private func dashboard(_ site: Fixture) throws -> CurveKey {
    try #require(try site.policy().principals.first { $0.name == "dashboard" }).curveKey
  }

  @Test func `one root stops a stolen device at once, and it stays stopped`() throws {
    let site = try Fixture()
    let former = try site.load()
    let stolen = try dashboard(site)
    let charter = try revoke(site, by: [2]) { $0.revocations.curveKeys = [stolen] }
    let accepted = try Site.publish(UnverifiedCharter(charter), in: site.layout, at: Fixture.time)
    #expect(accepted.version == 2)
    let loaded = try site.load(after: former)
    #expect(loaded.refused.isEmpty && loaded.delivery() == .deny(.revoked))
    try site.remove(site.layout.history)
    try site.remove(site.layout.charter)
    #expect(try site.load().delivery() == .deny(.revoked))
  }

  @Test func `a first start and the tools find it by the history`() throws {
    let site = try Fixture()
    let stolen = try dashboard(site)
    let charter = try revoke(site, by: [1]) { $0.revocations.curveKeys = [stolen] }
    _ = try Site.publish(UnverifiedCharter(charter), in: site.layout, at: Fixture.time)
    #expect(try site.load().delivery() == .deny(.revoked))
    #expect(try Site.load(at: site.directory, time: Fixture.time).charter.base != nil)
    #expect(
      try !site.delivers(FlowID("icu", "vitals"), to: PrincipalID("icu", "dashboard")))
  }

  @Test func `a fork of the charter by one root keeps no reader from the quorum`() throws {
    let site = try Fixture()
    let stolen = try dashboard(site)
    _ = try site.load()
    let first = try site.bytes(site.layout.charter)
    try site.write(
      revoke(site, by: [3]) { $0.revocations.curveKeys = [stolen] }, site.layout.charter)
    #expect(try site.load().delivery() == .deny(.revoked))
    try site.write(first, site.layout.charter)
    let officer = try #require(try site.policy().principals.first { $0.name == "officer" })
    let other = try revoke(site, by: [1]) { $0.revocations.curveKeys = [officer.curveKey] }
    _ = try Site.publish(UnverifiedCharter(other), in: site.layout, at: Fixture.time)
    #expect(try site.load().refused.map(\.code) == [2354])
    try site.publishCharter { $0.revocations = Revocations() }
    let loaded = try site.load()
    #expect(loaded.refused.isEmpty && loaded.snapshot.charterEdition.version == 3)
    #expect(loaded.delivery().isPermit)
    #expect(try site.load().snapshot.charterEdition.version == 3)
  }
}

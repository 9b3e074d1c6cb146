import Foundation
import Policy
import SignedPolicy
import Site
import Testing

/// Case 43: what may lie where a document should.
@Suite struct HostileFileTests {
  /// Puts something in place of the ICU's policy after it was accepted, and loads again.
  private func refusal(_ change: (Fixture, String) throws -> Void) throws -> [Int] {
    let site = try Fixture()
    _ = try site.load()
    let path = site.layout.policy("icu")
    try site.remove(path)
    try change(site, path)
    let loaded = try site.load()
    #expect(loaded.snapshot.edition.version == 1 && loaded.delivery().isPermit)
    return loaded.refused.map(\.code)
  }

  @Test func `case 43: a file larger than a document is refused, and what was accepted goes on`()
    throws
  {
    let codes = try refusal { site, path in
      try site.write([UInt8](repeating: 0xd8, count: PolicyLimit.documentBytesMax + 1), path)
    }
    #expect(codes == [2505])
  }

  @Test func `case 43: a pipe that nobody writes to does not hold the load up`() throws {
    let codes = try refusal { _, path in #expect(mkfifo(path, 0o600) == 0) }
    #expect(codes == [2502])
  }

  @Test func `case 43: a directory is no document`() throws {
    let codes = try refusal { _, path in
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: false)
    }
    #expect(codes == [2502])
  }

  @Test func `case 43: a link to a device is no document`() throws {
    let codes = try refusal { _, path in
      try FileManager.default.createSymbolicLink(
        atPath: path, withDestinationPath: "/dev/zero")
    }
    #expect(codes == [2502])
  }

  @Test func `a link to a signed document is one: what counts is who signed it`() throws {
    let site = try Fixture()
    let path = site.layout.policy("icu")
    let elsewhere = "\(site.directory)/elsewhere.cose"
    try FileManager.default.moveItem(atPath: path, toPath: elsewhere)
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: elsewhere)
    #expect(try site.load().refused.isEmpty)
  }

  @Test func `case 43: nothing that lies in the history can hold the load up`() throws {
    let site = try Fixture()
    _ = try site.load()
    try site.publish()
    try site.publish()
    try site.remove(site.layout.formerPolicy("icu", 2))
    #expect(mkfifo(site.layout.formerPolicy("icu", 2), 0o600) == 0)
    #expect(try site.load().refused.map(\.code) == [2337])
  }

  @Test(arguments: [-3650, 3650])
  func `case 45: with a clock ten years off what was accepted goes on`(days: Int64) throws {
    let site = try Fixture()
    let former = try site.load()
    let time = Fixture.time + days * 86_400
    for loaded in [try site.load(at: time), try site.load(at: time, after: former)] {
      #expect(loaded.refused.isEmpty)
      #expect(loaded.snapshot.allowedCurveKeys == former.snapshot.allowedCurveKeys)
    }
  }

  @Test func `case 45: with a clock ten years back nothing new is taken, and a revocation acts`()
    throws
  {
    let site = try Fixture()
    _ = try site.load()
    let dashboard = try #require(try site.policy().principals.first { $0.name == "dashboard" })
    try site.publishCharter { $0.revocations.curveKeys = [dashboard.curveKey] }
    try site.publish { $0.principals[2].subscribe.append(Grant(FlowID("icu", "alerts"))) }
    let back = Fixture.time - 3650 * 86_400
    let loaded = try site.load(at: back)
    #expect(loaded.refused.map(\.code) == [2351, 2351])
    #expect(loaded.delivery(at: back) == .deny(.revoked))
    #expect(loaded.delivery(of: "icu/alerts", to: "icu/officer", at: back) == .deny(.notGranted))
  }

  @Test func `case 39: a cell that starts after the grace goes on with its critical flows`() throws
  {
    let site = try Fixture()
    _ = try site.load()
    let late = Fixture.time + 500 * 86_400
    let loaded = try site.load(at: late)
    #expect(loaded.snapshot.freshness(at: late) == .frozen)
    #expect(loaded.delivery(at: late).isPermit)
    #expect(
      loaded.delivery(of: "icu/quarantine", to: "icu/officer", at: late) == .deny(.frozen))
  }
}

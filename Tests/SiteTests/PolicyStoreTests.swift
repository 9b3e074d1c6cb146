import Foundation
import Policy
import SignedPolicy
import Site
import Testing

@Suite struct PolicyStoreTests {
  @Test func `case 46: versions that were taken away are no first start`() throws {
    let site = try Fixture()
    let (charter, policy) = (site.layout.charter, site.layout.policy("icu"))
    let first = (try site.bytes(charter), try site.bytes(policy))
    _ = try site.load()
    try site.publish()
    try site.publishCharter()
    _ = try site.load()
    try site.remove(site.store().stateFile)
    try site.write(first.0, charter)
    try site.write(first.1, policy)
    for _ in 0..<2 {
      let error = #expect(throws: SiteError.self) { try site.load() }
      #expect(error?.code == 2508 && error?.path == site.store().stateFile)
    }
    // The evidence is still there.
    #expect(try !site.bytes(site.store().policy("icu", 2)).isEmpty)
  }

  @Test func `case 46: a cell that has a journal has started before`() throws {
    let site = try Fixture()
    try site.write([0], "\(site.layout.cell("icu").journal)/data.mdb")
    let error = #expect(throws: SiteError.self) { try site.load() }
    #expect(error?.code == 2508)
  }

  @Test func `case 46: a link that leads nowhere is no first start`() throws {
    let site = try Fixture()
    try FileManager.default.createSymbolicLink(
      atPath: site.store().stateFile, withDestinationPath: "/nonexistent/accepted.cbor")
    let error = #expect(throws: SiteError.self) { try site.load() }
    #expect(error?.code == 2508)
  }

  @Test func `case 46: after a crash at the first start the copies are made up for`() throws {
    let site = try Fixture()
    let loaded = try site.load()
    for name in try FileManager.default.contentsOfDirectory(atPath: site.store().directory)
    where name.hasSuffix(".cose") {
      try site.remove("\(site.store().directory)/\(name)")
    }
    #expect(try site.load().verified.state == loaded.verified.state)
    #expect(try !site.bytes(site.store().policy("icu", 1)).isEmpty)
  }

  @Test func `case 46: while one process is at work in a store no other is`() throws {
    let site = try Fixture()
    let (layout, hasty) = (site.layout, PolicyStore(site.store().directory, patience: .zero))
    let error = try site.store().locked { () throws(SiteError) in
      #expect(throws: SiteError.self) {
        try LoadedPolicies(of: "icu", in: layout, store: hasty, time: Fixture.time)
      }
    }
    #expect(error?.code == 2518)
    #expect(
      try LoadedPolicies(of: "icu", in: layout, store: hasty, time: Fixture.time).refused.isEmpty)
  }

  @Test func `case 46: who loaded before another process accepted more writes nothing back`() throws
  {
    let site = try Fixture()
    let first = try site.load()
    try site.publish()
    let second = try site.load()
    let error = #expect(throws: SiteError.self) { try site.store().save(first.verified) }
    #expect(error?.code == 2349)
    #expect(try site.store().load() == second.verified.state)
    #expect(try site.load(after: first).snapshot.edition.version == 2)
  }

  @Test(arguments: [0o770, 0o707, 0o777])
  func `a store into which others can write is refused`(mode: Int) throws {
    let site = try Fixture()
    try FileManager.default.setAttributes(
      [.posixPermissions: mode], ofItemAtPath: site.store().directory)
    let error = #expect(throws: SiteError.self) { try site.load() }
    #expect(error?.code == 2519 && error?.remedy.contains("chmod 700") == true)
  }

  @Test func `a new site in a directory into which others can write is refused`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o777])
    try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: folder.path)
    let error = #expect(throws: SiteError.self) {
      try Site.create(.hospital(time: Fixture.time), at: folder.path)
    }
    #expect(error?.code == 2519)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }
}

import Foundation
import Labels
import Policy
import SignedPolicy
import Site
import Testing

@Suite struct SiteCreationTests {
  @Test func `a new site has five compartments that verify`() throws {
    let site = try Fixture()
    let loaded = try Site.load(at: site.directory, time: Fixture.time)
    #expect(
      loaded.policies.map(\.document.compartment)
        == ["admissions", "icu", "lab", "cardiology", "logistics"])
    #expect(loaded.charter.document.roots.threshold == 2)
    #expect(loaded.charter.document.roots.keys.count == 3)
    for compartment in loaded.charter.document.compartments {
      #expect(compartment.authority.threshold == 2 && compartment.authority.keys.count == 3)
    }
  }

  @Test func `no secret can be read by others and no directory entered`() throws {
    let site = try Fixture()
    let files = try #require(FileManager.default.enumerator(atPath: site.directory))
    var secrets = 0
    for case let name as String in files {
      let path = "\(site.directory)/\(name)"
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      let mode = try #require(attributes[.posixPermissions] as? Int)
      if attributes[.type] as? FileAttributeType == .typeDirectory {
        #expect(mode == 0o700, "\(name)")
      } else if name.hasSuffix(".key") || name.hasSuffix(".pem") {
        secrets += 1
        #expect(mode == 0o600, "\(name)")
      }
    }
    #expect(secrets >= 3 + 15 + 10 + 19 + 5)
  }

  @Test func `a directory that is not empty is refused and stays as it was`() throws {
    let site = try Fixture()
    let before = try site.bytes(site.layout.charter)
    let error = #expect(throws: SiteError.self) {
      try Site.create(.hospital(time: Fixture.time), at: site.directory)
    }
    #expect(error?.code == 2503)
    #expect(error?.path == site.directory)
    #expect(try site.bytes(site.layout.charter) == before)
  }

  @Test func `a file in place of the directory is refused`() throws {
    let site = try Fixture()
    let error = #expect(throws: SiteError.self) {
      try Site.create(.hospital(time: Fixture.time), at: site.layout.charter)
    }
    #expect(error?.code == 2503)
  }

  @Test(arguments: ["Hospital", "", "a b", "é", String(repeating: "a", count: 33)])
  func `a site's name must be a name`(name: String) {
    let directory = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: directory) }
    #expect(throws: SiteError.self) {
      try Site.create(.hospital(site: name, time: Fixture.time), at: directory.path)
    }
  }

  @Test func `a base port gives consecutive ports`() throws {
    var plan = SitePlan.hospital(time: Fixture.time)
    plan.basePort = 27_700
    let site = try Fixture(plan)
    #expect(
      site.created.charter.compartments.map(\.endpoint)
        == (27_700..<27_705).map { "tcp://127.0.0.1:\($0)" })
    #expect(site.created.links.map(\.listen) == (27_705..<27_709).map { "127.0.0.1:\($0)" })
  }

  @Test(arguments: [1, 80, 65_530, 70_000])
  func `ports that do not exist or belong to the system are refused`(base: Int) {
    var plan = SitePlan.hospital(time: Fixture.time)
    plan.basePort = base
    let error = #expect(throws: SiteError.self) { try Fixture(plan) }
    #expect(error?.code == 2512)
  }

  @Test func `free ports are all different`() throws {
    let site = try Fixture()
    let ports = site.created.charter.compartments.map(\.endpoint) + site.created.links.map(\.listen)
    let numbers = ports.compactMap { $0.split(separator: ":").last }
    #expect(Set(numbers).count == 9)
  }

  @Test func `every principal and cell has the keys that the documents name`() throws {
    let site = try Fixture()
    for compartment in site.created.charter.compartments {
      let cell = site.layout.cell(compartment.name)
      #expect(throws: Never.self) { try CellKeys(cell).check(compartment, cell) }
      for principal in try site.policy(compartment.name).principals {
        let home = site.layout.principal(principal.name, of: compartment.name)
        let keys = try PrincipalKeys(home)
        #expect(throws: Never.self) { try keys.check(principal, home) }
        #expect((keys.signing != nil) == principal.role.mayPublish)
      }
    }
  }
}

@Suite struct HospitalTemplateTests {
  private func permits(_ flow: FlowID, _ principal: PrincipalID) throws -> Bool {
    try Fixture().delivers(flow, to: principal)
  }

  @Test func `logistics gets nothing of any other compartment`() throws {
    let site = try Fixture()
    let snapshot = try Site.load(at: site.directory, time: Fixture.time).snapshot(of: "logistics")
    #expect(snapshot.allFlows.allSatisfy { snapshot.entry($0)?.isOwn == true })
    #expect(snapshot.links.isEmpty)
  }

  @Test func `cardiology sees the vital signs of intensive care`() throws {
    #expect(try permits(FlowID("icu", "vitals"), PrincipalID("cardiology", "dashboard")))
  }

  @Test func `cardiology does not see the alerts of intensive care`() throws {
    #expect(try !permits(FlowID("icu", "alerts"), PrincipalID("cardiology", "dashboard")))
  }

  @Test func `intensive care sees the laboratory's results`() throws {
    #expect(try permits(FlowID("lab", "results"), PrincipalID("icu", "dashboard")))
  }

  @Test func `the laboratory does not see intensive care`() throws {
    #expect(try !permits(FlowID("icu", "vitals"), PrincipalID("lab", "dashboard")))
  }

  @Test func `the officer sees quarantine and the dashboard does not`() throws {
    let flow = FlowID("icu", "quarantine")
    #expect(try permits(flow, PrincipalID("icu", "officer")))
    #expect(try !permits(flow, PrincipalID("icu", "dashboard")))
  }

  @Test func `without the export the import gives nothing`() throws {
    let site = try Fixture()
    try site.publish { $0.exports = [] }
    #expect(try !site.delivers(FlowID("icu", "vitals"), to: PrincipalID("cardiology", "dashboard")))
  }

  @Test func `without the import the export gives nothing`() throws {
    let site = try Fixture()
    try site.publish("cardiology") { policy in
      policy.imports.removeAll { $0.from == "icu" }
      for place in policy.principals.indices {
        policy.principals[place].subscribe.removeAll { $0.flow.compartment == "icu" }
      }
    }
    #expect(try !site.delivers(FlowID("icu", "vitals"), to: PrincipalID("cardiology", "dashboard")))
  }

  @Test func `a label of a sensitivity stays where it was made`() throws {
    let site = try Fixture()
    let loaded = try Site.load(at: site.directory, time: Fixture.time)
    var question = Question(
      .deliver, by: PrincipalID("icu", "dashboard"), on: FlowID("lab", "results"), at: Fixture.time)
    question.subject = "lab/analyzers"
    question.label = try loaded.charter.document.scheme.label(
      "N//compartment=lab//sensitivity=hiv")
    #expect(try !loaded.snapshot(of: "icu").decide(question).isPermit)
  }
}

@Suite struct SiteLoadTests {
  @Test func `a directory without a charter is no site, and the error says so`() {
    let error = #expect(throws: SiteError.self) { try Site.load(at: "/nonexistent", time: 0) }
    #expect(error?.code == 2501)
    #expect(error?.path == "/nonexistent/charter.cose")
    #expect(error?.remedy.isEmpty == false)
  }

  @Test func `other roots than the pinned ones are refused`() throws {
    let (site, other) = (try Fixture(), try Fixture())
    try site.write(try other.bytes(other.layout.rootPin), site.layout.rootPin)
    let error = #expect(throws: SiteError.self) {
      try Site.load(at: site.directory, time: Fixture.time)
    }
    #expect(error?.code == 2340)
  }

  @Test func `a damaged pin is an error, never no pin`() throws {
    let site = try Fixture()
    try site.write(Array("00".utf8), site.layout.rootPin)
    let error = #expect(throws: SiteError.self) {
      try Site.load(at: site.directory, time: Fixture.time)
    }
    #expect(error?.code == 2513)
  }

  @Test func `another compartment's policy in the place of one is refused`() throws {
    let site = try Fixture()
    try site.write(try site.bytes(site.layout.policy("lab")), site.layout.policy("icu"))
    let error = #expect(throws: SiteError.self) {
      try Site.load(at: site.directory, time: Fixture.time)
    }
    #expect(error?.code == 2334)
    #expect(error?.path == site.layout.policy("icu"))
  }

  @Test func `one changed byte of a policy is refused`() throws {
    let site = try Fixture()
    var bytes = try site.bytes(site.layout.policy("icu"))
    bytes[bytes.count / 2] ^= 1
    try site.write(bytes, site.layout.policy("icu"))
    #expect(throws: SiteError.self) { try Site.load(at: site.directory, time: Fixture.time) }
  }

  @Test func `an unknown compartment or principal is named with those there are`() throws {
    let site = try Fixture()
    let loaded = try Site.load(at: site.directory, time: Fixture.time)
    let compartment = #expect(throws: SiteError.self) { try loaded.policy(of: "xray") }
    #expect(compartment?.code == 2509)
    #expect(compartment?.remedy.contains("cardiology") == true)
    let principal = #expect(throws: SiteError.self) {
      try loaded.principal(PrincipalID("icu", "nobody"))
    }
    #expect(principal?.code == 2510)
    #expect(principal?.remedy.contains("icu/dashboard") == true)
  }
}

@Suite struct WholeHospitalTests {
  @Test func `a new site has eight compartments and an example of everything`() throws {
    let fixture = try Fixture(.wholeHospital(time: Fixture.time))
    #expect(fixture.created.policies.count == 8)
    let icu = try fixture.policy("icu")
    #expect(icu.issuers.count == 1 && icu.breakGlass.count == 1)
    let psychiatry = try fixture.policy("psychiatry")
    #expect(psychiatry.exports.isEmpty && psychiatry.denies.count == 1)
    let scheme = try fixture.charter().scheme
    #expect(scheme.tagSets[1].values.filter(\.isNeverOpened).map(\.name) == ["genetic"])
    for policy in fixture.created.policies {
      _ = try fixture.load(policy.compartment)
    }
  }

  @Test func `its sources explain themselves, and every comment stands above a key`() throws {
    let fixture = try Fixture(.wholeHospital(time: Fixture.time))
    for path in [fixture.layout.charterSource, fixture.layout.policySource("icu")] {
      let lines = try String(contentsOfFile: path, encoding: .utf8).components(separatedBy: "\n")
      #expect(lines.filter { $0.hasPrefix("# ") }.count > 10)
      for (line, next) in zip(lines, lines.dropFirst()) where line.hasPrefix("# ") {
        #expect(next.hasPrefix("#") || next.contains(":"))
      }
    }
  }
}

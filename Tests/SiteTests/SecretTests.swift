import Cryptography
import Foundation
import Policy
import Site
import Testing

@Suite struct SecretTests {
  @Test(arguments: [0o644, 0o640, 0o604, 0o622])
  func `a secret that others can reach is refused with its remedy`(mode: Int) throws {
    let site = try Fixture()
    let home = site.layout.principal("hl7", of: "icu")
    for path in [home.curveKey, home.signingKey] {
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
      let error = #expect(throws: SiteError.self) { try PrincipalKeys(home) }
      #expect(error?.code == 2415)
      #expect(error?.path == path)
      #expect(error?.remedy.contains("chmod 600") == true)
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    }
  }

  @Test func `a cell without its storage key does not start`() throws {
    let site = try Fixture()
    let cell = site.layout.cell("icu")
    try site.remove(cell.storageKey)
    let error = #expect(throws: SiteError.self) { try CellKeys(cell) }
    #expect(error?.code == 2411)
    #expect(error?.path == cell.storageKey)
  }

  @Test(arguments: ["", "00", "zz", String(repeating: "0", count: 63)])
  func `a malformed storage key is refused`(text: String) throws {
    let site = try Fixture()
    let cell = site.layout.cell("icu")
    try site.write(Array(text.utf8), cell.storageKey)
    let error = #expect(throws: SiteError.self) { try CellKeys(cell) }
    #expect(error?.code == 2506)
  }

  @Test func `a malformed CURVE key is refused and not shown`() throws {
    let site = try Fixture()
    let home = site.layout.principal("dashboard", of: "icu")
    try site.write(Array("SECRETSECRETSECRET".utf8), home.curveKey)
    let error = #expect(throws: SiteError.self) { try PrincipalKeys(home) }
    #expect(error?.code == 2506)
    #expect(error?.description.contains("SECRET") == false)
  }

  @Test func `a key that the documents do not name is refused`() throws {
    let site = try Fixture()
    let (icu, lab) = (site.layout.cell("icu"), site.layout.cell("lab"))
    try site.write(try site.bytes(lab.curveKey), icu.curveKey)
    let compartment = try #require(site.created.charter.compartment("icu"))
    let error = #expect(throws: SiteError.self) { try CellKeys(icu).check(compartment, icu) }
    #expect(error?.code == 2507)
  }

  @Test func `a cell whose ledger key the charter names does not start without it`() throws {
    let site = try Fixture()
    let (icu, lab) = (site.layout.cell("icu"), site.layout.cell("lab"))
    var compartment = try #require(site.created.charter.compartment("icu"))
    #expect(try CellKeys(icu).ledger?.publicKey == compartment.ledgerKey)
    try CellKeys(icu).check(compartment, icu)
    try site.write(try site.bytes(lab.ledgerKey), icu.ledgerKey)
    let other = #expect(throws: SiteError.self) { try CellKeys(icu).check(compartment, icu) }
    #expect(other?.code == 2507)
    #expect(other?.path == icu.ledgerKey)
    try site.remove(icu.ledgerKey)
    let missing = #expect(throws: SiteError.self) { try CellKeys(icu).check(compartment, icu) }
    #expect(missing?.code == 2501)
    // A site that was made before there were ledgers has neither.
    compartment.ledgerKey = nil
    try CellKeys(icu).check(compartment, icu)
  }

  @Test func `the newest head is kept beside the policies' state, and put aside by its journal`()
    throws
  {
    let site = try Fixture()
    let cell = site.layout.cell("icu")
    let file = LedgerHeadFile(of: cell)
    #expect(try file.read() == nil)
    try file.replace(with: [1, 2, 3])
    try file.replace(with: [4, 5])
    #expect(try file.read() == [4, 5])
    try file.setAside(journal: [0xab, 0xcd])
    #expect(try file.read() == nil)
    #expect(try site.bytes("\(cell.state)/ledger-abcd.head") == [4, 5])
    // It is no trace of accepted policies: a first start stays one.
    #expect(try PolicyStore(of: cell).load() == nil)
  }

  @Test func `a publisher's signing key must be one of the policy`() throws {
    let site = try Fixture()
    let home = site.layout.principal("hl7", of: "icu")
    try site.write(
      try site.bytes(site.layout.principal("hl7", of: "lab").signingKey), home.signingKey)
    let principal = try #require(try site.policy().principals.first { $0.name == "hl7" })
    let error = #expect(throws: SiteError.self) { try PrincipalKeys(home).check(principal, home) }
    #expect(error?.code == 2507)
    #expect(error?.path == home.signingKey)
  }
}

@Suite struct AdapterLinkTests {
  private static let good = """
    {"adapter":"hl7v2","compartment":"icu","principal":"hl7","listen":"127.0.0.1:2575",
     "subject":"icu/bed-1","flows":{"observations":"vitals","quarantine":"quarantine"}}
    """

  @Test func `the links of a new site read as they were made`() throws {
    let site = try Fixture()
    #expect(
      try AdapterLink.all(in: site.layout) == site.created.links.sorted { $0.name < $1.name })
    #expect(site.created.links.count == 4)
  }

  @Test func `zone and settings may be left out`() throws {
    let site = try Fixture()
    try site.write(Array(Self.good.utf8), site.layout.adapter("one"))
    let link = try AdapterLink(named: "one", in: site.layout)
    #expect(link.zoneMinutes == 0 && link.settings.isEmpty)
  }

  @Test func `a zone may be a name instead of minutes`() throws {
    let site = try Fixture()
    let named = Self.good.replacingOccurrences(
      of: "\"flows\"", with: "\"zone\":\"Europe/Paris\",\"flows\"")
    try site.write(Array(named.utf8), site.layout.adapter("one"))
    let link = try AdapterLink(named: "one", in: site.layout)
    #expect(link.zone == "Europe/Paris" && link.zoneMinutes == 0)
    try site.write(Array(link.json.utf8), site.layout.adapter("two"))
    #expect(try AdapterLink(named: "two", in: site.layout).zone == "Europe/Paris")
  }

  @Test(arguments: [
    ("zone and minutes", "\"flows\"", "\"zone\":\"Europe/Paris\",\"zoneMinutes\":60,\"flows\""),
    ("an unknown key", "\"adapter\"", "\"adapterr\":\"x\",\"adapter\""),
    ("no listening place", "\"listen\":\"127.0.0.1:2575\",", ""),
    ("a port of 0", "2575", "0"),
    ("a port above 65535", "2575", "65536"),
    ("no host", "127.0.0.1:2575", ":2575"),
    ("a number for a text", "\"hl7\"", "7"),
    ("a patient for a subject", "icu/bed-1", "Jane Doe"),
    ("no flow for quarantine", ",\"quarantine\":\"quarantine\"", ""),
    ("a flow that is no name", "\"vitals\"", "\"Vitals!\""),
    ("another compartment by a path", "\"icu\"", "\"../lab\""),
    ("no JSON", "{", ""),
    ("case 44: a key twice", "\"hl7v2\",", "\"hl7v2\",\"adapter\":\"hl7v2\","),
    ("case 44: a key in a second spelling", "\"hl7v2\",", "\"hl7v2\",\"\\u0061dapter\":\"x\","),
    ("case 44: a flow's kind twice", "\"vitals\",", "\"vitals\",\"observations\" : \"alerts\","),
  ])
  func `a link is refused for`(what: String, text: String, replacement: String) throws {
    let site = try Fixture()
    let file = Self.good.replacingOccurrences(of: text, with: replacement)
    try #require(file != Self.good)
    try site.write(Array(file.utf8), site.layout.adapter("one"))
    let error = #expect(throws: SiteError.self, "\(what)") {
      try AdapterLink(named: "one", in: site.layout)
    }
    #expect(error?.code == 2511, "\(what)")
  }

  @Test func `the same key in two objects, or as a value, is no key twice`() throws {
    let site = try Fixture()
    let file = Self.good.replacingOccurrences(
      of: "\"flows\"", with: "\"settings\":{\"adapter\":\"adapter\",\"b\":\"a\\\":\\\"\"},\"flows\""
    )
    try site.write(Array(file.utf8), site.layout.adapter("one"))
    let link = try AdapterLink(named: "one", in: site.layout)
    #expect(link.settings == ["adapter": "adapter", "b": "a\":\""])
  }

  @Test func `a link's name is no path`() throws {
    let site = try Fixture()
    let error = #expect(throws: SiteError.self) {
      try AdapterLink(named: "../policies/icu", in: site.layout)
    }
    #expect(error?.code == 2514)
  }
}

import Cryptography
import Foundation
import Policy
import Site
import Testing

@Suite struct MemberTests {
  private func member(_ site: Fixture, at time: Int64 = Fixture.time) throws -> Member {
    try Member(PrincipalID("icu", "dashboard"), in: site.layout, time: time)
  }

  @Test func `a member is loaded with what the policy says of it`() throws {
    let member = try member(Fixture())
    #expect(member.id == PrincipalID("icu", "dashboard") && member.principal.role == .subscriber)
  }

  @Test func `a compartment that names another's signing key makes no message unverifiable`() throws
  {
    let site = try Fixture()
    let key = try #require(
      try site.policy().principals.first { $0.name == "hl7" }?.signingKeys.first)
    try site.publish("admissions") { policy in
      policy.principals[0].signingKeys.append(key)
    }
    let member = try Member(
      PrincipalID("cardiology", "dashboard"), in: site.layout, time: Fixture.time)
    let snapshot = member.policies.snapshot
    #expect(snapshot.publisher(key.keyID, in: "icu")?.key == key)
    #expect(snapshot.publisher(key.keyID, in: "cardiology") == nil)
  }

  @Test func `a member does not talk to a cell whose key is revoked`() throws {
    let site = try Fixture()
    let key = try #require(site.created.charter.compartment("icu")).curveKey
    try site.publishCharter { $0.revocations.curveKeys = [key] }
    let error = #expect(throws: SiteError.self) { try member(site) }
    #expect(error?.code == 2520)
  }

  @Test func `case 40: nor to one whose key an expired charter revokes`() throws {
    let site = try Fixture()
    _ = try member(site)
    let key = try #require(site.created.charter.compartment("icu")).curveKey
    try site.publishCharter { charter in
      charter.edition.expires = Fixture.time + 1
      charter.revocations.curveKeys = [key]
    }
    let error = #expect(throws: SiteError.self) { try member(site, at: Fixture.time + 2) }
    #expect(error?.code == 2520)
  }

  @Test func `a cell whose key is revoked is not one that may start`() throws {
    let site = try Fixture()
    let key = try #require(site.created.charter.compartment("icu")).curveKey
    try site.publishCharter { $0.revocations.curveKeys = [key] }
    let loaded = try site.load()
    let error = #expect(throws: SiteError.self) { try loaded.cell(of: "icu", in: site.layout) }
    #expect(error?.code == 2520)
    #expect(throws: Never.self) { try loaded.cell(of: "lab", in: site.layout) }
  }
}

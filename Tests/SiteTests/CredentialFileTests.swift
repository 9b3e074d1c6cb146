import Cryptography
import Foundation
import Labels
import Policy
import SignedPolicy
import Testing

@testable import Site

/// Credentials as they lie in a site's directory.
@Suite struct CredentialFileTests {
  private let fixture: Fixture
  private let key: SigningKey

  init() throws {
    fixture = try Fixture()
    let key = try SigningKey.generate()
    self.key = key
    let scheme = try fixture.charter().scheme
    var template = CredentialTemplate(
      roles: [.device, .subscriber], clearance: try scheme.clearance("U,L,M,N//compartment=icu"),
      lifetime: 86_400)
    template.publish = [Grant(FlowID("icu", "vitals"))]
    template.subscribe = [Grant(FlowID("icu", "vitals"))]
    let issuer = Issuer(
      name: "bedside", keys: [key.publicKey], expires: Fixture.time + 10 * 86_400,
      template: template)
    try fixture.publish { $0.issuers = [issuer] }
  }

  private func approved(
    _ name: String, subject: String = "", at time: Int64 = Fixture.time
  ) throws -> UnverifiedCredential {
    let bytes = try Enrolment.request(
      PrincipalID("icu", name), .device, nil, in: fixture.layout)
    let issuer = try #require(try fixture.policy().issuers.first)
    let credential = Enrolment.credential(
      try EnrolmentRequest(encoded: bytes), by: issuer, subject: subject, lifetime: nil, at: time)
    var signer = try PolicySigner(credential)
    try signer.sign(with: key)
    return try UnverifiedCredential(signer.encoded)
  }

  @Test func `who asked and was approved is a member, with the keys that were made for it`() throws
  {
    let before = DocumentStamp(of: fixture.layout)
    let credential = try approved("pump-7", subject: "icu/bed-3")
    _ = try Enrolment.publish(credential, in: fixture.layout, at: Fixture.time)
    #expect(DocumentStamp(of: fixture.layout) != before)
    let member = try Member(
      PrincipalID("icu", "pump-7"), in: fixture.layout, time: Fixture.time)
    #expect(member.principal.publish == [Grant(FlowID("icu", "vitals"), subject: "icu/bed-3")])
    let snapshot = try fixture.load().snapshot
    #expect(snapshot.principal(PrincipalID("icu", "pump-7")) != nil)
    #expect(try fixture.load("cardiology").snapshot.principal(PrincipalID("icu", "pump-7")) != nil)
  }

  @Test func `keys that are there are never written over`() throws {
    _ = try approved("pump-7")
    #expect { try approved("pump-7") } throws: { ($0 as? SiteError)?.code == 2503 }
    #expect { try approved("dashboard") } throws: { ($0 as? SiteError)?.code == 2503 }
  }

  @Test func `files that are no credentials are named, and stop nothing`() throws {
    _ = try Enrolment.publish(
      try approved("pump-7"), in: fixture.layout, at: Fixture.time)
    let folder = fixture.layout.credentials(of: "icu")
    try Data([1, 2, 3]).write(to: URL(filePath: "\(folder)/a.cose"))
    try Data(count: PolicyLimit.credentialBytesMax + 1).write(
      to: URL(filePath: "\(folder)/b.cose"))
    try FileManager.default.createDirectory(
      atPath: "\(folder)/c.cose", withIntermediateDirectories: false)
    let loaded = try fixture.load()
    #expect(loaded.snapshot.principal(PrincipalID("icu", "pump-7")) != nil)
    #expect(loaded.refused.count == 3)
  }

  @Test func `an older credential put back is refused, across restarts`() throws {
    let old = try approved("pump-7")
    _ = try Enrolment.publish(old, in: fixture.layout, at: Fixture.time)
    _ = try fixture.load()
    try FileManager.default.removeItem(
      atPath: fixture.layout.principal("pump-7", of: "icu").directory)
    let new = try approved("pump-7", at: Fixture.time + 1)
    _ = try Enrolment.publish(new, in: fixture.layout, at: Fixture.time + 1)
    _ = try fixture.load(at: Fixture.time + 1)
    let path = fixture.layout.credential("pump-7", of: "icu")
    try Data(old.encoded).write(to: URL(filePath: path))
    let loaded = try fixture.load(at: Fixture.time + 2)
    #expect(loaded.snapshot.principal(PrincipalID("icu", "pump-7")) == nil)
    #expect(loaded.refused.contains { $0.description.contains("VGM-2336") })
  }

  @Test func `what the cells would refuse is not put in force`() throws {
    _ = try Enrolment.publish(try approved("a"), in: fixture.layout, at: Fixture.time)
    var claim = try approved("b").claim()
    claim.principal.curveKey = try #require(
      fixture.load().verified.credentials["icu"]?.first?.document.principal.curveKey)
    claim.issued += 1
    var signer = try PolicySigner(claim)
    try signer.sign(with: key)
    let twin = try UnverifiedCredential(signer.encoded)
    #expect { try Enrolment.publish(twin, in: fixture.layout, at: Fixture.time + 1) } throws: {
      "\($0)".contains("VGM-2311")
    }
    #expect(!FileManager.default.fileExists(atPath: fixture.layout.credential("b", of: "icu")))
  }
}

import Cryptography
import Foundation
import Policy
import SignedPolicy
import Testing

@testable import Site

@Suite struct AdapterAdmissionTests {
  private let time = ReleaseFixture.time
  private let day = ReleaseFixture.day

  @Test func `a site without release keys starts what lies there`() throws {
    let site = try Fixture()
    #expect(
      try AdapterAdmission.admit(
        "/nonexistent", for: "icu-hl7", in: site.layout, at: Fixture.time) == nil)
  }

  @Test func `a new site releases the program that runs its adapters`() throws {
    let fixture = try ReleaseFixture()
    for link in ["admissions-hl7", "cardiology-hl7", "icu-hl7", "lab-hl7"] {
      #expect(fixture.code(link) == 0, "\(link)")
    }
    try fixture.accept()
    #expect(fixture.code(at: time + 1000 * day) == 0, "it has no end")
  }

  @Test func `case 26: an executable that no release names is not started`() throws {
    let fixture = try ReleaseFixture()
    try ReleaseFixture.write("another", fixture.program)
    let error = #expect(throws: SiteError.self) { try fixture.admit() }
    #expect(error?.code == 2404 && error?.path == fixture.program)
    #expect(error?.remedy.contains("release sign") == true)
  }

  @Test func `case 26: an executable released for another adapter is not started`() throws {
    let fixture = try ReleaseFixture()
    try fixture.withdraw()
    try fixture.delegate(adapters: ["hl7v2", "scale"])
    var release = try fixture.release()
    release.adapters = ["scale"]
    try fixture.put(release)
    #expect(fixture.code() == 2405)
  }

  @Test func `case 26: without any release nothing is started`() throws {
    let fixture = try ReleaseFixture()
    try FileManager.default.removeItem(atPath: fixture.layout.releases)
    #expect(fixture.code() == 2404)
  }

  @Test func `case 26: a byte more is another executable`() throws {
    let fixture = try ReleaseFixture()
    let file = try FileHandle(forUpdating: URL(filePath: fixture.program))
    try file.seekToEnd()
    try file.write(contentsOf: [10])
    try file.close()
    #expect(fixture.code() == 2404)
  }

  @Test func `an integrator's release starts its adapter, and an older one, too`() throws {
    let fixture = try ReleaseFixture()
    try fixture.delegate()
    try ReleaseFixture.write("second", fixture.program)
    try fixture.put(try fixture.release())
    #expect(fixture.code() == 0)
    try ReleaseFixture.write("first", fixture.program)
    #expect(fixture.code() == 0, "two releases of one adapter stand beside each other")
  }

  @Test func `what does not hold beside a release changes nothing, and is named`() throws {
    let fixture = try ReleaseFixture()
    let folder = fixture.layout.releases
    try fixture.put([], "\(folder)/a-empty.cose")
    try fixture.put([UInt8](repeating: 0, count: 70_000), "\(folder)/b-large.cose")
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder)/c-link.cose", withDestinationPath: "/dev/zero")
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder)/d-nowhere.cose", withDestinationPath: "/nonexistent")
    #expect(mkfifo("\(folder)/e-pipe.cose", 0o600) == 0)
    #expect(fixture.code() == 0)
    try ReleaseFixture.write("another", fixture.program)
    let error = #expect(throws: SiteError.self) { try fixture.admit() }
    let problem = error?.problem ?? ""
    #expect(problem.contains("VGM-2331, VGM-2502, VGM-2505"), "\(problem)")
  }

  @Test func `case 22: a delegation that an integrator signed for another starts nothing`() throws {
    let fixture = try ReleaseFixture()
    try fixture.withdraw()
    try fixture.delegate()
    let second = try SigningKey.generate()
    var signer = try PolicySigner(
      Integrator(
        site: "hospital", request: IntegratorRequest(name: "second", keys: [second.publicKey]),
        adapters: ["hl7v2"], issued: time, expires: time + day))
    try signer.sign(with: fixture.key)
    try fixture.put(signer.encoded, fixture.layout.integrator("second"))
    var release = try fixture.release()
    release.integrator = "second"
    try fixture.put(release, signedBy: second)
    #expect(fixture.code() == 2404)
  }

  @Test func `of two delegations of one name the later counts`() throws {
    let fixture = try ReleaseFixture()
    try fixture.withdraw()
    try fixture.delegate(adapters: ["scale"], at: time + 1)
    try fixture.delegate(at: time, file: "older")
    try fixture.put(try fixture.release(at: time + 2))
    #expect(fixture.code() == 2404)
    try fixture.delegate(at: time + 2, file: "newest")
    #expect(fixture.code() == 0)
  }

  @Test func `nobody takes an integrator's key over by naming it`() throws {
    let fixture = try ReleaseFixture()
    try fixture.withdraw()
    try fixture.delegate(at: time)
    try fixture.delegate("thief", adapters: ["hl7v2"], at: time + 1)
    try fixture.put(try fixture.release(at: time + 2))
    #expect(fixture.code() == 0)
    var release = try fixture.release(at: time + 2)
    release.integrator = "thief"
    try fixture.put(release)
    #expect(fixture.code() == 2404)
  }
}

/// What goes on although a release has ended.
@Suite struct LapsedReleaseTests {
  private let time = ReleaseFixture.time
  private let day = ReleaseFixture.day

  /// A site where only an integrator's release holds, which ends after a day.
  private func fixture() throws -> ReleaseFixture {
    let fixture = try ReleaseFixture()
    try fixture.withdraw()
    try fixture.delegate()
    var release = try fixture.release()
    release.expires = time + day
    try fixture.put(release)
    return fixture
  }

  @Test func `what was never started under a release is not started once that has lapsed`() throws {
    #expect(try fixture().code(at: time + day) == 2360)
  }

  @Test func `what was started under a release is started again when that has lapsed`() throws {
    let fixture = try fixture()
    #expect(fixture.code(at: time + day - 1) == 0)
    #expect(fixture.code(at: time + day) == 0)
    try fixture.accept()
    #expect(fixture.code(at: time + 1000 * day) == 0, "its integrator's delegation, too")
    #expect(fixture.code("lab-hl7", at: time + day) == 2360, "another link never ran it")
  }

  @Test func `a lapsed release starts nothing else, and nothing once it is revoked`() throws {
    let fixture = try fixture()
    #expect(fixture.code() == 0)
    try ReleaseFixture.write("another", fixture.program)
    #expect(fixture.code(at: time + day) == 2404)
    try ReleaseFixture.write("first", fixture.program)
    #expect(fixture.code(at: time + day) == 0)
    let id = fixture.key.publicKey.keyID
    try fixture.site.publishCharter { $0.revocations.signingKeys = [id] }
    let error = #expect(throws: SiteError.self) { try fixture.admit(at: time + day) }
    #expect(error?.code == 2404 && error?.problem.contains("VGM-2357") == true)
  }

  @Test func `a memory that was spoiled starts nothing that has lapsed`() throws {
    let fixture = try fixture()
    #expect(fixture.code() == 0)
    try fixture.put(Array("0 0\n".utf8), fixture.layout.startedRelease("icu-hl7"))
    #expect(fixture.code(at: time + day) == 2360)
  }

  @Test func `case 26: a file that was exchanged does not stop what ran before`() throws {
    let fixture = try ReleaseFixture()
    let first = try #require(try fixture.admit())
    #expect(first.notes.isEmpty)
    try ReleaseFixture.write("another", fixture.program)
    let again = try #require(try fixture.admit(former: first.executable))
    #expect(again.executable === first.executable && again.notes.map(\.code) == [2404])
    try FileManager.default.removeItem(atPath: fixture.program)
    let gone = try #require(try fixture.admit(former: first.executable))
    #expect(gone.executable === first.executable && gone.notes.map(\.code) == [2501])
    try fixture.withdraw()
    #expect(throws: SiteError.self) { try fixture.admit(former: first.executable) }
  }

  @Test func `an older charter does not bring a revoked release key back`() throws {
    let fixture = try fixture()
    let old = try fixture.site.bytes(fixture.layout.charter)
    let id = fixture.key.publicKey.keyID
    try fixture.site.publishCharter { $0.revocations.signingKeys = [id] }
    try fixture.accept()
    try fixture.put(old, fixture.layout.charter)
    #expect(fixture.code() == 2404)
  }
}

import Cryptography
import Foundation
import Policy
import SignedPolicy

@testable import Site

/// A site whose charter names release keys, with an executable of its own making that was released
/// for `hl7v2`, and an integrator's key.
final class ReleaseFixture {
  static let time = Fixture.time
  static let day: Int64 = 86_400

  let site: Fixture
  /// A script that prints one word; the site's own release names it.
  let program: String
  let key: SigningKey
  var layout: SiteLayout { site.layout }

  init() throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "vgm-adapter-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    program = "\(folder)/adapter"
    try Self.write("first", program)
    var plan = SitePlan.hospital(time: Self.time)
    plan.adapterProgram = AdapterProgram(path: program, version: "1.0")
    site = try Fixture(plan)
    key = try SigningKey.generate()
  }

  deinit {
    try? FileManager.default.removeItem(
      at: URL(filePath: program).deletingLastPathComponent())
  }

  /// Puts a program in a file that prints a word.
  static func write(_ word: String, _ path: String) throws {
    try Data("#!/bin/sh\necho \(word)\n".utf8).write(to: URL(filePath: path))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
  }

  func holder(_ number: Int) throws -> SigningKey {
    try site.key("\(layout.releaseKeys)/release-\(number).pem")
  }

  /// The link's principal accepts what lies there, as its process does when it starts.
  func accept() throws {
    let home = layout.principal("hl7", of: "icu")
    _ = try LoadedPolicies(
      of: "icu", in: layout, store: PolicyStore(home.state), time: Self.time)
  }

  func admit(
    _ link: String = "icu-hl7", former: SealedExecutable? = nil, at time: Int64 = time
  ) throws(SiteError) -> AdapterAdmission? {
    try AdapterAdmission.admit(program, for: link, in: layout, former: former, at: time)
  }

  /// The code of a refusal; 0 if it is admitted.
  func code(_ link: String = "icu-hl7", at time: Int64 = time) -> Int {
    do throws(SiteError) {
      return try admit(link, at: time) == nil ? -1 : 0
    } catch {
      return error.code
    }
  }

  /// Delegates to an integrator, signed by two holders; nothing is asked of it.
  func delegate(
    _ name: String = "acme", to key: SigningKey? = nil, adapters: [String] = ["hl7v2"],
    by holders: [Int] = [1, 3], at time: Int64 = time, file: String? = nil
  ) throws {
    var signer = try PolicySigner(
      Integrator(
        site: "hospital",
        request: IntegratorRequest(name: name, keys: [(key ?? self.key).publicKey]),
        adapters: adapters, issued: time, expires: time + 100 * Self.day))
    for number in holders { try signer.sign(with: try holder(number)) }
    try put(signer.encoded, layout.integrator(file ?? name))
  }

  /// A release of what lies in a file now.
  func release(_ path: String? = nil, at time: Int64 = time) throws -> Release {
    var release = Release(
      adapters: ["hl7v2"], version: "2.0",
      executable: try SealedExecutable.digest(of: path ?? program), issued: time)
    release.integrator = "acme"
    return release
  }

  func put(_ release: Release, signedBy key: SigningKey? = nil, file: String = "acme") throws {
    var signer = try PolicySigner(release)
    try signer.sign(with: key ?? self.key)
    try put(signer.encoded, "\(layout.releases)/\(file).cose")
  }

  func put(_ bytes: [UInt8], _ path: String) throws {
    let folder = URL(filePath: path).deletingLastPathComponent()
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(bytes).write(to: URL(filePath: path))
  }

  /// Takes the site's own release away.
  func withdraw() throws {
    try FileManager.default.removeItem(atPath: "\(layout.releases)/hospital.cose")
  }
}

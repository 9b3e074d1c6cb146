import Foundation
import ProgramTesting
import Testing

/// A hospital that starts released adapters only, and an integrator who releases one.
@Suite(.serialized) struct ReleaseTests {
  /// A new site, with copies of the programs beside each other that a test may spoil.
  private struct Hospital {
    let folder = Programs.scratch()
    var site: String { "\(folder)/site" }
    var adapter: String { "\(folder)/vaguemestre-adapter" }

    init() throws {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      for name in ["vaguemestre", "vaguemestre-cell", "vaguemestre-adapter"] {
        try FileManager.default.copyItem(
          atPath: Programs.url(name).path, toPath: "\(folder)/\(name)")
      }
      let made = try run("site", "new", site)
      guard made.status == 0 else { throw Failed(what: made.errors) }
      // One link is enough here.
      for name in try FileManager.default.contentsOfDirectory(atPath: "\(site)/adapters")
      where name != "icu-hl7.json" {
        try FileManager.default.removeItem(atPath: "\(site)/adapters/\(name)")
      }
    }

    func end() { try? FileManager.default.removeItem(atPath: folder) }

    @discardableResult
    func run(_ words: String...) throws -> Programs.Result { try run(words) }

    func run(_ words: [String]) throws -> Programs.Result {
      try Programs.run(URL(filePath: "\(folder)/vaguemestre"), words)
    }

    func up() throws -> RunningProgram {
      try RunningProgram(URL(filePath: "\(folder)/vaguemestre"), ["up", "--site", site])
    }

    /// Another file in the place of the adapter's: the same program and a byte more.
    func exchange() throws {
      var bytes = try Data(contentsOf: URL(filePath: adapter))
      bytes.append(0)
      try bytes.write(to: URL(filePath: adapter), options: .atomic)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: adapter)
    }

    func holder(_ number: Int) -> String { "\(site)/keys/adapter-release/release-\(number).pem" }
  }

  struct Failed: Error {
    let what: String
  }

  @Test func `case 26: an exchanged adapter is not started, and is when it was released`() throws {
    let hospital = try Hospital()
    defer { hospital.end() }
    try hospital.exchange()
    let up = try hospital.up()
    defer { up.stop() }
    try up.log.wait(for: "adapter icu-hl7: not started: VGM-2404", hospital.adapter)
    let file = "\(hospital.folder)/new.cose"
    let signed = try hospital.run(
      "release", "sign", hospital.adapter, "--adapter", "hl7v2", "--release-version", "0.2",
      "--for-site", "hospital", "--key", hospital.holder(1), "-o", file)
    #expect(signed.status == 0, "\(signed.errors)")
    let early = try hospital.run("release", "publish", file, "--site", hospital.site)
    #expect(early.status == 1 && early.errors.contains("VGM-2334"), "\(early.errors)")
    try hospital.run("release", "sign", file, "--key", hospital.holder(3), "-o", file)
    #expect(try hospital.run("release", "publish", file, "--site", hospital.site).status == 0)
    try up.log.wait(for: "session with the cell is open", "icu/hl7")
  }

  @Test func `case 26: an adapter that crashed goes on, whatever lies there now`() throws {
    let hospital = try Hospital()
    defer { hospital.end() }
    let up = try hospital.up()
    defer { up.stop() }
    try up.log.wait(for: "session with the cell is open", "icu/hl7")
    try hospital.exchange()
    for pid in Programs.processes(with: ["icu-hl7", hospital.site]) { kill(pid, SIGKILL) }
    try up.log.wait(for: "adapter icu-hl7: started, although VGM-2404")
    try up.log.wait(for: "session with the cell is open", "icu/hl7")
  }

  @Test func `case 22: an integrator releases what two holders delegated, and no more`() throws {
    let hospital = try Hospital()
    defer { hospital.end() }
    let (site, folder) = (hospital.site, hospital.folder)
    // The integrator, elsewhere: keys, request, fingerprint.
    let key = "\(folder)/acme.pem"
    try FileManager.default.copyItem(atPath: "\(site)/keys/icu/issuer.pem", toPath: key)
    let taken = try hospital.run(
      "enroll", "request", "--role", "integrator", "--as", "acme", "--key", key, "-o",
      "\(folder)/acme.request")
    let print = String(try #require(taken.output.firstMatch(of: /fingerprint  ([0-9A-Z-]+)/)?.1))
    let approve = [
      "enroll", "approve", "\(folder)/acme.request", "--site", site, "--adapter", "hl7v2", "-o",
      "\(folder)/acme.cose", "--key", hospital.holder(1), "--fingerprint",
    ]
    let used = try hospital.run(approve + [print])
    #expect(used.status == 1 && used.errors.contains("VGM-2311"), "an issuer's key: \(used.errors)")
    try FileManager.default.removeItem(atPath: key)
    let quiet = "\(folder)/pass"
    try Data("a long passphrase\n".utf8).write(to: URL(filePath: quiet))
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: quiet)
    #expect(try hospital.run("key", "new", key, "--passphrase-file", quiet).status == 0)
    let asked = try hospital.run(
      "enroll", "request", "--role", "integrator", "--as", "acme", "--key", key,
      "--passphrase-file", quiet, "-o", "\(folder)/acme.request")
    let own = String(try #require(asked.output.firstMatch(of: /fingerprint  ([0-9A-Z-]+)/)?.1))
    #expect(try hospital.run(approve + [print]).status == 1, "the fingerprint of another request")
    let first = try hospital.run(approve + [own])
    #expect(first.status == 0 && first.output.contains("1 of 2"), "\(first.errors)")
    #expect(!first.output.contains(own), "nobody reads it off the screen")
    func second(_ key: String) throws -> Programs.Result {
      try hospital.run(
        "enroll", "approve", "\(folder)/acme.cose", "--site", site, "--key", key, "-o",
        "\(folder)/acme.cose", "--fingerprint", own)
    }
    let stranger = try second("\(site)/keys/icu/authority-1.pem")
    #expect(stranger.status == 1 && stranger.errors.contains("VGM-2334"), "\(stranger.errors)")
    let done = try second(hospital.holder(2))
    #expect(done.output.contains("may release hl7v2"), "\(done.errors)")
    try check(hospital, key, quiet)
  }

  /// What the integrator may release now.
  private func check(_ hospital: Hospital, _ key: String, _ quiet: String) throws {
    try hospital.exchange()
    let file = "\(hospital.folder)/release.cose"
    func sign(_ adapter: String) throws -> Programs.Result {
      try hospital.run(
        "release", "sign", hospital.adapter, "--adapter", adapter, "--release-version", "2.0",
        "--integrator", "acme", "--key", key, "--passphrase-file", quiet, "-o", file)
    }
    #expect(try sign("astm").status == 0)
    let beyond = try hospital.run("release", "publish", file, "--site", hospital.site)
    #expect(beyond.status == 1 && beyond.errors.contains("VGM-2358"), "\(beyond.errors)")
    #expect(try sign("hl7v2").status == 0)
    let verify = ["release", "verify", file, "--site", hospital.site, "--executable"]
    #expect(try hospital.run(verify + [hospital.adapter, "--adapter", "hl7v2"]).status == 0)
    let wrong = try hospital.run(verify + ["\(hospital.folder)/vaguemestre-cell"])
    #expect(wrong.status == 1 && wrong.errors.contains("VGM-2404"), "\(wrong.errors)")
    #expect(try hospital.run("release", "publish", file, "--site", hospital.site).status == 0)
    let listed = try hospital.run("release", "list", "--site", hospital.site)
    #expect(listed.output.contains("integrator acme  hl7v2"), "\(listed.output)")
    #expect(listed.output.contains("release hl7v2  2.0  by acme"), "\(listed.output)")
    let up = try hospital.up()
    defer { up.stop() }
    try up.log.wait(for: "session with the cell is open", "icu/hl7")
  }
}

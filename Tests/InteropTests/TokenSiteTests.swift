import Foundation
import ProgramTesting
import Testing

/// A site whose keys live in tokens and in protected files, from the key to who verifies.
@Suite(
  .serialized,
  .enabled(if: TestToken.isInstalled, "SoftHSM, OpenSC or the engine could not be installed"))
struct TokenSiteTests {
  /// A new site in a directory of its own.
  private final class NewSite {
    let directory = Programs.scratch()

    init() throws { try run(["site", "new", "--small", directory]) }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    @discardableResult
    func run(_ arguments: [String]) throws -> String {
      let result = try Programs.run("vaguemestre", arguments)
      try #require(result.status == 0, "\(arguments): \(result.errors)")
      return result.output
    }

    /// A value of what a command prints as JSON.
    func value(_ name: String, _ arguments: [String]) throws -> String {
      let printed = try JSONSerialization.jsonObject(
        with: Data(try run(arguments + ["--json"]).utf8))
      return try #require((printed as? [String: Any])?[name] as? String)
    }

    /// The compiled next version of a source, edited; the path.
    func compile(_ name: String, version: Int, _ edit: (inout String) -> Void = { _ in }) throws
      -> String
    {
      let (source, target) = ("\(directory)/\(name).yaml", "\(directory)/\(name).cose")
      var text = try String(contentsOfFile: source, encoding: .utf8)
      text.replace(/previous: .*\n/, with: "")
      let digest = try value("digest", ["policy", "show", target])
      text.replace(
        "\nversion: \(version - 1)\n", with: "\nversion: \(version)\nprevious: \(digest)\n")
      edit(&text)
      try Data(text.utf8).write(to: URL(filePath: source))
      try run(["policy", "compile", source, "-o", "\(directory)/draft"])
      return "\(directory)/draft"
    }

    func secret(_ text: String, _ name: String) throws -> String {
      try TestToken.write(text, to: "\(directory)/\(name)")
      return "\(directory)/\(name)"
    }
  }

  private func tokenOptions(_ token: TestToken) -> [String] {
    ["--pkcs11-module", TestToken.module, "--pin-file", token.pinFile]
  }

  @Test func `a root moves to a token, and the charter that it signs with another is in force`()
    throws
  {
    let (token, site) = (try TestToken.shared.get(), try NewSite())
    try token.generate("root-3")
    let roots = "\(site.directory)/keys/roots"
    let old = try site.value("publicKey", ["key", "show", "\(roots)/root-3.pem"])
    let new = try site.value(
      "publicKey", ["key", "show", token.uri("root-3")] + tokenOptions(token))
    let draft = try site.compile("charter", version: 2) { $0.replace(old, with: new) }
    for number in 1...2 {
      try site.run(["policy", "sign", draft, "--key", "\(roots)/root-\(number).pem", "-o", draft])
    }
    try site.run(["policy", "publish", draft, "--site", site.directory])
    let next = try site.compile("charter", version: 3)
    let signed = try site.run(
      [
        "policy", "sign", next, "-o", next, "--key", token.uri("root-3"), "--key",
        "\(roots)/root-1.pem", "--site", site.directory,
      ] + tokenOptions(token))
    #expect(signed.contains("2 of 3 keys needed, 2 signed"), "\(signed)")
    try site.run(["policy", "publish", next, "--site", site.directory])
    try site.run(["policy", "verify", "\(site.directory)/charter.cose", "--site", site.directory])
  }

  @Test(.enabled(if: Peers.areInstalled, "the peers could not be installed"))
  func `what a token and a protected file signed, Swift and Python verify`() throws {
    let (token, site) = (try TestToken.shared.get(), try NewSite())
    let keys = "\(site.directory)/keys/icu"
    try token.importKey("\(keys)/authority-1.pem", as: "authority-1")
    try FileManager.default.removeItem(atPath: "\(keys)/authority-1.pem")
    let passphrase = try site.secret("correct horse\n", "passphrase")
    try site.run(["key", "protect", "\(keys)/authority-2.pem", "--new-passphrase-file", passphrase])
    let draft = try site.compile("policies/icu", version: 2)
    try site.run(
      [
        "policy", "sign", draft, "-o", draft, "--key", token.uri("authority-1"), "--key",
        "\(keys)/authority-2.pem", "--passphrase-file", passphrase, "--site", site.directory,
      ] + tokenOptions(token))
    try site.run(["policy", "publish", draft, "--site", site.directory])
    let policy = "\(site.directory)/policies/icu.cose"
    try site.run(["policy", "verify", policy, "--site", site.directory])
    let python = try Programs.run(
      Peers.python, ["-m", "vaguemestre", "verify", "--site", site.directory],
      environment: ["PYTHONPATH": Peers.root.appending(path: "Clients/Python").path])
    #expect(python.status == 0, "\(python.errors)")
    #expect(python.output.contains("icu"))
    let broken = try site.compile("policies/icu", version: 3)
    let refused = try Programs.run(
      URL(filePath: "/usr/bin/setsid"),
      [
        "--wait", Programs.url("vaguemestre").path, "policy", "sign", broken, "-o", broken,
        "--key", "\(keys)/authority-2.pem", "--site", site.directory,
      ])
    #expect(refused.status == 1 && refused.errors.contains("VGM-2420 "), "\(refused.errors)")
  }

  /// Moves a publisher's key to the token; the URI that names it from then on.
  private func move(_ token: TestToken, _ home: String, as object: String) throws -> String {
    try token.importKey("\(home)/signing.pem", as: object)
    try FileManager.default.removeItem(atPath: "\(home)/signing.pem")
    return "\(token.uri(object))?module-path=\(TestToken.module)&pin-source=\(token.pinFile)\n"
  }

  private func loadsModule(_ program: String, _ words: String...) throws -> Bool {
    let pid = try #require(Programs.processes(with: [program] + words).first)
    let maps = try String(contentsOfFile: "/proc/\(pid)/maps", encoding: .utf8)
    return maps.contains("softhsm")
  }

  @Test func `an adapter signs with a key on a token, and no other process loads its module`()
    throws
  {
    let token = try TestToken.shared.get()
    let site = try RunningSite { directory in
      let home = "\(directory)/principals/icu/hl7"
      let uri = try move(token, home, as: "icu-hl7")
      try TestToken.write(uri, to: "\(home)/signing.uri")
    }
    let message = [
      "MSH|^~\\&|MONITOR|ICU|VAGUEMESTRE||20260912120000+0000||ORU^R01^ORU_R01|T-1|P|2.6|||NE|AL|"
        + "|UNICODE UTF-8",
      "PID|1||700101^^^HOPITAL^PI||MARCHAND^Camille", "PV1|1|I|ICU^12^1",
      "OBR|1|T-1|T-1|182777000^monitoring of patient^SCT|||20260912120000+0000",
      "OBX|1|NM|147842^MDC_ECG_HEART_RATE^MDC|1.1.1.1|72|264864^MDC_DIM_BEAT_PER_MIN^MDC|||||R",
    ]
    #expect(try site.send(message, to: "icu-hl7") == "AA")
    let got = try site.run(
      ["subscribe", "--as", "icu/dashboard", "--flow", "icu/vitals", "--from", "start"]
        + ["--count", "1"])
    #expect(got.output.contains("T-1"))
    #expect(try loadsModule("vaguemestre-adapter", "icu-hl7", site.directory))
    #expect(try !loadsModule("vaguemestre-adapter", "lab-hl7", site.directory))
    #expect(try !loadsModule("vaguemestre-cell", "icu", site.directory))
  }

  @Test func `two places, another key, no PIN and no module stop an adapter before it starts`()
    throws
  {
    let (token, site) = (try TestToken.shared.get(), try NewSite())
    let home = "\(site.directory)/principals/icu/hl7"
    let pem = try Data(contentsOf: URL(filePath: "\(home)/signing.pem"))
    let uri = try move(token, home, as: "lone")
    try token.generate("stranger")
    let plain = "\(token.uri("lone"))?"
    for (uri, isBeside, code) in [
      (uri, true, 2419), (uri.replacing("lone", with: "stranger"), false, 2507),
      ("\(plain)module-path=\(TestToken.module)", false, 2427),
      ("\(plain)pin-source=\(token.pinFile)", false, 2425), ("\(uri)\n", false, 2424),
    ] {
      let file = "\(home)/signing.uri"
      try? FileManager.default.removeItem(atPath: file)
      try TestToken.write(uri, to: file)
      if isBeside {
        try TestToken.write(String(decoding: pem, as: UTF8.self), to: "\(home)/signing.pem")
      }
      let adapter = try Programs.run(
        "vaguemestre-adapter", ["serve", "--site", site.directory, "--link", "icu-hl7"])
      #expect(adapter.status == 1)
      #expect(adapter.errors.contains("VGM-\(code) "), "\(code): \(adapter.errors)")
      #expect(!adapter.errors.contains(TestToken.pin))
      try? FileManager.default.removeItem(atPath: "\(home)/signing.pem")
    }
  }
}

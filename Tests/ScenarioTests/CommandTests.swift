import Foundation
import ProgramTesting
import Testing

/// What people type, as they type it.
@Suite struct CommandTests {
  @Test func `a new site is refused where something is already`() throws {
    let directory = Programs.scratch()
    defer { try? FileManager.default.removeItem(atPath: directory) }
    #expect(try Programs.run("vaguemestre", ["site", "new", "--small", directory]).status == 0)
    let again = try Programs.run("vaguemestre", ["site", "new", "--small", directory])
    #expect(again.status == 1)
    #expect(again.errors.contains("VGM-2503"))
  }

  @Test func `a cell refuses a secret that others can read, and says what to do`() throws {
    let directory = Programs.scratch()
    defer { try? FileManager.default.removeItem(atPath: directory) }
    #expect(try Programs.run("vaguemestre", ["site", "new", "--small", directory]).status == 0)
    let key = "\(directory)/cells/icu/curve.key"
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: key)
    let cell = try Programs.run("vaguemestre-cell", ["--site", directory, "--compartment", "icu"])
    #expect(cell.status == 1)
    #expect(cell.errors.contains(key))
    #expect(cell.errors.contains("chmod"))
  }

  @Test func `an adapter without its signing key does not start, and says what to do`() throws {
    let directory = Programs.scratch()
    defer { try? FileManager.default.removeItem(atPath: directory) }
    #expect(try Programs.run("vaguemestre", ["site", "new", "--small", directory]).status == 0)
    let key = "\(directory)/principals/icu/hl7/signing.pem"
    try FileManager.default.removeItem(atPath: key)
    let adapter = try Programs.run(
      "vaguemestre-adapter", ["serve", "--site", directory, "--link", "icu-hl7"])
    #expect(adapter.status == 1)
    #expect(adapter.errors.contains("signing key"))
  }

  @Test func `a journal from a backup gets another identity, while no cell works with it`() throws {
    let site = try RunningSite()
    let renew = ["journal", "renew", "--compartment", "icu"]
    let refused = try site.run(renew)
    #expect(refused.status == 1 && refused.errors.contains("VGM-40"))
    site.up.stop()
    let (first, second) = (try site.run(renew), try site.run(renew))
    #expect(first.status == 0 && second.status == 0 && first.output != second.output)
    #expect(try site.run(["journal", "renew", "--compartment", "nowhere"]).status == 1)
  }

  @Test func `a second adapter with the same signing key does not start`() throws {
    let site = try RunningSite()
    let link = "\(site.directory)/adapters/icu-hl7.json"
    var text = try String(contentsOfFile: link, encoding: .utf8)
    text.replace(/"listen": ".*"/, with: "\"listen\": \"127.0.0.1:1\"")
    try Data(text.utf8).write(to: URL(filePath: "\(site.directory)/adapters/other.json"))
    let second = try Programs.run(
      "vaguemestre-adapter", ["serve", "--site", site.directory, "--link", "other"])
    #expect(second.status == 1)
    #expect(second.errors.contains("VGM-2518") && second.errors.contains("signing.pem"))
  }

  @Test func `a crash of a cell would leave no core and print no memory`() throws {
    let directory = Programs.scratch()
    defer { try? FileManager.default.removeItem(atPath: directory) }
    #expect(try Programs.run("vaguemestre", ["site", "new", "--small", directory]).status == 0)
    let cell = try RunningProgram(
      "vaguemestre-cell", ["--site", directory, "--compartment", "icu"],
      environment: ["SWIFT_BACKTRACE": "enable=yes,color=no"])
    defer { cell.stop() }
    try cell.log.wait(for: "listening")
    let limits = try String(contentsOfFile: "/proc/\(cell.pid)/limits", encoding: .utf8)
    #expect(limits.contains(/Max core file size +0 +0/))
    cell.signal(SIGSEGV)
    #expect(cell.wait() == SIGSEGV)
    #expect(cell.log.lines.count == 1, "nothing but that it listens")
  }

  @Test func `every program explains itself`() throws {
    for (program, arguments) in [
      ("vaguemestre", ["--help"]), ("vaguemestre", ["demo", "--help"]),
      ("vaguemestre-cell", ["--help"]), ("vaguemestre-adapter", ["--help"]),
    ] {
      let result = try Programs.run(program, arguments)
      #expect(result.status == 0)
      #expect(result.output.contains(program))
    }
  }

  @Test func `the shell completes every command`() throws {
    for shell in ["bash", "zsh", "fish"] {
      let result = try Programs.run("vaguemestre", ["--generate-completion-script", shell])
      #expect(result.status == 0)
      #expect(result.output.contains("quarantine"))
    }
  }

  @Test func `wrong arguments end with status 64`() throws {
    #expect(try Programs.run("vaguemestre", ["demo", "--for", "never"]).status == 64)
    #expect(try Programs.run("vaguemestre-cell", ["--nonsense"]).status == 64)
    #expect(try Programs.run("vaguemestre-adapter", ["nonsense"]).status == 64)
  }
}

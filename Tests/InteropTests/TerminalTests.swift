import Cryptography
import Foundation
import ProgramTesting
import Testing

/// Passphrases typed at a terminal: asked for where nobody sees them, and taken from nowhere else.
@Suite(.enabled(if: Peers.areInstalled, "the peers could not be installed"))
struct TerminalTests {
  private func type(_ lines: [String], _ arguments: [String]) throws -> Programs.Result {
    try Programs.run(
      Peers.python,
      [Peers.script("terminal.py"), lines.joined(separator: ","), Programs.url("vaguemestre").path]
        + arguments)
  }

  @Test func `a key is made, shown and protected anew by what is typed, which is never shown`()
    throws
  {
    let folder = Programs.scratch()
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = "\(folder)/key.pem"
    let (first, second) = ("correct horse", "battery staple")
    var said = [try type([first, first], ["key", "new", path])]
    #expect(said[0].status == 0, "\(said[0].output)")
    said.append(try type([first, second, second], ["key", "protect", path]))
    #expect(said[1].status == 0, "\(said[1].output)")
    said.append(try type([second], ["key", "show", path]))
    #expect(said[2].output.contains("fingerprint") && said[2].status == 0)
    said.append(try type([first], ["key", "show", path]))
    #expect(said[3].output.contains("VGM-2421 ") && said[3].status == 1)
    said.append(try type([second, first, second], ["key", "protect", path]))
    #expect(said[4].status == 1)
    said.append(try type([second], ["key", "protect", path, "--remove"]))
    #expect(said[5].status == 0)
    #expect(!said.contains { $0.output.contains("horse") || $0.output.contains("staple") })
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["key.pem"])
    #expect(try SigningKey(pem: SecretFile.read(path, maximumBytes: 4096)).isOnToken == false)
  }

  @Test func `without a terminal nothing is read from standard input`() throws {
    let path = "\(Programs.scratch()).pem"
    let refused = try Programs.run(
      URL(filePath: "/usr/bin/setsid"),
      ["--wait", "/bin/sh", "-c", "yes 'correct horse' | \"$0\" \"$@\""]
        + [Programs.url("vaguemestre").path, "key", "new", path])
    #expect(refused.status == 1 && refused.errors.contains("VGM-2420 "), "\(refused.errors)")
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test func `a passphrase is no argument and no variable`() throws {
    let path = "\(Programs.scratch()).pem"
    let words = ["key", "new", path, "--passphrase", "correct horse"]
    #expect(try Programs.run("vaguemestre", words).status == 64)
  }
}

import Foundation
import ProgramTesting
import Testing

/// A cell's ledger, as an operator and an auditor meet it.
@Suite(.serialized) struct LedgerTests {
  private let directory = Programs.scratch()

  private func ledger(_ words: String...) throws -> Programs.Result {
    try Programs.run(
      "vaguemestre", ["ledger"] + words + ["--site", directory, "--cell", "icu"])
  }

  private func cell() throws -> RunningProgram {
    let cell = try RunningProgram(
      "vaguemestre-cell", ["--site", directory, "--compartment", "icu"])
    try cell.log.wait(for: "listening")
    return cell
  }

  private func copy(_ from: String, to target: String) throws {
    try? FileManager.default.removeItem(atPath: target)
    try FileManager.default.copyItem(atPath: from, toPath: target)
  }

  @Test func `what happens to rights is shown in words, verified beside the cell, and without`()
    throws
  {
    let site = try RunningSite()
    func run(_ words: String...) throws -> Programs.Result {
      try site.run(["ledger"] + words + ["--cell", "icu"])
    }
    let shown = try run("show")
    #expect(shown.status == 0)
    #expect(shown.output.contains("start  journal "))
    #expect(shown.output.contains("policy-activated"))
    let head = "\(site.directory)/kept.head"
    let checkpoint = try run("checkpoint")
    #expect(checkpoint.status == 0)
    #expect(checkpoint.output.hasPrefix("vaguemestre/hospital/icu/"))
    try Data(checkpoint.output.utf8).write(to: URL(filePath: head))
    #expect(try run("verify").status == 0)

    #expect(try site.send(Said.vitals("L-1"), to: "icu-hl7") == "AA")
    try Data("no policy".utf8).write(to: URL(filePath: "\(site.directory)/policies/icu.cose"))
    try site.up.log.wait(for: "vaguemestre-cell icu:", "policies/icu.cose")
    site.up.stop()
    let verified = try run("verify", "--against", head)
    #expect(verified.status == 0, "\(verified.output)\(verified.errors)")
    #expect(verified.output.contains("it continues the head"))
    let json = try run("show", "--json").output
    #expect(json.contains(#""kind":"stop""#))
    #expect(json.contains(#""kind":"policy-refused""#))
    #expect(!json.contains("MARCHAND") && !json.contains("Camille"))
    for line in json.split(separator: "\n") {
      _ = try JSONSerialization.jsonObject(with: Data(line.utf8))
    }
    #expect(try run("proof", "--leaf", "0").output.hasPrefix("c2sp.org/tlog-proof@v1\nindex 0\n"))
    #expect(try run("proof", "--from", "1").output.hasPrefix("old 1\n"))
    #expect(try run("proof", "--leaf", "999").status == 1)
    #expect(try run("proof").status == 64)
    // Another cell's head is none of this ledger.
    let other = try site.run(["ledger", "checkpoint", "--cell", "lab"])
    try Data(other.output.utf8).write(to: URL(filePath: head))
    let refused = try run("verify", "--against", head)
    #expect(refused.status == 1 && refused.output.contains("VGM-5007"))
  }

  @Test func `case 83: a journal from a backup is found out, and goes on when it is renewed`()
    throws
  {
    defer { try? FileManager.default.removeItem(atPath: directory) }
    try Programs.run("vaguemestre", ["site", "new", "--small", directory])
    let journal = "\(directory)/cells/icu/journal"
    try cell().stop()
    try copy(journal, to: "\(directory)/backup")
    try cell().stop()
    #expect(try ledger("verify").status == 0)
    let head = try ledger("checkpoint").output
    try copy("\(directory)/backup", to: journal)
    let found = try ledger("verify")
    #expect(found.status == 1 && found.output.contains("VGM-5008"))
    let unsigned = try cell()
    unsigned.stop()
    #expect(unsigned.log.lines.contains { $0.contains("VGM-5008") && $0.contains("renew") })
    #expect(try ledger("checkpoint").output == head, "nothing was signed beside it")
    let renewed = try Programs.run(
      "vaguemestre", ["journal", "renew", "--site", directory, "--compartment", "icu"])
    #expect(renewed.status == 0)
    try cell().stop()
    let verified = try ledger("verify")
    #expect(verified.status == 0, "\(verified.output)\(verified.errors)")
    #expect(try ledger("show").output.contains("journal-renewed"))
    #expect(try ledger("checkpoint").output.split(separator: "\n")[0] != head.prefix { $0 != "\n" })
  }

  @Test func `names are erased, one leaf says so, and everything still verifies`() throws {
    defer { try? FileManager.default.removeItem(atPath: directory) }
    try Programs.run("vaguemestre", ["site", "new", "--small", directory])
    let running = try cell()
    let busy = try ledger("erase", "--from", "0", "--count", "2", "--reason", "asked for")
    #expect(busy.status == 1 && busy.errors.contains("VGM-4002"), "\(busy.errors)")
    #expect(busy.errors.contains("stop it first"))
    running.stop()
    let before = try ledger("show").output
    #expect(before.contains("compartment icu"))
    let size = before.split(separator: "\n").count
    let beyond = try ledger("erase", "--from", "1", "--count", "\(size)", "--reason", "x")
    #expect(beyond.status == 1 && beyond.errors.contains("VGM-5"))
    #expect(try ledger("erase", "--from", "0", "--reason", "").status == 64)
    #expect(try ledger("show").output == before)

    let head = "\(directory)/kept.head"
    try Data(try ledger("checkpoint").output.utf8).write(to: URL(filePath: head))
    let erased = try ledger(
      "erase", "--from", "0", "--count", "\(size)", "--reason", "asked for by the person")
    #expect(erased.status == 0, "\(erased.errors)")
    let after = try ledger("show")
    #expect(after.status == 0 && !after.output.contains("compartment icu"))
    #expect(after.output.contains("compartment #"))
    let last = try #require(after.output.split(separator: "\n").last)
    #expect(
      last.contains("openings-erased  first-leaf 0  leaf-count \(size)")
        && last.hasSuffix("reason asked for by the person"))
    for _ in 0..<2 {
      let verified = try ledger("verify", "--against", head)
      #expect(verified.status == 0, "\(verified.output)\(verified.errors)")
      try cell().stop()
    }
  }

  @Test func `a site from before there were ledgers runs, says so loudly, and is not verified`()
    throws
  {
    defer { try? FileManager.default.removeItem(atPath: directory) }
    try Programs.run("vaguemestre", ["site", "new", "--small", directory])
    let source = "\(directory)/charter.yaml"
    let text = try String(contentsOfFile: source, encoding: .utf8)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let older = lines.filter { !$0.contains("ledger-key:") }.joined(separator: "\n")
    #expect(older != text)
    try Data(older.utf8).write(to: URL(filePath: source))
    let compiled = "\(directory)/charter.cbor"
    try Programs.run(
      "vaguemestre", ["policy", "compile", source, "--site", directory, "-o", compiled])
    let roots = (1...2).flatMap { ["--key", "\(directory)/keys/roots/root-\($0).pem"] }
    let signed = "\(directory)/without.cose"
    try Programs.run(
      "vaguemestre", ["policy", "sign", compiled, "--site", directory, "-o", signed] + roots)
    try copy(signed, to: "\(directory)/charter.cose")
    try FileManager.default.removeItem(atPath: "\(directory)/cells/icu/ledger.pem")
    let cell = try cell()
    cell.stop()
    #expect(cell.log.lines.contains { $0.contains("VGM-5010") && $0.contains("ledger.pem") })
    #expect(try ledger("show").output.contains("start  journal"))
    let found = try ledger("verify")
    #expect(found.status == 1 && found.output.contains("VGM-5016"))
  }
}

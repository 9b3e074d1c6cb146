import Foundation
import Testing

/// A whole hospital as real processes, counted at its ends.
@Suite(.serialized) struct DemoTests {
  @Test func `in a quiet run nothing is lost, nothing leaks, and who tries too much is refused`()
    throws
  {
    let result = try Programs.run("vaguemestre", ["demo", "--for", "5", "--json"])
    let summary = try DemoSummary(result.output)
    #expect(result.status == 0)
    #expect(summary.acknowledged > 50)
    #expect(summary.normalized == summary.acknowledged)
    #expect(summary.quarantined > 0)
    #expect(summary.delivered > summary.acknowledged)
    #expect(summary.refused > 0)
    #expect(summary.lost == 0)
    #expect(summary.leaked == 0)
  }

  @Test func `with cells and adapters killed while devices send nothing is lost and nothing leaks`()
    throws
  {
    let site = Programs.scratch()
    defer { try? FileManager.default.removeItem(atPath: site) }
    let demo = Process()
    demo.executableURL = Programs.url("vaguemestre")
    demo.arguments = ["demo", "--for", "20", "--json", "--keep", site]
    let (output, errors) = (Pipe(), Pipe())
    demo.standardOutput = output
    demo.standardError = errors
    try demo.run()
    let killed = Self.kill(asToldBy: errors.fileHandleForReading, site: site)
    let json = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    demo.waitUntilExit()
    let summary = try DemoSummary(json)
    #expect(killed >= 4)
    #expect(summary.acknowledged > 100)
    #expect(summary.lost == 0)
    #expect(summary.leaked == 0)
  }

  /// Kills a program at every third line that the running hospital says of itself, so that the
  /// moments are those of its own work; how many were killed.
  private static func kill(asToldBy errors: FileHandle, site: String) -> Int {
    let victims = [
      ["vaguemestre-cell", "icu"], ["vaguemestre-adapter", "icu-hl7"], ["vaguemestre-cell", "lab"],
      ["vaguemestre-adapter", "admissions-hl7"], ["vaguemestre-cell", "cardiology"],
      ["vaguemestre-cell", "admissions"],
    ]
    var lines = 0
    var killed = 0
    while true {
      let bytes = errors.availableData
      if bytes.isEmpty { return killed }
      for _ in bytes.split(separator: 0x0A) {
        lines += 1
        guard lines > 30, lines.isMultiple(of: 3), killed < victims.count else { continue }
        for pid in Programs.processes(with: victims[killed] + [site]) {
          Foundation.kill(pid, SIGKILL)
        }
        killed += 1
      }
    }
  }
}

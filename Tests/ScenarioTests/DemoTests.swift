import Foundation
import ProgramTesting
import Testing

/// A whole hospital as real processes, counted at its ends.
@Suite(.serialized) struct DemoTests {
  @Test func `in a quiet run nothing is lost, nothing leaks, and who tries too much is refused`()
    throws
  {
    let result = try Programs.run("vaguemestre", ["demo", "--for", "5", "--json"])
    let summary = try DemoSummary(Data(result.output.utf8))
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
    let demo = try RunningProgram(
      Programs.url("vaguemestre"), ["demo", "--for", "60", "--json", "--keep", site],
      keepingOutput: true)
    var plan = Self.killings()
    demo.log.forEach { line in
      // The demo says a line a second: that is the clock, and no test sleeps.
      guard let second = Int(line.prefix { $0.isNumber }), line.contains(" s  ") else { return }
      while let next = plan.first, next.second <= second {
        plan.removeFirst()
        for pid in Programs.processes(with: next.victim + [site]) { kill(pid, SIGKILL) }
      }
    }
    let summary = try DemoSummary(demo.readOutput())
    #expect(demo.wait() == 0)
    #expect(plan.isEmpty)
    #expect(summary.acknowledged > 1_000)
    #expect(summary.lost == 0)
    #expect(summary.leaked == 0)
    try Self.expectNoPatient(in: site)
  }

  /// Who is killed in which second: every cell and adapter with traffic, twice, in random order.
  private static func killings() -> [(second: Int, victim: [String])] {
    let cells = ["icu", "lab", "cardiology", "admissions"].map { ["vaguemestre-cell", $0] }
    let links = ["icu", "lab", "cardiology", "admissions"].map {
      ["vaguemestre-adapter", "\($0)-hl7"]
    }
    let seconds = (0..<16).map { _ in Int.random(in: 3...50) }.sorted()
    let plan = Array(zip(seconds, (cells + links + cells + links).shuffled()))
    return plan.map { (second: $0.0, victim: $0.1) }
  }

  /// No log and no file of a journal shows a patient's name in clear.
  private static func expectNoPatient(in site: String) throws {
    let names = ["MARCHAND", "LEROUX", "BENALI", "OKAFOR", "SCHMITT", "NGUYEN", "DURAND"]
    let journals = ["icu", "lab", "cardiology", "admissions"].map {
      "\(site)/cells/\($0)/journal/data.mdb"
    }
    for file in ["\(site)/demo.log"] + journals {
      let bytes = try Data(contentsOf: URL(filePath: file))
      #expect(!bytes.isEmpty)
      for name in names {
        #expect(bytes.range(of: Data(name.utf8)) == nil, "\(name) stands in \(file)")
      }
    }
  }
}

/// The demo's summary.
struct DemoSummary: Decodable {
  let sent: Int
  let acknowledged: Int
  let normalized: Int
  let quarantined: Int
  let delivered: Int
  let refused: Int
  let lost: Int
  let leaked: Int

  init(_ json: Data) throws {
    self = try JSONDecoder().decode(DemoSummary.self, from: json)
  }
}

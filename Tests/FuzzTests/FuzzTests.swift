import Fuzzing
import Testing

/// A short run over every parser; `make fuzz` runs millions.
@Suite struct FuzzTests {
  static let targets = Result { try FuzzTarget.all() }

  private static let names = [
    "cbor", "cose", "message", "command", "normalized", "hl7v2", "templates", "mllp", "fhir",
    "leaf", "head", "render",
  ]

  @Test(arguments: names)
  func `no bytes make a parser trap or break its promise`(name: String) throws {
    let target = try #require(try Self.targets.get().first { $0.name == name })
    var run = FuzzRun(target, seed: 20_261_126)
    for _ in 0..<5_000 {
      run.prepare()
      run.tryInput()
    }
    #expect(run.failures.isEmpty, "\(run.failures.map { "input \($0.number): \($0.why)" })")
    #expect(run.accepted > 100 || !target.isLenient, "a fuzzer that never gets in tests nothing")
    #expect(run.ways > 8, "and neither does one that always goes the same way")
  }

  @Test func `a third of what is spoiled is written by templates all the same`() throws {
    let target = try #require(try Self.targets.get().first { $0.name == "templates" })
    var run = FuzzRun(target, seed: 20_261_127)
    var written = 0
    for _ in 0..<2_000 {
      run.prepare()
      // The turns that a template wrote are the low bits.
      if case .accepted(let ways) = target.parse(run.input), ways % 32 != 0 { written += 1 }
    }
    #expect(written > 600, "\(written)")
  }

  @Test func `every target is in the test`() throws {
    #expect(try Self.targets.get().count == 12)
  }
}

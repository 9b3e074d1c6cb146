import Fuzzing
import Testing

/// A short run over every parser; `make fuzz` runs millions.
@Suite struct FuzzTests {
  static let targets = Result { try FuzzTarget.all() }

  @Test(arguments: [
    "cbor", "cose", "message", "command", "normalized", "hl7v2", "mllp", "fhir", "render",
  ])
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

  @Test func `every target is in the test`() throws {
    #expect(try Self.targets.get().count == 9)
  }
}

import Fuzzing
import Testing

/// A short run over every parser; `make fuzz` runs millions.
@Suite struct FuzzTests {
  @Test(arguments: FuzzTarget.names)
  func `no bytes make a parser trap or break its promise`(name: String) throws {
    let target = try #require(try FuzzTarget.named(name))
    #expect(target.name == name)
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
    let target = try #require(try FuzzTarget.named("templates"))
    var run = FuzzRun(target, seed: 20_261_127)
    var written = 0
    for _ in 0..<2_000 {
      run.prepare()
      // The turns that a template wrote are the low bits.
      if case .accepted(let ways) = target.parse(run.input), ways % 32 != 0 { written += 1 }
    }
    #expect(written > 600, "\(written)")
  }

  @Test(arguments: FuzzTarget.names)
  func `the same seed gives the same inputs and the same answers`(name: String) throws {
    let runs = try (0..<2).map { _ in
      let target = try #require(try FuzzTarget.named(name))
      var run = FuzzRun(target, seed: 7)
      return (0..<200).map { _ in
        run.prepare()
        run.tryInput()
        return [UInt8(run.ways & 0xFF), UInt8(run.accepted & 0xFF)] + run.input
      }
    }
    #expect(runs[0] == runs[1])
  }
}

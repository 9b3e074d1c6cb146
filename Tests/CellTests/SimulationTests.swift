import Testing

/// Whatever dies in whichever order: nothing is lost, doubled, reordered or given to who may not
/// have it.
@Suite struct SimulationTests {
  @Test(arguments: 1...24 as ClosedRange<UInt64>)
  func `bad days end well`(seed: UInt64) throws {
    let simulation = try Simulation(seed: seed)
    try simulation.run(badRounds: 300, goodRounds: 600)
    #expect(simulation.problems() == [])
  }
}

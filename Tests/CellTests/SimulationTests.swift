import BreakGlass
import Cryptography
import Policy
import Testing

@testable import Cell

/// Whatever dies in whichever order: nothing is lost, doubled, reordered or given to who may not
/// have it.
@Suite struct SimulationTests {
  @Test(arguments: 1...24 as ClosedRange<UInt64>)
  func `bad days end well`(seed: UInt64) throws {
    let simulation = try Simulation(seed: seed)
    try simulation.run(badRounds: 300, goodRounds: 600)
    #expect(simulation.problems() == [])
    #expect(simulation.glass.vitals.count + simulation.glass.notes > 0, "nothing was opened")
  }

  @Test func `a cell that opens what nobody recorded is found out`() throws {
    let simulation = try Simulation(seed: 1, forgetsRecords: true)
    try simulation.run(badRounds: 300, goodRounds: 0)
    let problems = simulation.glass.problems
    #expect(problems.contains { $0.contains("nothing opens it") })
    #expect(problems.contains { $0.contains("the book is not what the records say") })
  }

  @Test func `what the checker is for, it finds`() throws {
    let emergency = try Simulation.emergency(at: Emergency.seconds)
    let (store, ledger) = (MemoryStore(), SimulationLedger())
    let glass = SimulationGlass(store, ledger, emergency.hospital)
    let now = CellTime(monotonic: 0, wall: Hospital.wall)
    let cell = try CoreHarness(emergency.hospital, store: store)
    func judge(_ label: Int, _ patient: String, at now: CellTime) -> Int {
      let before = glass.problems.count
      glass.read(now)
      glass.judge(
        SimulatedDraft(publisher: 0, label: label, patient: patient, isNote: false), 0, now)
      return glass.problems.count - before
    }
    #expect(judge(0, "700101", at: now) == 0)
    #expect(judge(1, "700101", at: now) == 1, "nothing opens it")
    #expect(cell.take(try emergency.activate()) == nil)
    #expect(judge(1, "700101", at: now) == 1, "no first message is recorded")
    let name = try #require(cell.announced.first?.activation)
    let first = try #require(
      cell.core.glass.book.first(
        name, flow: "vitals", offset: 0, under: try emergency.hospital.snapshot(), at: 0))
    store.breakGlass.append(first)
    #expect(judge(1, "700101", at: now) == 0)
    #expect(judge(1, "700102", at: now) == 1, "another patient")
    #expect(judge(2, "700101", at: now) == 1, "what no break-glass opens")
    let late = CellTime(monotonic: 15_000, wall: Hospital.wall - 60_000)
    #expect(judge(1, "700101", at: late) == 1, "its time is over, whatever the clock says")
    glass.hospital.icu.breakGlass = []
    #expect(judge(1, "700101", at: now) == 1, "the policy has no template")
  }
}

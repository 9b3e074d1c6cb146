import BreakGlass
import Cell
import Cryptography
import Foundation
import Journal
import Ledger
import Policy
import ProgramTesting
import SignedPolicy
import Synchronization
import Testing

/// Break-glass in a real cell: what it writes, and what it goes on from.
@Suite struct BreakGlassShellTests {
  private let emergency: Emergency
  private let seconds: Int64

  init() throws {
    seconds = Int64(Date().timeIntervalSince1970)
    emergency = try Emergency(of: try Hospital(at: seconds))
  }

  private func take(_ step: [UInt8], _ cell: RunningCell) throws -> Int? {
    let answers = WaitBox<Int?>()
    cell.server.take(step: step) { answers.put($0) }
    return try answers.take()
  }

  private func isOpen(_ cell: RunningCell) throws -> Bool {
    let (subscriber, inbox) = try cell.subscriber("icu/trainee", "notes")
    defer { withExtendedLifetime(subscriber) {} }
    while true {
      switch try inbox.next() {
      case .subscribed: return true
      case .refused(let code):
        #expect(code == 2261)
        return false
      default: continue
      }
    }
  }

  @Test func `a record and its leaf are durable together, and a restart goes on from them`()
    throws
  {
    let cell = try RunningCell(emergency.hospital)
    #expect(try !isOpen(cell))
    let activate = try emergency.activate(at: seconds)
    let name = try UnverifiedStep(activate).digest
    #expect(try take(activate, cell) == nil)
    #expect(try isOpen(cell))
    try cell.restart()
    #expect(try isOpen(cell))
    let approve = try emergency.step(.approve(name), by: 1, at: seconds)
    #expect(try take(approve, cell) == nil)
    #expect(try take(try emergency.step(.end(name), by: 1, at: seconds), cell) == nil)
    #expect(try !isOpen(cell))
    try cell.restart()
    #expect(try !isOpen(cell))
    cell.server.stop()
    let reader = try JournalReader(
      directory: cell.directory, storageKey: [UInt8](repeating: 9, count: 32), compartment: "icu")
    let entries = try BreakGlassLog.entries(of: reader) { Issue.record("\($0)") }
    #expect(entries.map(\.record.activation) == [name, name, name])
    try expectLeaves(reader)
  }

  private func expectLeaves(_ reader: JournalReader) throws {
    let stored = try reader.leaves(from: 0, upTo: try reader.ledger().size)
    let leaves = try stored.map { try Leaf(encoded: $0.leaf) }
    let kinds = leaves.map(\.kind).filter { (16...24).contains($0.rawValue) }
    #expect(kinds == [.breakGlassActivated, .breakGlassApproved, .breakGlassEnded])
    for (place, leaf) in leaves.enumerated() where leaf.kind == .breakGlassActivated {
      let text = String(decoding: stored[place].leaf, as: UTF8.self)
      #expect(!text.contains("700101") && !text.contains("trainee"))
      guard case .present(let bytes) = stored[place].opening else {
        Issue.record("nothing opens the leaf")
        continue
      }
      let opening = try LeafOpening(encoded: bytes)
      try opening.check(leaf)
      #expect(opening.parts[.patient]?.text == "HOPITAL|700101")
      #expect(opening.parts[.principal]?.text == "icu/trainee")
    }
    #expect(try reader.verifyLedger().faults.isEmpty)
  }

  @Test func `case 76: a missing review is a leaf, also if the cell was down`()
    throws
  {
    var emergency = emergency
    emergency.hospital.icu.breakGlass[0].reviewWithin = 1
    let cell = try RunningCell(emergency.hospital)
    let activate = try emergency.activate(at: seconds)
    let name = try UnverifiedStep(activate).digest
    #expect(try take(activate, cell) == nil)
    #expect(try take(try emergency.step(.end(name), by: 1, at: seconds), cell) == nil)
    try cell.restart()
    while try !cell.lines.take().contains("REVIEW MISSING") {}
    let other = try emergency.activate("700102", by: 2, at: seconds, nonce: 2)
    #expect(try take(other, cell) == 2397)
    try cell.restart()
    #expect(try take(try emergency.step(.review(name), by: 2, at: seconds), cell) == nil)
    #expect(try take(other, cell) == nil)
    cell.server.stop()
    let reader = try JournalReader(
      directory: cell.directory, storageKey: [UInt8](repeating: 9, count: 32), compartment: "icu")
    let stored = try reader.leaves(from: 0, upTo: try reader.ledger().size)
    let leaves = try stored.map { try Leaf(encoded: $0.leaf) }
    let missing = leaves.filter { $0.kind == .breakGlassReviewMissing }
    #expect(missing.count == 1)
    guard let leaf = missing.first,
      let ended = leaves.first(where: { $0.kind == .breakGlassEnded })
    else { return }
    #expect(leaf.fields[.breakGlass] == .bytes(Array(name.bytes.prefix(16))))
    #expect(leaf.fields[.until] == .number(ended.time + 1_000))
    #expect(try reader.verifyLedger().faults.isEmpty)
  }

  @Test func `case 70: a disk that fails ends the cell, and opens nothing`() throws {
    let disk = Disk()
    let cell = try RunningCell(
      emergency.hospital, fault: { disk.isFull.withLock { $0 ? ENOSPC : 0 } })
    #expect(try !isOpen(cell))
    disk.isFull.withLock { $0 = true }
    cell.server.take(step: try emergency.activate(at: seconds)) { code in
      Issue.record("answered with \(code.map(String.init) ?? "yes")")
    }
    guard case .failed = try cell.ending.wait() else {
      Issue.record("the cell goes on")
      return
    }
    try cell.restart()
    #expect(try !isOpen(cell))
  }

  private final class Disk: Sendable {
    let isFull = Mutex(false)
  }
}

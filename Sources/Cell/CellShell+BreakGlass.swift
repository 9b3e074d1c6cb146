package import BreakGlass
import CellProtocol
import Cryptography
package import Journal
import Ledger

extension CellShell {
  /// Hands an officer's step to the core.
  func take(_ offered: OfferedStep) throws {
    stepCount += 1
    let ticket = StepTicket(rawValue: stepCount)
    offeredSteps[ticket] = offered
    try step(.step(ticket, offered.bytes))
  }

  /// Makes a record durable, in a commit of its own: an emergency waits for no batch. A journal
  /// that goes on but takes nothing refuses it; one that failed ends the cell, and opens nothing.
  func record(_ entry: BreakGlassEntry, _ number: UInt64) throws -> CellEvent {
    do throws(JournalError) {
      let home = core.identity.compartment
      _ = try journal.commit(try BreakGlassLog.batch(of: entry, in: home, for: journal))
      return .recorded(number)
    } catch {
      guard !error.isFatal else { throw error }
      return .recordFailed(number, code: error.code.rawValue)
    }
  }
}

/// Where a cell keeps its records of break-glass: a flow of the journal, encrypted as every other,
/// under a name that no policy can give.
package enum BreakGlassLog {
  package static let flowName = ":break-glass"

  /// The record for the cell and the leaf for the ledger: both are durable or none.
  static func batch(
    of entry: BreakGlassEntry, in home: String, for journal: LMDBJournal
  ) throws(JournalError) -> JournalBatch {
    let bytes = entry.encoded
    let metadata = IngestMetadata(
      receivedAt: entry.record.time * 1_000, rule: .unnamed, source: .unnamed,
      policyVersion: entry.record.policyVersion)
    var batch = JournalBatch()
    batch.append(try journal.flow(named: flowName), metadata, bytes, in: bytes.indices)
    batch.leaves = [
      entry.leaf(in: home).sealed(at: entry.record.time * 1_000) { SecureRandom.bytes(32) }
    ]
    return batch
  }

  /// All records, oldest first. One that can't be read is said loudly and left out: what it would
  /// have opened stays closed.
  static func entries(
    of journal: LMDBJournal, _ log: (String) -> Void
  ) throws(JournalError) -> [BreakGlassEntry] {
    guard let flow = journal.flows.first(where: { $0.name == flowName }) else { return [] }
    return try entries(of: flow, log) { offset, bounds, body throws(JournalError) in
      try journal.read(flow.number, from: offset, bounds, body)
    }
  }

  /// The same beside a running cell.
  package static func entries(
    of journal: JournalReader, _ log: (String) -> Void
  ) throws(JournalError) -> [BreakGlassEntry] {
    guard let flow = try journal.flows().first(where: { $0.name == flowName }) else { return [] }
    return try entries(of: flow, log) { offset, bounds, body throws(JournalError) in
      try journal.read(flow.number, from: offset, bounds, body)
    }
  }

  private typealias Read = (
    UInt64, ReadBounds, (JournalRecord) throws(JournalError) -> Void
  ) throws(JournalError) -> UInt64

  private static func entries(
    of flow: JournalFlow, _ log: (String) -> Void, _ read: Read
  ) throws(JournalError) -> [BreakGlassEntry] {
    var entries: [BreakGlassEntry] = []
    var damaged: [UInt64] = []
    var place = flow.extent.first
    while place < flow.extent.next {
      let bounds = ReadBounds(bytesMax: 1 << 20, countMax: 1_024)
      let next = try read(place, bounds) { record throws(JournalError) in
        if case .message(_, _, let bytes) = record, let entry = BreakGlassEntry(encoded: bytes) {
          entries.append(entry)
        } else {
          damaged.append(record.offset)
        }
      }
      guard next > place else { break }
      place = next
    }
    for offset in damaged {
      log("VGM-\(ProtocolCode.damaged.rawValue) break-glass record \(offset) can't be read")
    }
    return entries
  }
}

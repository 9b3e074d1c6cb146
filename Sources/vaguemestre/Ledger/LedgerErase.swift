import ArgumentParser
import Cryptography
import Foundation
import Journal
import Ledger
import Site

/// `vaguemestre ledger erase`
struct LedgerErase: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "erase",
    abstract: "Erase the names behind leaves; the leaves and every proof stay valid.",
    discussion: """
      For a name that must not be kept any longer. What it was can't be told afterwards from the \
      leaf, by nobody. A leaf of its own says which were erased, and why; that reason is kept as \
      a name is. The cell must be stopped: it has the journal to itself.
      """)

  @OptionGroup var place: LedgerPlace
  @Option(help: "The first leaf.")
  var from: UInt64
  @Option(help: "How many leaves, at most 4,096.")
  var count: UInt64 = 1
  @Option(help: "Why, in words: of whom it is about no name.")
  var reason: String

  func validate() throws {
    guard (1...UInt64(JournalLimit.batchErasuresMax)).contains(count) else {
      throw ValidationError("--count is 1 to \(JournalLimit.batchErasuresMax)")
    }
    guard (1...LedgerLimit.valueBytesMax).contains(reason.utf8.count) else {
      throw ValidationError("--reason is 1 to \(LedgerLimit.valueBytesMax) bytes")
    }
  }

  func run() throws {
    // Opening for writing makes a new journal where there is none; there must be one.
    let size = try place.reader().ledger().size
    let (end, overflow) = from.addingReportingOverflow(count)
    guard !overflow, end <= size else {
      throw CommandFailure(
        "\(LedgerFault(.missingLeaf, at: max(from, size))): the ledger has \(size) leaves; name "
          + "others with --from and --count")
    }
    do {
      let journal = try LMDBJournal(
        directory: place.layout.journal, storageKey: try CellKeys(place.layout).storage,
        compartment: place.cell)
      var batch = JournalBatch()
      batch.erasedOpenings = from..<end
      let draft = LeafDraft(.openingsErased).with(.firstLeaf, from).with(.leafCount, count)
        .naming(.reason, reason)
      let now = Int64(Date().timeIntervalSince1970 * 1_000)
      batch.leaves = [draft.sealed(at: now) { SecureRandom.bytes(LedgerLimit.saltBytes) }]
      _ = try journal.commit(batch)
    } catch let error as JournalError {
      throw CommandFailure("\(error): \(place.layout.journal)")
    }
    print("the names of leaves \(from) to \(end - 1) are erased; leaf \(size) says so")
  }
}

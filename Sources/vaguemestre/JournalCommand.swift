import ArgumentParser
import Cryptography
import Foundation
import Journal
import Ledger
import Site

/// `vaguemestre journal stat|verify|renew`
struct JournalCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "journal",
    abstract: "Look into a cell's journal, or begin anew with one from a backup.",
    subcommands: [Stat.self, Verify.self, Renew.self])

  struct Place: ParsableArguments {
    @Option(help: "The site's directory.", completion: .directory)
    var site: String

    @Option(help: "The compartment whose journal it is; its cell's storage key is used.")
    var compartment: String

    func reader() throws -> JournalReader {
      try open { path, key in
        try JournalReader(directory: path, storageKey: key, compartment: compartment)
      }
    }

    /// Opens the journal at its path with its key.
    fileprivate func open<Journal>(_ body: (String, [UInt8]) throws -> Journal) throws -> Journal {
      let cell = SiteLayout(site).cell(compartment)
      do {
        return try body(cell.journal, try CellKeys(cell).storage)
      } catch let error as JournalError {
        throw CommandFailure("\(error): \(cell.journal): \(error.remedy)")
      }
    }
  }

  struct Stat: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "What the journal holds, by flow; the cell may run meanwhile.")

    @OptionGroup var place: Place
    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
      let statistics = try place.reader().statistics()
      print(json ? Self.json(statistics) : Self.text(statistics))
    }

    private static func text(_ statistics: JournalStatistics) -> String {
      let flows = statistics.flows.map { flow in
        let extent = flow.extent
        let offsets =
          extent.next > extent.first ? "\toffsets \(extent.first) to \(extent.next - 1)" : ""
        return
          "\(flow.name)\t\(extent.next - extent.first) messages, \(extent.bytes) bytes\(offsets)"
      }
      return
        (flows + [
          "\(statistics.records) records, \(statistics.usedBytes) of \(statistics.fileBytes) "
            + "bytes used, "
            + "\(statistics.cursors) cursors, \(statistics.marks) producer marks"
        ]).joined(separator: "\n")
    }

    private static func json(_ statistics: JournalStatistics) -> String {
      let flows = statistics.flows.map {
        #"{"name":\#(JSONText.quote($0.name)),"first":\#($0.extent.first),"#
          + #""next":\#($0.extent.next),"bytes":\#($0.extent.bytes)}"#
      }
      return #"{"records":\#(statistics.records),"usedBytes":\#(statistics.usedBytes),"#
        + #""fileBytes":\#(statistics.fileBytes),"cursors":\#(statistics.cursors),"#
        + #""marks":\#(statistics.marks),"flows":[\#(flows.joined(separator: ","))]}"#
    }
  }

  struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Decrypt and authenticate every record. Exit status 1 when one is damaged.")

    @OptionGroup var place: Place
    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
      let found = try place.reader().verify()
      let damages = found.damages.map { "\($0.flow) \($0.offset)" }
      if json {
        let list = damages.map { JSONText.quote($0) }.joined(separator: ",")
        print(#"{"intact":\#(found.intact),"damaged":\#(found.damaged),"damages":[\#(list)]}"#)
      } else {
        print("\(found.intact) records intact, \(found.damaged) damaged")
        for damage in damages { print("damaged: \(damage)") }
      }
      if !found.isIntact { throw ExitCode(1) }
    }
  }

  struct Renew: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Give a journal from a backup another identity, before its cell starts.",
      discussion: """
        What the cell took after the backup is not in it, and subscribers and links may know \
        offsets of it. Under a new identity none of them takes the next messages for those: links \
        fetch from the begin, subscribers go on from their durable cursors. The ledger goes on \
        under another origin, and says so in a leaf. The cell must not run.
        """)

    @OptionGroup var place: Place

    func run() throws {
      var options = JournalOptions()
      options.renewsIdentity = true
      let identity = try place.open { path, key in
        // Opening makes a new journal where there is none; there must be one.
        let former = try JournalReader(
          directory: path, storageKey: key, compartment: place.compartment
        ).identity
        let journal = try LMDBJournal(
          directory: path, storageKey: key, compartment: place.compartment, options: options)
        var batch = JournalBatch()
        batch.leaves = [try leaf(after: former, journal.identity)]
        _ = try journal.commit(batch)
        return journal.identity
      }
      print("journal of \(place.compartment): \(Hexadecimal.encode(identity))")
    }

    /// What the ledger says: under which identity it was kept before, and what was signed there
    /// last.
    private func leaf(after former: [UInt8], _ identity: [UInt8]) throws -> SealedLeaf {
      var draft = LeafDraft(.journalRenewed).with(.journal, identity).with(.formerJournal, former)
      let file = LedgerHeadFile(of: SiteLayout(place.site).cell(place.compartment))
      if let head = try file.read().flatMap({ try? SignedHead(encoded: $0) })?.claim {
        draft = draft.with(.formerSize, head.size).with(.formerRoot, head.root.bytes)
      }
      let now = Int64(Date().timeIntervalSince1970 * 1_000)
      return draft.sealed(at: now) { SecureRandom.bytes(LedgerLimit.saltBytes) }
    }
  }
}

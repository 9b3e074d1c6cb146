import ArgumentParser
import Cell
import Foundation
import Journal
import Policy
import SignedMessage
import Site

extension PolicyCommand {
  /// `vaguemestre policy simulate [DRAFT] --site DIR --compartment NAME`
  struct Simulate: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Replay a cell's journal through another policy: who would have got less, or more.",
      discussion: """
        With a DRAFT of any form: what was published, imported, delivered and exported, under \
        the policies of the site and under the same with the draft in place of the document that \
        it is a version of. Without: which messages that the cell took would be refused now. Each \
        message is asked about at the time at which it was taken. Reads the header of every \
        message with the cell's storage key, prints no content, writes nothing; the cell may run.
        """)

    @Argument(help: "A policy or charter to replace one of the site.", completion: .file())
    var draft: String?

    @Option(help: "The site's directory.", completion: .directory)
    var site: String

    @Option(help: "The compartment whose journal it is; its cell's storage key is used.")
    var compartment: String

    @Option(help: "The journal; by default the cell's own.", completion: .directory)
    var journal: String?

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
      let now = Int64(Date().timeIntervalSince1970)
      let basis = try ReachBasis(of: SiteLayout(site), at: now)
      for line in basis.complaints { Standard.complain(line) }
      let current = try basis.snapshot(of: compartment)
      var replay = PolicyReplay(from: nil, to: current)
      if let draft {
        let file = try PolicyDocumentFile(draft, charter: basis.layout.charter)
        let changed = try basis.replacing(with: file.document)
        replay = PolicyReplay(from: current, to: try changed.snapshot(of: compartment))
      }
      var scan = JournalScan(replay)
      try scan.run(try reader(), of: compartment)
      print(json ? Self.node(scan).json : Self.text(scan))
    }

    private func reader() throws -> JournalReader {
      let cell = SiteLayout(site).cell(compartment)
      let path = journal ?? cell.journal
      do {
        return try JournalReader(
          directory: path, storageKey: try CellKeys(cell).storage, compartment: compartment)
      } catch let error as JournalError {
        throw CommandFailure("\(error): \(path): \(error.remedy)")
      }
    }

    static func text(_ scan: JournalScan) -> String {
      var lines = ["\(scan.replay.count) messages replayed"]
      if scan.unread > 0 {
        lines.append("\(scan.unread) records are damaged or name nobody, and were left out")
      }
      for (head, rows) in [
        ("would be denied:", scan.replay.lost), ("would be permitted:", scan.replay.gained),
      ] {
        lines.append(rows.isEmpty ? "\(head) nothing" : head)
        lines += rows.sorted { $0.key < $1.key }.map { row, count in
          "  \(count) × \(row.action.rawValue) \(row.principal) \(row.flow): "
            + "VGM-\(row.reason.code) \(row.reason.text)"
        }
      }
      return lines.joined(separator: "\n")
    }

    private static func node(_ scan: JournalScan) -> SourceNode {
      .map([
        ("messages", .number(Int64(scan.replay.count))), ("unread", .number(Int64(scan.unread))),
        ("denied", node(scan.replay.lost)), ("permitted", node(scan.replay.gained)),
      ])
    }

    private static func node(_ rows: [PolicyReplay.Row: Int]) -> SourceNode {
      .list(
        rows.sorted { $0.key < $1.key }.map { row, count in
          .map([
            ("count", .number(Int64(count))), ("action", .text(row.action.rawValue)),
            ("principal", .text(row.principal.description)),
            ("flow", .text(row.flow.description)), ("code", .number(Int64(row.reason.code))),
            ("reason", .text(row.reason.text)),
          ])
        })
    }
  }
}

/// Reads the header of every message of a journal.
struct JournalScan {
  private(set) var replay: PolicyReplay
  /// Records that can't be read, or of which nobody knows who brought them.
  private(set) var unread = 0

  init(_ replay: PolicyReplay) { self.replay = replay }

  mutating func run(_ reader: JournalReader, of compartment: String) throws {
    let names = try reader.names()
    let bounds = ReadBounds(bytesMax: 1 << 20, countMax: 4_096)
    // The cell's own records of break-glass are nobody's messages.
    for flow in try reader.flows() where flow.name != BreakGlassLog.flowName {
      guard let id = FlowID(flow.name, in: compartment) else {
        unread += Int(flow.extent.next - flow.extent.first)
        continue
      }
      var offset = flow.extent.first
      while offset < flow.extent.next {
        let next = try reader.read(flow.number, from: offset, bounds) { record in
          guard let message = Self.message(record, id, names) else {
            unread += 1
            return
          }
          replay.add(message)
        }
        guard next > offset else { break }
        offset = next
      }
    }
  }

  private static func message(
    _ record: JournalRecord, _ flow: FlowID, _ names: [NameNumber: String]
  ) -> ReplayedMessage? {
    guard case .message(_, let metadata, let bytes) = record,
      let message = try? UnverifiedMessage(bytes), let name = names[metadata.source],
      let source = PrincipalID(name, in: flow.compartment)
    else { return nil }
    return ReplayedMessage(
      flow: flow, source: source, key: message.keyID,
      about: (message.subject, Array(message.encodedLabel)),
      times: (metadata.receivedAt / 1_000, message.issuedAt / 1_000))
  }
}

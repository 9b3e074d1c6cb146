import ArgumentParser
import Cryptography
import Foundation
import Policy
import SignedPolicy
import Site

extension PolicyCommand {
  /// `vaguemestre policy activate FILE.cose --site DIR`
  struct Activate: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Publish a signed document and wait until every running cell decides by it.",
      discussion: """
        When this ends with 0, whoever the document takes something from gets nothing more of it: \
        sessions, subscriptions and links were decided anew. A cell that is not running takes the \
        document up when it starts.
        """)

    @Argument(help: "A signed document.", completion: .file(extensions: ["cose"]))
    var file: String

    @Option(help: "The site's directory.", completion: .directory)
    var site: String

    @Option(help: "Seconds to wait for the cells.")
    var within: Int = 10

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
      let layout = SiteLayout(site)
      let document = try PolicyDocumentFile(file)
      let began = ContinuousClock.now
      let accepted = try document.publish(in: layout, at: Int64(Date().timeIntervalSince1970))
      let cells = try Site.claimedCharter(layout).compartments.filter { !$0.isClosed }.map(\.name)
      var waiting = try cells.filter { try concerns($0, document.document, layout) }
      if !json { print("\(document.document.title): published, digest \(accepted.digest)") }
      for name in waiting { try RunningCell(layout.cell(name))?.reload() }
      var done: [(name: String, milliseconds: Int64)] = []
      while !waiting.isEmpty, began.duration(to: .now) < .seconds(within) {
        for name in waiting where try isInForce(accepted, name, document.document, layout) {
          waiting.removeAll { $0 == name }
          done.append((name, began.duration(to: .now).milliseconds))
          if !json { print("\(name): in force after \(done[done.count - 1].milliseconds) ms") }
        }
        if !waiting.isEmpty { usleep(5_000) }
      }
      if json { print(node(document.document, accepted, done, waiting).json) }
      guard waiting.isEmpty else {
        throw CommandFailure(
          "not in force yet in \(waiting.joined(separator: ", ")): the log of the cell says why; "
            + "what was in force goes on there")
      }
    }

    /// Whether a running cell decides by this document: every one by the charter, by a policy its
    /// own compartment's and those that have links to it.
    private func concerns(
      _ name: String, _ document: PolicyDocument, _ layout: SiteLayout
    ) throws -> Bool {
      guard let cell = try RunningCell(layout.cell(name)) else { return false }
      guard case .policy(let policy) = document else { return true }
      return policy.compartment == name || cell.policies[policy.compartment] != nil
    }

    private func isInForce(
      _ accepted: AcceptedVersion, _ name: String, _ document: PolicyDocument,
      _ layout: SiteLayout
    ) throws -> Bool {
      // One that ended meanwhile takes it up when it starts.
      guard let cell = try RunningCell(layout.cell(name)) else { return true }
      switch document {
      case .charter: return cell.charter == accepted
      case .policy(let policy):
        let isPeer = policy.compartment != name
        return cell.policies[policy.compartment].map { $0 == accepted } ?? isPeer
      }
    }

    private func node(
      _ document: PolicyDocument, _ accepted: AcceptedVersion,
      _ done: [(name: String, milliseconds: Int64)], _ waiting: [String]
    ) -> SourceNode {
      .map(
        document.heading + [
          ("digest", .text(accepted.digest.description)),
          ("inForce", .map(done.map { ($0.name, .number($0.milliseconds)) })),
          ("waiting", .list(waiting.map { .text($0) })),
        ])
    }
  }
}

extension RunningCell {
  /// Has the cell look at its documents now and not at its next look.
  func reload() { kill(process, SIGHUP) }
}

extension PolicyDocumentFile {
  /// Puts the document where readers look, if it follows what lies there.
  func publish(in layout: SiteLayout, at time: Int64) throws -> AcceptedVersion {
    switch form {
    case .source, .compiled: throw CommandFailure("\(path): it is not signed")
    case .signedCharter(let charter): return try Site.publish(charter, in: layout, at: time)
    case .signedPolicy(let policy): return try Site.publish(policy, in: layout, at: time)
    }
  }
}

extension Duration {
  fileprivate var milliseconds: Int64 {
    components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
  }
}

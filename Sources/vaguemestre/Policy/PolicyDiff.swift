import ArgumentParser
import Foundation
import Labels
import Policy
import Site

extension PolicyCommand {
  /// `vaguemestre policy diff SITE OTHER`
  struct Diff: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Say who gains and who loses what, over all links, to the label.",
      discussion: """
        Between two sites, or between a site and itself once a draft (of any form: source, \
        compiled, signed) has replaced the document that it is a version of. Exit status 0, \
        whatever differs.
        """)

    @Argument(help: "A site's directory.", completion: .directory)
    var site: String

    @Argument(help: "Another site's directory, or a policy or charter to replace one of the site.")
    var other: String

    @Option(help: "When, as 2027-01-31T08:00:00Z; by default now.")
    var at: String?

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
      let options = try ReachOptions(site: site, at: at)
      let new = try Self.other(other, than: options.basis)
      let difference = try answering {
        try ReachDifference(
          from: try options.basis.reach(at: options.time, comparedTo: [new]),
          to: try new.reach(at: options.time, comparedTo: [options.basis]))
      }
      print(json ? Self.node(difference).json : Self.text(difference))
    }

    /// Another site, or the same with a draft in it.
    private static func other(_ path: String, than old: ReachBasis) throws -> ReachBasis {
      var isDirectory: ObjCBool = false
      if FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory),
        isDirectory.boolValue
      {
        return try ReachOptions(site: path, at: nil).basis
      }
      let file = try PolicyDocumentFile(path, charter: old.layout.charter)
      return try old.replacing(with: file.document)
    }

    static func text(_ difference: ReachDifference) -> String {
      guard !difference.isEmpty else { return "nobody gains or loses anything" }
      let (receivers, publishers) = (difference.receivers, difference.publishers)
      let sides = [
        ("+", "receive", receivers.gained), ("-", "receive", receivers.lost),
        ("+", "publish to", publishers.gained), ("-", "publish to", publishers.lost),
      ]
      return sides.flatMap { mark, verb, changes in
        changes.map { change in
          let what =
            switch (mark == "+", change.isWhole) {
            case (true, true): "can \(verb)"
            case (true, false): "can \(verb) more of"
            case (false, true): "can no longer \(verb)"
            case (false, false): "can \(verb) less of"
            }
          return
            (["\(mark) \(change.edge.principal) \(what) \(change.edge.flow)"]
            + change.parts.map { "    \(Self.text($0, change))" }).joined(separator: "\n")
        }
      }.joined(separator: "\n")
    }

    private static func text(_ part: ReachChange.Part, _ change: ReachChange) -> String {
      let about = change.isWhole ? "on \(part.subjects)" : "as on \(part.subjects)"
      return "\(part.labels) \(about); for example \(part.example)"
    }

    private static func node(_ difference: ReachDifference) -> SourceNode {
      .map([
        ("receivers", node(difference.receivers)), ("publishers", node(difference.publishers)),
      ])
    }

    private static func node(_ side: ReachDifference.Side) -> SourceNode {
      .map([
        ("gained", .list(side.gained.map(node))), ("lost", .list(side.lost.map(node))),
      ])
    }

    private static func node(_ change: ReachChange) -> SourceNode {
      .map([
        ("principal", .text(change.edge.principal.description)),
        ("flow", .text(change.edge.flow.description)), ("whole", .flag(change.isWhole)),
        (
          "labels",
          .list(
            change.parts.map { part in
              .map([
                ("classifications", .text(part.labels.classifications.description)),
                ("carried", .list(part.labels.carried.map { .text($0.description) })),
                ("possible", .list(part.labels.possible.map { .text($0.description) })),
                ("subjects", .text(part.subjects)), ("example", .text(part.example.description)),
              ])
            })
        ),
      ])
    }
  }
}

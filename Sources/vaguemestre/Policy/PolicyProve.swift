import ArgumentParser
import Policy
import Site

extension PolicyCommand {
  /// `vaguemestre policy prove "no path psychiatry/* -> management/*" --site DIR`
  struct Prove: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Prove that no message can get from somewhere to somewhere, or show one that can.",
      discussion: """
        no path SOURCE -> RECEIVER. SOURCE is a flow or a publisher (psychiatry/*, \
        psychiatry/notes, *), also with a label (psychiatry/* with R), or what the label carries \
        (sensitivity=psy); RECEIVER is a principal (management/*). A link counts as a receiver: \
        what it fetches lies in its cell. Speaks of messages that are published at that time. \
        Exit status 0 when it is proved, 1 with a counterexample.
        """)

    @Argument(help: "The claim.")
    var claim: String

    @OptionGroup var asked: ReachArguments

    func run() throws {
      let reach = try asked.reach()
      let verdict = try answering {
        try reach.proveNoPath(try PathClaim(claim, at: reach).scope)
      }
      print(asked.json ? Self.node(verdict).json : Self.text(verdict))
      if case .refuted = verdict { throw ExitCode(1) }
    }

    static func text(_ verdict: PathVerdict) -> String {
      switch verdict {
      case .refuted(let path):
        return (["refuted: a path is permitted"] + path.proof.map { "  \($0)" }).joined(
          separator: "\n")
      case .proved(let proof):
        let count = proof.count
        let head =
          "proved: \(count.flows) flows, \(count.publishers) publishers, \(count.links) links and "
          + "\(count.receivers) receivers examined, \(proof.cuts.count) ways stopped"
        return ([head] + proof.cuts.map { "  \($0.text)" }).joined(separator: "\n")
      }
    }

    private static func node(_ verdict: PathVerdict) -> SourceNode {
      switch verdict {
      case .refuted(let path): return .map([("proved", .flag(false)), ("path", path.source)])
      case .proved(let proof):
        let count = proof.count
        return .map([
          ("proved", .flag(true)), ("flows", .number(Int64(count.flows))),
          ("publishers", .number(Int64(count.publishers))), ("links", .number(Int64(count.links))),
          ("receivers", .number(Int64(count.receivers))),
          ("cuts", .list(proof.cuts.map(\.source))),
        ])
      }
    }
  }
}

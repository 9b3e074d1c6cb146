import ArgumentParser
import Policy
import Site

extension PolicyCommand {
  /// `vaguemestre policy query "who can receive psy" --site DIR`
  struct Query: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Say who can receive or publish what, over all links, with a path as the proof.",
      discussion: """
        who can receive WHAT [from COMPARTMENT], who can publish FLOW, what can PRINCIPAL \
        receive|publish. WHAT is a flow (icu/vitals, icu/*), a class (R), a category or its value \
        (sensitivity=psy, psy) or a whole label. Each answer has an example label, and a path \
        whose every step the decision of its cell permits. Speaks of messages that are published \
        at that time. Nothing is written.
        """)

    @Argument(help: "The question.")
    var question: String

    @OptionGroup var asked: ReachArguments

    func run() throws {
      let reach = try asked.reach()
      let (form, paths) = try answering {
        let query = try PolicyQuery(question, at: reach)
        return (query.form, try query.answer(at: reach))
      }
      guard !asked.json else {
        print(SourceNode.map([("answers", .list(paths.map(\.source)))]).json)
        return
      }
      print(Self.text(form, paths))
    }

    static func text(_ form: PolicyQuery.Form, _ paths: [ReachPath]) -> String {
      guard !paths.isEmpty else { return "nobody and nothing" }
      return paths.map { path in
        let head =
          switch form {
          case .receivers: "\(path.receiver ?? path.publisher)"
          case .publishers: "\(path.publisher)"
          case .received, .published: "\(path.flow)"
          }
        return ([head] + path.proof.map { "  \($0)" }).joined(separator: "\n")
      }.joined(separator: "\n")
    }
  }
}

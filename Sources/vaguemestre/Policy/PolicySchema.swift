import ArgumentParser

extension PolicyCommand {
  /// `vaguemestre policy schema policy`
  struct Schema: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print the JSON Schema of a policy or charter, for editors.",
      discussion: """
        Write it to a file and name that in the first line of a source: \
        # yaml-language-server: $schema=policy.schema.json
        """)

    enum Kind: String, ExpressibleByArgument, CaseIterable {
      case charter
      case policy

      var schema: SourceSchema { self == .charter ? .charter : .policy }
    }

    @Argument(help: "charter or policy.")
    var kind: Kind

    @Flag(help: "Print a table of every key with type, default and reason instead.")
    var reference = false

    func run() {
      print(reference ? kind.schema.reference : kind.schema.json)
    }
  }
}

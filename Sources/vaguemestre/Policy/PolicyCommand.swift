import ArgumentParser

/// `vaguemestre policy …`
struct PolicyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "policy", abstract: "Write, sign, check and question policies.",
    discussion: """
      A policy is written as YAML, compiled to CBOR, signed by enough of the compartment's \
      authority keys (each holder on a machine of their own), published in the site's \
      directory, and verified by everyone who uses it. The site's charter goes the same way, \
      signed by the roots.
      """,
    subcommands: [
      Draft.self, Compile.self, Sign.self, Verify.self, Publish.self, Activate.self, Show.self,
      Explain.self, Query.self, Prove.self, Diff.self, Simulate.self, Graph.self, Schema.self,
    ])
}

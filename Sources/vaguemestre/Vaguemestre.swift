import ArgumentParser
import ZeroMQ

/// What people type. Exit status: 0 done, 1 refused or failed, 64 not understood.
@main
struct Vaguemestre: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "vaguemestre",
    abstract: "A secure message gateway for hospitals.",
    discussion: """
      Takes what devices and systems say in their own languages, puts it into one open format, and \
      delivers it to those, and only those, whom a signed policy entitles to it. Begin with: \
      vaguemestre demo
      """,
    version: "0.1.0",
    subcommands: [
      DemoCommand.self, SiteCommand.self, UpCommand.self, SubscribeCommand.self, SendCommand.self,
      PolicyCommand.self, KeyCommand.self, EnrollCommand.self, ReleaseCommand.self,
      NormalizeCommand.self,
      QuarantineCommand.self, JournalCommand.self, LedgerCommand.self,
      BreakGlassCommand.self, LabelCommand.self, BenchCommand.self,
    ])

  static func main() async {
    ProcessPrivacy.seal()
    await main(nil)
  }
}

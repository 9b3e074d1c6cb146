import ArgumentParser
import Policy

/// `vaguemestre break-glass …`
struct BreakGlassCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "break-glass",
    abstract: "Open one patient's messages in an emergency, and answer for it.",
    discussion: """
      What may be opened, to whom and for how long is signed beforehand in the compartment's \
      policy. An officer activates; another approves in time; another renews; somebody else \
      reviews afterwards. Each step is signed by an officer's key, and takes effect when the cell \
      has durably recorded it. No network is needed: steps are files in the site's directory.
      """,
    subcommands: [
      Activate.self, Approve.self, Renew.self, End.self, Review.self, List.self,
    ])
}

extension BreakGlassCommand {
  /// `vaguemestre break-glass activate …`
  struct Activate: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Open the messages about one patient to one subscriber.",
      discussion: "Prints what will open before it signs.")

    @OptionGroup var signing: StepOptions

    @Option(name: .customLong("as"), help: "Who gets it, COMPARTMENT/NAME.")
    var grantee: String

    @Option(help: "The policy's template.")
    var template: String

    @Option(help: "The one patient, SYSTEM|VALUE, for example urn:oid:1.2.250.1.213.1.4.8|123.")
    var patient: String

    @Option(help: "One of the template's reasons.")
    var reason: String

    func run() throws {
      let parts = grantee.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 2, !parts.contains("") else {
        throw ValidationError("'\(grantee)' is not COMPARTMENT/NAME, for example icu/dashboard")
      }
      let basis = try StepBasis(of: parts[0], site: signing.site)
      let draft = try ActivationDraft(
        template: template, grantee: parts[1], patient: patient, reason: reason, basis)
      for line in draft.lines { print(line) }
      try signing.bring(draft.action, of: template, to: basis)
    }
  }

  /// `vaguemestre break-glass approve …`
  struct Approve: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Agree with another officer's activation, so that it goes on.")

    @OptionGroup var signing: StepOptions
    @OptionGroup var about: ActivationOptions

    func run() throws { try about.bring(signing) { .approve($0) } }
  }

  /// `vaguemestre break-glass renew …`
  struct Renew: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Let another officer's activation go on for its duration from now on.")

    @OptionGroup var signing: StepOptions
    @OptionGroup var about: ActivationOptions

    func run() throws { try about.bring(signing) { .renew($0) } }
  }

  /// `vaguemestre break-glass end …`
  struct End: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Close an activation at once.")

    @OptionGroup var signing: StepOptions
    @OptionGroup var about: ActivationOptions

    func run() throws { try about.bring(signing) { .end($0) } }
  }

  /// `vaguemestre break-glass review …`
  struct Review: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Say that another officer's activation, which has ended, was looked into.")

    @OptionGroup var signing: StepOptions
    @OptionGroup var about: ActivationOptions

    func run() throws { try about.bring(signing) { .review($0) } }
  }
}

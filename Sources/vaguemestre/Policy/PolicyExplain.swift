import ArgumentParser
import Foundation
import Labels
import Policy
import SignedPolicy
import Site

extension PolicyCommand {
  /// `vaguemestre policy explain --site DIR --as PRINCIPAL --flow FLOW`
  struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Say whether the policies permit something, by which rule, or why not.",
      discussion: """
        Asks the decision function that the cell asks, with the documents that the cell has \
        accepted, where its store is in the site's directory, else with those that lie there. \
        Nothing is written. Exit status 0 for a permit, 1 for a denial.
        """)

    @Option(help: "A site's directory.", completion: .directory)
    var site: String

    @Option(name: .customLong("as"), help: "The principal, as icu/dashboard.")
    var principal: String

    @Option(help: "publish, subscribe, deliver, export or import.")
    var action: Action = .deliver

    @Option(help: "The flow, as icu/vitals.")
    var flow: String

    @Option(
      help: "The message's label, as N//compartment=icu; by default the flow's default label.")
    var label: String?

    @Option(
      help: "The message's subject; by default that of the adapter link that publishes the flow.")
    var subject: String?

    @Option(
      help: "Whose key signed the message; by default who publishes, or may publish, the flow.")
    var signer: String?

    @Flag(help: "Ask for what begins anew: a subscription without a durable cursor.")
    var new = false

    @Option(help: "The purpose that is stated.")
    var purpose: String?

    @Option(help: "When, as 2027-01-31T08:00:00Z; by default now.")
    var at: String?

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
      let (explanation, snapshot) = try explain(now: Int64(Date().timeIntervalSince1970))
      print(json ? jsonText(explanation, snapshot) : text(explanation, snapshot))
      if !explanation.decision.isPermit { throw ExitCode(1) }
    }

    /// The explanation, and what it rests on.
    func explain(now: Int64) throws -> (Explanation, PolicySnapshot) {
      guard let who = PrincipalID(principal, in: ""), let flow = FlowID(flow, in: "") else {
        throw CommandFailure("name principal and flow with their compartments, as icu/dashboard")
      }
      // The cell that decides: an export is the source's to decide, all else the principal's own
      // cell's.
      let cell = action == .export ? flow.compartment : who.compartment
      let basis = try ExplainBasis(of: cell, in: SiteLayout(site), at: now)
      for line in basis.complaints { Standard.complain(line) }
      var question = Question(action, by: who, on: flow, at: try time(now))
      question.purpose = purpose
      question.isNew = new
      question.subject = try subject ?? basis.subject(of: flow, for: action)
      question.label = try label.map { try label($0, basis.scheme) } ?? basis.defaultLabel(of: flow)
      question.signer = try signerID(who, flow, basis)
      return (basis.snapshot.explain(question), basis.snapshot)
    }

    private func time(_ now: Int64) throws -> Int64 {
      guard let at else { return now }
      guard let seconds = UTCTime.seconds(at) else {
        throw CommandFailure("--at is no time in UTC, as 2027-01-31T08:00:00Z")
      }
      return seconds
    }

    private func label(_ text: String, _ scheme: LabelScheme) throws -> Label {
      do throws(LabelCodecError) {
        return try scheme.label(text)
      } catch {
        throw CommandFailure("--label: \(error.refusal.text) at byte \(error.offset)")
      }
    }

    private func signerID(
      _ who: PrincipalID, _ flow: FlowID, _ basis: ExplainBasis
    ) throws -> PrincipalID? {
      if let signer {
        guard let id = PrincipalID(signer, in: flow.compartment) else {
          throw CommandFailure("--signer is no principal, as icu/hl7")
        }
        return id
      }
      return action == .publish ? who : basis.publisher(of: flow)
    }

    private func text(_ explanation: Explanation, _ snapshot: PolicySnapshot) -> String {
      let verdict =
        switch explanation.decision {
        case .permit(let rule): "permit by \(snapshot.versionText) \(snapshot.text(of: rule))"
        case .deny(let reason): "deny VGM-\(reason.code): \(reason.text)"
        }
      let findings = explanation.findings.map { finding in
        let why = finding.refusal.map { " (VGM-\($0.code): \($0.text))" } ?? ""
        return "  \(finding.refusal == nil ? "yes" : "NO ") \(finding.condition.text)\(why)"
      }
      return (["\(verdict), decided by the cell of \(snapshot.compartment)"] + findings).joined(
        separator: "\n")
    }

    private func jsonText(_ explanation: Explanation, _ snapshot: PolicySnapshot) -> String {
      var entries: [(String, SourceNode?)] = []
      switch explanation.decision {
      case .permit(let rule):
        entries = [
          ("decision", .text("permit")),
          ("rule", .text("\(snapshot.versionText) \(snapshot.text(of: rule))")),
        ]
      case .deny(let reason):
        entries = [
          ("decision", .text("deny")), ("code", .number(Int64(reason.code))),
          ("reason", .text(reason.text)),
        ]
      }
      let findings = explanation.findings.map { finding in
        SourceNode.map([
          ("condition", .text(finding.condition.rawValue)),
          ("met", .flag(finding.refusal == nil)),
          ("code", finding.refusal.map { .number(Int64($0.code)) }),
        ])
      }
      return SourceNode.map(entries + [("conditions", .list(findings))]).json
    }
  }
}

extension Action: ExpressibleByArgument {}

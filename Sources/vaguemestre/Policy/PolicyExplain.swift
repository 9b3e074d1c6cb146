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
        Asks the decision function that the cell asks, with the site's verified documents. Exit \
        status 0 for a permit, 1 for a denial.
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

    @Option(help: "The message's subject.")
    var subject: String?

    @Option(
      help: "Whose key signed the message; by default who publishes, or may publish, the flow.")
    var signer: String?

    @Option(help: "The purpose that is stated.")
    var purpose: String?

    @Option(help: "When, as 2027-01-31T08:00:00Z; by default now.")
    var at: String?

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
      let now = Int64(Date().timeIntervalSince1970)
      let site = try Site.load(at: site, time: now)
      let question = try question(in: site, now: now)
      // The cell that decides: an export is the source's to decide, all else the principal's own
      // cell's.
      let cell = action == .export ? question.flow.compartment : question.principal.compartment
      let snapshot = try site.snapshot(of: cell)
      let explanation = snapshot.explain(question)
      print(json ? jsonText(explanation, snapshot) : text(explanation, snapshot, cell))
      if !explanation.decision.isPermit { throw ExitCode(1) }
    }

    private func question(in site: VerifiedSite, now: Int64) throws -> Question {
      guard let who = PrincipalID(principal, in: ""), let flow = FlowID(flow, in: "") else {
        throw CommandFailure("name principal and flow with their compartments, as icu/dashboard")
      }
      var time = now
      if let at {
        guard let seconds = UTCTime.seconds(at) else {
          throw CommandFailure("--at is no time in UTC, as 2027-01-31T08:00:00Z")
        }
        time = seconds
      }
      var question = Question(action, by: who, on: flow, at: time)
      question.purpose = purpose
      question.subject = subject ?? flow.compartment
      question.label = try label.map { try label($0, site) } ?? defaultLabel(of: flow, site)
      question.signer = try signerID(who, flow, site)
      return question
    }

    private func label(_ text: String, _ site: VerifiedSite) throws -> Label {
      do throws(LabelCodecError) {
        return try site.charter.document.scheme.label(text)
      } catch {
        throw CommandFailure("--label: \(error.refusal.text) at byte \(error.offset)")
      }
    }

    private func defaultLabel(of flow: FlowID, _ site: VerifiedSite) -> Label? {
      site.policies.first { $0.document.compartment == flow.compartment }?.document.flows
        .first { $0.name == flow.name }?.defaultLabel
    }

    private func signerID(
      _ who: PrincipalID, _ flow: FlowID, _ site: VerifiedSite
    ) throws -> PrincipalID? {
      if let signer {
        guard let id = PrincipalID(signer, in: flow.compartment) else {
          throw CommandFailure("--signer is no principal, as icu/hl7")
        }
        return id
      }
      if action == .publish { return who }
      let source = site.policies.first { $0.document.compartment == flow.compartment }?.document
      let publisher = source?.principals.first { $0.publish.contains { $0.flow == flow } }
      return publisher.map { PrincipalID(flow.compartment, $0.name) }
    }

    private func text(
      _ explanation: Explanation, _ snapshot: PolicySnapshot, _ cell: String
    ) -> String {
      let verdict =
        switch explanation.decision {
        case .permit(let rule): "permit by \(snapshot.text(of: rule))"
        case .deny(let reason): "deny VGM-\(reason.code): \(reason.text)"
        }
      let findings = explanation.findings.map { finding in
        let why = finding.refusal.map { " (VGM-\($0.code): \($0.text))" } ?? ""
        return "  \(finding.refusal == nil ? "yes" : "NO ") \(finding.condition.text)\(why)"
      }
      return (["\(verdict), decided by the cell of \(cell)"] + findings).joined(separator: "\n")
    }

    private func jsonText(_ explanation: Explanation, _ snapshot: PolicySnapshot) -> String {
      var entries: [(String, SourceNode?)] = []
      switch explanation.decision {
      case .permit(let rule):
        entries = [("decision", .text("permit")), ("rule", .text(snapshot.text(of: rule)))]
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

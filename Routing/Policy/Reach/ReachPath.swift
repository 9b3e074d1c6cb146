import Cryptography
package import Labels

/// A way for one message from who publishes it to who is given it, with the rule that permits each
/// step: the proof that it can.
package struct ReachPath: Hashable, Sendable {
  package let publisher: PrincipalID
  package let flow: FlowID
  /// The link principal that fetches it, where it crosses.
  package let link: PrincipalID?
  /// Who is given it: a reader, or a link for the cell behind it; nil where it is but published.
  package let receiver: PrincipalID?
  package let label: Label
  package let subject: String
  package let steps: [Step]

  /// One decision on the way.
  package struct Step: Hashable, Sendable {
    /// The compartment whose cell decides.
    package let cell: String
    package let question: Question
    /// The policy that decides, as `icu@7`.
    package let version: String
    /// The rule that permits it, as `explain` names it.
    package let rule: String
  }
}

/// A path before its cells were asked.
struct ReachDraft {
  let publisher: PrincipalID
  let flow: FlowID
  let link: PrincipalID?
  let receiver: PrincipalID?
  let label: Label
  let subject: String
  let questions: [(cell: ReachCell, question: Question)]

  /// Asks each cell; a path is one only if every step is permitted.
  func replayed() throws(ReachFault) -> ReachPath {
    var steps: [ReachPath.Step] = []
    for (cell, question) in questions {
      guard case .permit(let rule) = cell.snapshot.decide(question) else { throw .notReplayed }
      steps.append(
        ReachPath.Step(
          cell: cell.compartment, question: question, version: cell.snapshot.versionText,
          rule: cell.snapshot.text(of: rule)))
    }
    return ReachPath(
      publisher: publisher, flow: flow, link: link, receiver: receiver, label: label,
      subject: subject, steps: steps)
  }
}

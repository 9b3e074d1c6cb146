/// One thing that a permit needs. A permit needs all that apply; each refuses with a reason of its
/// own.
package enum Condition: String, Hashable, Sendable, CaseIterable {
  case standing
  case rightAction = "right-action"
  case freshness
  case purpose
  case noDeny = "no-deny"
  case agreement
  case grant
  case subject
  case signer
  case equipment
  case validLabel = "valid-label"
  case compartmentTag = "compartment-tag"
  case floor
  case ceiling
  case linkCeilings = "link-ceilings"
  case release
  case clearance

  /// In the order of the decision; made once, because every decision walks it.
  static let inOrder = allCases

  /// One line for people.
  package var text: String {
    switch self {
    case .standing: "the principal is neither revoked nor expired, the compartment is open"
    case .rightAction: "a principal of this compartment or role can do this here"
    case .freshness: "the documents are fresh enough for it"
    case .purpose: "the principal may act for the stated purpose"
    case .noDeny: "no deny covers it"
    case .agreement: "for what crosses compartments, an export and an import name each other"
    case .grant: "a grant or an agreed link covers it"
    case .subject: "the subject is well-formed and covered"
    case .signer: "whoever signed may publish it"
    case .equipment: "what signed is equipment that the flow takes"
    case .validLabel: "the label is valid under the charter's scheme"
    case .compartmentTag: "above U the label names the flow's compartment"
    case .floor: "the label protects no less than the flow's floor"
    case .ceiling: "the label is no more sensitive than the flow's ceiling"
    case .linkCeilings: "the label is within the ceilings of export and import"
    case .release: "the export's release dominates the label"
    case .clearance: "the clearance dominates the label"
    }
  }
}

/// What each condition said, for people.
package struct Explanation: Sendable {
  package struct Finding: Sendable {
    package let condition: Condition
    /// Why it is not met; nil if it is.
    package let refusal: Reason?
  }

  package let decision: Decision
  /// Every condition that could be evaluated, in the order of the decision.
  package let findings: [Finding]
}

package import Labels

/// A step that no message of those in question gets beyond, and what stops it there.
package struct ReachCut: Hashable, Sendable {
  /// What is not permitted; nil where no rule so much as leads from the flow to the compartment.
  package let action: Action?
  package let flow: FlowID
  /// Who would have done it; nil where nobody could.
  package let principal: PrincipalID?
  /// The compartment whose cell refuses, or that nothing leads to.
  package let compartment: String
  /// Who published what was stopped; empty where nothing came that far.
  package let publishers: [PrincipalID]
  package let condition: Condition
  package let reason: Reason
  /// A label that got as far as that condition; nil where labels do not matter.
  package let example: Label?
}

/// How much was looked at.
package struct ReachCount: Hashable, Sendable {
  package var flows = 0
  package var publishers = 0
  package var links = 0
  package var receivers = 0
}

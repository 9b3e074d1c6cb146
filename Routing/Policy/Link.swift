package import Labels

/// The source's half of a link: lets another compartment have one of our flows.
package struct Export: Hashable, Sendable {
  /// A flow of the compartment that exports; what was imported can't be exported again.
  package var flow: String
  /// The compartment that may have it.
  package var to: String
  /// The link principal, of the destination's policy, that may fetch it; nil for any of its link
  /// principals.
  package var link: String?
  /// For which subjects; empty for all.
  package var subject: String
  /// The most sensitive message that leaves.
  package var ceiling: Label
  /// What the destination is cleared for here, whatever its own policy says of its link.
  package var release: Clearance

  package init(
    flow: String, to: String, link: String? = nil, ceiling: Label, release: Clearance
  ) {
    self.flow = flow
    self.to = to
    self.link = link
    self.ceiling = ceiling
    self.release = release
    subject = ""
  }
}

/// The destination's half of a link: takes a flow of another compartment in.
package struct Import: Hashable, Sendable {
  /// The compartment it comes from.
  package var from: String
  /// The flow's name there.
  package var flow: String
  /// Our link principal that fetches it.
  package var link: String
  /// The most sensitive message that is taken in.
  package var ceiling: Label
  /// Seconds; nil for what the source's flow says.
  package var retention: Int64?

  package init(
    from: String, flow: String, link: String, ceiling: Label, retention: Int64? = nil
  ) {
    self.from = from
    self.flow = flow
    self.link = link
    self.ceiling = ceiling
    self.retention = retention
  }
}

/// Takes away, whatever is granted anywhere. What is nil stands for all.
///
/// Sticky: it may name a principal or a flow of its own compartment that does not exist yet. One
/// that names another compartment's principal needs an export with a named link, or an import, on
/// which it can act.
package struct Deny: Hashable, Sendable {
  package var principal: PrincipalID?
  package var flow: FlowID?
  package var action: Action?
  /// Which equipment it takes this away from; nil for all. A principal whose equipment is not known
  /// is none of it.
  package var equipment: EquipmentRequirement?
  /// Why, for people; at most 200 bytes, no patient, no control or format character.
  package var reason: String

  package init(
    principal: PrincipalID? = nil, flow: FlowID? = nil, action: Action? = nil, reason: String
  ) {
    self.principal = principal
    self.flow = flow
    self.action = action
    self.reason = reason
  }
}

import Policy
import SignedMessage

/// Who brings messages in: a session that publishes, or a link that imports one flow.
class IntakeSource {
  let action: Action
  /// The compartment in which the messages must have been made.
  let compartment: String
  let id: PrincipalID
  /// The principal in the snapshot in force; renewed with it.
  var principal: PrincipalHandle
  /// What place, key and policy said to the messages met last.
  var memo = PlaceMemo<Verdict>()

  init(
    _ action: Action, of compartment: String, by id: PrincipalID, _ principal: PrincipalHandle
  ) {
    self.action = action
    self.compartment = compartment
    self.id = id
    self.principal = principal
  }

  /// The flow that a message may go to, by the name it has inside its compartment.
  func flow(_ name: String, _ desk: PolicyDesk) -> DeskFlow? { nil }
}

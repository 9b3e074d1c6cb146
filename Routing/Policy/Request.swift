package import Cryptography
package import Labels

/// A principal resolved in one snapshot; refused by any other.
package struct PrincipalHandle: Hashable, Sendable {
  let snapshot: UInt64
  package let place: UInt32
}

/// A flow resolved in one snapshot; refused by any other.
package struct FlowHandle: Hashable, Sendable {
  let snapshot: UInt64
  package let place: UInt32
}

/// A question to the policy, with everything resolved that can be: one per message on the data
/// path.
package struct Request: Sendable {
  package var action: Action
  /// Who asks: the principal of the session.
  package var principal: PrincipalHandle
  package var flow: FlowHandle
  /// Seconds since the Unix epoch.
  package var time: Int64
  /// The message's label; needed for all but ``Action/subscribe``.
  package var label: CompiledLabel?
  /// The message's subject; ignored for ``Action/subscribe``.
  package var subject = ""
  /// Whose key signed the message; needed for ``Action/publish`` and ``Action/import``.
  package var signer: PrincipalHandle?
  /// The key that signed the message. Where it is given, a revoked one denies, whatever the action:
  /// so what it signed before is not given out any more.
  package var signingKey: KeyID?
  /// When the message says that it was signed, in seconds since the Unix epoch; for
  /// ``Action/import``, where it may have waited for the link since before its signer expired.
  package var issuedAt: Int64?
  /// What for; nil for whatever the principal's entry allows.
  package var purpose: String?
  /// Whether the principal begins what it did not have before: a subscription without a durable
  /// cursor.
  package var isNew = false

  package init(
    _ action: Action, by principal: PrincipalHandle, on flow: FlowHandle, at time: Int64
  ) {
    self.action = action
    self.principal = principal
    self.flow = flow
    self.time = time
  }
}

/// A question to the policy in names, for tools and tests.
package struct Question: Hashable, Sendable {
  package var action: Action
  package var principal: PrincipalID
  package var flow: FlowID
  /// Seconds since the Unix epoch.
  package var time: Int64
  package var label: Label?
  package var subject = ""
  package var signer: PrincipalID?
  package var signingKey: KeyID?
  package var issuedAt: Int64?
  package var purpose: String?
  package var isNew = false

  package init(
    _ action: Action, by principal: PrincipalID, on flow: FlowID, at time: Int64
  ) {
    self.action = action
    self.principal = principal
    self.flow = flow
    self.time = time
  }
}

package import Cryptography
package import Labels

/// Who acts: known by its keys, never by what it calls itself.
package struct Principal: Hashable, Sendable {
  package var name: String
  package var role: Role
  /// The key by which its connections are known.
  package var curveKey: CurveKey
  /// The keys with which it signs messages; only publishers have any.
  package var signingKeys: [VerificationKey] = []
  package var clearance: Clearance
  package var publish: [Grant] = []
  package var subscribe: [Grant] = []
  /// Seconds since the Unix epoch, from which nothing is permitted.
  package var expires: Int64
  /// For what it may act, as `treatment`; who states a purpose must find it here.
  package var purposes: [String] = []
  /// What it is, if that is known.
  package var equipment: Equipment?

  package init(
    name: String, role: Role, curveKey: CurveKey, clearance: Clearance, expires: Int64
  ) {
    self.name = name
    self.role = role
    self.curveKey = curveKey
    self.clearance = clearance
    self.expires = expires
  }
}

/// Lets a principal publish to, or subscribe to, a flow, for the subjects under a prefix.
package struct Grant: Hashable, Sendable {
  package var flow: FlowID
  /// See ``Subject/covers(_:_:)``; empty for all.
  package var subject: String

  package init(_ flow: FlowID, subject: String = "") {
    self.flow = flow
    self.subject = subject
  }
}

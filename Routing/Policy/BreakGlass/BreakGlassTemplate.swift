package import Cryptography
package import Labels

/// What a compartment's authority lets officers open in an emergency: to whom, up to what, for how
/// long.
package struct BreakGlassTemplate: Hashable, Sendable {
  package var name: String
  /// Own flows.
  package var flows: [String] = []
  /// The most that it opens.
  package var clearance: Clearance
  /// Own subscribers.
  package var grantees: [String] = []
  /// Keys that serve for nothing else.
  package var officers: [VerificationKey] = []
  /// Seconds that an activation, or a renewal, lasts.
  package var duration: Int64
  /// Seconds within which a second officer must approve.
  package var approvalWithin: Int64
  /// How often it may be renewed.
  package var renewals: Int64 = 0
  /// Seconds within which it must be reviewed after its end.
  package var reviewWithin: Int64
  package var reasons: [String] = []

  package init(
    name: String, clearance: Clearance, duration: Int64, approvalWithin: Int64, reviewWithin: Int64
  ) {
    self.name = name
    self.clearance = clearance
    self.duration = duration
    self.approvalWithin = approvalWithin
    self.reviewWithin = reviewWithin
  }
}

/// The bounds of break-glass, and what they must be to each other.
package enum BreakGlassLimit {
  package static let templatesMax = 64
  package static let granteesMax = 64
  package static let officersMax = 64
  package static let reasonsMax = 32
  /// 12 hours in seconds.
  package static let durationMax: Int64 = 43_200
  package static let renewalsMax: Int64 = 8
  /// 90 days in seconds.
  package static let reviewMax: Int64 = 7_776_000
  /// A signed step.
  package static let stepBytesMax = 4_096
  /// How long a step may wait to be taken, in seconds.
  package static let stepLifeMax: Int64 = 86_400
  /// How far an officer's clock may be ahead, in seconds.
  package static let aheadMax: Int64 = 300
  /// A patient's system or value, in bytes.
  package static let patientBytesMax = 128
  /// Open activations of a cell, and unreviewed ones of a template.
  package static let activationsMax = 64
  /// How long a step is known again after it has expired, in seconds: 30 days.
  package static let memory: Int64 = 2_592_000
}

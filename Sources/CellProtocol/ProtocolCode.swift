/// The codes 31xx of the wire protocol. The numbers are stable and never get a second meaning; what
/// each asks of a peer stands in `Sources/Cell/README.md`, §7.
package enum ProtocolCode: Int, Sendable, CaseIterable {
  case notGreeted = 3101
  case version = 3102
  case malformed = 3103
  case unknownCommand = 3104
  case oversized = 3105
  case multipart = 3106
  case namedPeer = 3107
  case unknownPrincipal = 3108
  case keyChanged = 3109
  case sessionLimit = 3110
  case faultLimit = 3111
  case publishCredit = 3112
  case creditBound = 3113
  case gap = 3114
  case subscriptionLimit = 3115
  case subscriptionInUse = 3116
  case noSubscription = 3117
  case beyondHead = 3119
  case epochBehind = 3120
  case sequenceBehind = 3121
  case issuedAt = 3122
  case wrongPlace = 3123
  case foreignKey = 3124
  case journalClosed = 3126
  case slowPeer = 3128
  case silent = 3129
  case revoked = 3130
  case beyondDelivered = 3131
  case damaged = 3132
  case linkKeyMissing = 3133
  case unknownToken = 3134
  case passedOver = 3135
  case tooManyLinks = 3136
  case repeated = 3137
  case signatureLimit = 3138
  case unsettledJournal = 3139

  /// Whether a session ends with it.
  package var isFatal: Bool {
    switch self {
    case .version, .unknownPrincipal, .keyChanged, .sessionLimit, .faultLimit,
      .publishCredit, .slowPeer, .silent, .revoked, .signatureLimit:
      true
    case .notGreeted, .malformed, .unknownCommand, .oversized, .multipart, .namedPeer,
      .creditBound, .gap, .subscriptionLimit, .subscriptionInUse, .noSubscription, .beyondHead,
      .epochBehind, .sequenceBehind, .issuedAt, .wrongPlace, .foreignKey, .journalClosed,
      .beyondDelivered, .damaged, .linkKeyMissing, .unknownToken, .passedOver, .tooManyLinks,
      .repeated, .unsettledJournal:
      false
    }
  }

  /// Whether the subscription it is about goes on (§2, ERROR).
  package var leavesSubscription: Bool { self == .creditBound || self == .beyondDelivered }
}

/// What became of a draft.
package enum PublishOutcome: Equatable, Sendable {
  /// Durable at the cell (now, or before when it was sent again).
  case durable
  /// Refused for good, with the cell's code.
  case refused(code: Int)
  /// The publisher was closed before an answer came; it may or may not be durable.
  case unanswered

  package var isDurable: Bool { self == .durable }
}

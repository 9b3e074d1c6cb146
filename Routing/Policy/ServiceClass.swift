/// What a flow promises, and what becomes of a consumer that is behind.
package enum ServiceClass: String, Hashable, Sendable, CaseIterable {
  /// Alarms: never dropped, before all others.
  case alert
  /// Admissions, results, orders, documents: durable, at least once, in order.
  case event
  /// Numeric telemetry: the newest value wins for who is behind.
  case state
  /// Waveforms: bounded, the oldest dropped with a gap mark.
  case stream
}

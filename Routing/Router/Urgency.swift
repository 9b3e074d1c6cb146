/// In which order consumers are served when several wait: the order of the service classes.
package enum Urgency: UInt8, CaseIterable, Sendable {
  /// Alarms: before everything else.
  case alert = 0
  /// Admissions, results, orders, documents.
  case event = 1
  /// Numeric telemetry.
  case state = 2
  /// Waveforms.
  case stream = 3
}

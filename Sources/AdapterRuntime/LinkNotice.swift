package import AdapterKit

/// What a link tells its log: codes and places, never content.
package enum LinkNotice: Sendable, Equatable {
  /// A frame that was no message.
  case unreadable(AdapterError)
  /// A message is in quarantine, durably.
  case quarantined(AdapterError)
  /// No flow is configured for the kind of a message.
  case unrouted
  /// The cell refused a message, with this code.
  case refused(code: Int)
  /// The cell refuses for a reason that passes, with this code: nothing of the link gets in before
  /// that.
  case heldBack(code: Int)
  /// Quarantine refused the raw bytes as well, with this code or for lack of a flow: nothing is
  /// durable, and the device was told so.
  case lost(code: Int?)
  /// The cell did not answer in time, or too much waits for it already.
  case busy
}

import AdapterKit
import NormalizedFormat
import SignedMessage

/// Bounds of the runtime, and what they must be to those around them.
enum RuntimeLimit {
  /// Messages of one frame that wait for the cell at a time.
  static let framePartsUnderWay = 256
  /// Raw bytes of one frame that wait for the cell at a time; one message may be longer.
  static let frameBytesUnderWay = 4 << 20

  /// Traps where two bounds contradict each other.
  static func assertRelations() {
    precondition(
      FormatLimit.quarantineBytesMax + 16 << 10 <= MessageLimit.payloadBytesMax,
      "a piece in quarantine fits a signed message, with what is said beside it")
    let pieces = MLLPFraming.defaultCap / FormatLimit.quarantineBytesMax + 1
    precondition(
      MLLPFraming.defaultCap + pieces * (UplinkBounds.draftOverhead + 16 << 10)
        <= UplinkBounds().bytes / 2,
      "the longest frame can be kept, while another one is")
    precondition(framePartsUnderWay < UplinkBounds().drafts, "one frame does not take all the room")
  }
}

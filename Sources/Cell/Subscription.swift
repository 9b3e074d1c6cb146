import Policy
import Router
import SignedMessage

/// One consumer at one flow: a cursor over the journal, and credit to receive what it reads.
final class Subscription {
  let id: ConsumerID
  let session: Session
  /// The client's number for it.
  let number: UInt32
  /// The flow in the snapshot in force; renewed with it.
  var flow: DeskFlow
  var action: Action
  /// The next offset to examine.
  var position: UInt64
  /// The newest offset delivered; nil before the first.
  var lastDelivered: UInt64?
  /// Bytes that may still be sent; overdrawn by less than a message.
  var credit: Int
  /// Whether a read of the journal is under way.
  var isReading = false
  /// What officers opened to it, beside what it may have anyway.
  var openings: [Opening] = []
  /// Whether it is open by that alone; then it leaves no durable cursor.
  var restsOnBreakGlass = false
  /// Whether a first message waits for its record.
  var isHeld = false
  /// What the policy said to the messages met last: nil for a permit.
  var memo = PlaceMemo<Reason?>()

  init(
    id: ConsumerID, session: Session, number: UInt32, flow: DeskFlow, action: Action,
    position: UInt64, credit: Int
  ) {
    self.id = id
    self.session = session
    self.number = number
    self.flow = flow
    self.action = action
    self.position = position
    self.credit = credit
  }
}

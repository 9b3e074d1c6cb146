package import Ledger
package import Policy
package import Router

/// What happens to a cell.
package enum CellEvent {
  /// A frame came from a client.
  case frame(Peer, [UInt8])
  /// The socket threw away so many messages without an answer: 3106 or 3107.
  case discarded(code: Int, count: Int)
  /// Nothing more to read for now: what was taken in is to be committed.
  case drained
  /// The batch is durable; an offset for each of its entries.
  case committed([UInt64])
  /// The journal took nothing of the batch, and goes on.
  case commitRefused(code: Int)
  /// A read of the journal that an effect asked for.
  case records(ConsumerID, [StoredRecord])
  /// There is time to read for at most so many consumers.
  case serve(Int)
  /// A frame could not be sent: the connection takes nothing, or is gone.
  case unsent(Peer, isGone: Bool)
  /// Time went by; whether all that had come by now was read.
  case tick(isDrained: Bool)
  /// Another snapshot came into force, with the key behind each token and the documents it is from.
  case policy(PolicySnapshot, users: [UInt64: CurveKey], documents: [RulingDocument] = [])
  /// The ledger is to say something of what happened outside.
  case noted([LeafDraft])
  /// A head could not be kept.
  case headFailed
  /// Something happened on the connection to another cell.
  case link(LinkID, LinkEvent)
  /// An officer's step of a break-glass, as it was received.
  case step(StepTicket, [UInt8])
  /// A record that an effect asked for is durable.
  case recorded(UInt64)
  /// It could not be made durable, with the journal's or ledger's code; the cell goes on.
  case recordFailed(UInt64, code: Int)
  /// The cell ends: sessions are told, cursors staged.
  case stopping
}

/// What happens on the connection to another cell.
package enum LinkEvent: Equatable, Sendable {
  /// The socket that was asked for is open; 16 random bytes for HELLO.
  case connected(nonce: [UInt8])
  case frame([UInt8])
  /// The socket could not be opened, or does not take what is sent.
  case failed
}

/// Every bound of the wire protocol and of a cell's sessions, with the relations between them.
///
/// Nothing that a peer sends may allocate beyond these. Sizes are bytes, times milliseconds.
package enum Limit {
  /// The longest frame, told to clients in WELCOME.
  package static let frameBytesMax = 1 << 20
  /// Where the transport itself closes the connection (`ZMQ_MAXMSGSIZE`): far enough above
  /// ``frameBytesMax`` that a frame somewhat too long is refused with a code instead.
  package static let transportBytesMax = frameBytesMax + 64 << 10
  /// The longest signed message: it fits a DELIVER beside its heads.
  package static let messageBytesMax = frameBytesMax - 1_024
  /// Messages in one PUBLISH or DELIVER, results in one ACK.
  package static let messagesPerFrameMax = 1_024
  /// Signatures in one PUBLISH: messages that were signed together have one.
  package static let signaturesPerPublishMax = 32
  /// Signing keys in one HELLO.
  package static let keysPerHelloMax = 16
  /// Marks in one WELCOME.
  package static let marksPerWelcomeMax = 1_024
  /// Names of sites, compartments, principals and clients, in UTF-8.
  package static let nameBytesMax = 64
  /// A flow or a principal in full: two names of 32 bytes with a slash between, and one to spare.
  package static let fullNameBytesMax = 66
  /// HELLO's nonce, WELCOME's session and journal.
  package static let tokenBytes = 16
  /// The token of a cell's HEARTBEAT.
  package static let heartbeatTokenBytes = 8
  /// Any number: what every language holds exactly (2⁵³ − 1).
  package static let numberMax: UInt64 = 1 << 53 - 1
  /// An offset of a message: the one behind it is a number, too.
  package static let offsetMax = numberMax - 1
  /// A key id.
  package static let keyIDBytes = 16

  /// Sessions of one cell.
  package static let sessionsMax = 1_024
  /// Sessions of one principal.
  package static let sessionsPerPrincipalMax = 16
  /// Subscriptions of one session.
  package static let subscriptionsPerSessionMax = 64
  /// Connections of one principal that a cell keeps account of, those without a session included.
  package static let connectionsPerPrincipalMax = 64
  /// Faults of one principal before its session is cut; one is forgiven each second.
  package static let faultsMax = 64
  /// Milliseconds in which one fault is forgiven.
  package static let faultForgiven: Int64 = 1_000
  /// Faults with which a principal gets no new session.
  package static let faultsAtGreetingMax = 32
  /// Messages that a publisher may have without an answer; so far back a cell knows what it never
  /// took.
  package static let messagesUnansweredMax: UInt64 = 8_192

  /// Bytes a publisher may have under way.
  package static let publishCreditBytes = 4 << 20
  /// Bytes a subscription may have under way.
  package static let subscriptionCreditBytesMax = 4 << 20
  /// Bytes a link may have under way for each flow it imports.
  package static let linkCreditBytes = 2 << 20
  /// Bytes after which a connection is asked by a heartbeat whether it has read them.
  package static let proofBytes = 256 << 10
  /// Bytes to a connection that it has not proved to have read, and nothing more is delivered.
  package static let unprovenDeliverBytesMax = 4 << 20
  /// The same, and the session is ended.
  package static let unprovenBytesMax = 8 << 20
  /// The same over all connections of a principal, and nothing more is delivered to any.
  package static let unprovenPrincipalBytesMax = 64 << 20
  /// Connections to other cells: what one thread can poll beside its own socket.
  package static let linksMax = 12
  /// Where a DELIVER frame is full; one message may exceed it.
  package static let deliverBytes = 256 << 10
  /// Frames queued for one peer before it counts as dead (`ZMQ_SNDHWM`).
  package static let framesQueuedMax = 16_384
  /// Frames that wait for one peer's turn in our memory (`ZMQ_RCVHWM`); the others wait on its
  /// side.
  package static let framesWaitingMax = 16
  /// Frames a cell takes from a socket before it commits.
  package static let framesPerDrainMax = 256
  /// Message bytes a cell takes from its sockets before it commits.
  package static let bytesPerDrainMax = 8 << 20
  /// Messages a cell takes from its sockets before it commits.
  package static let messagesPerDrainMax = 16_384
  /// Milliseconds a cell takes from its sockets before it commits: half of it from its clients,
  /// half from its links.
  package static let drainMax: Int64 = 50

  /// Either side speaks at least this often.
  package static let heartbeat: Int64 = 2_000
  /// After this much silence a session is over.
  package static let silenceMax: Int64 = 7_000
  /// The longest time a peer may announce.
  package static let millisecondsMax: UInt64 = 3_600_000
  /// The first pause before connecting again; it doubles up to ``reconnectMax``.
  package static let reconnectMin: Int64 = 100
  /// The longest pause before connecting again.
  package static let reconnectMax: Int64 = 5_000
  /// The pause before an import that was refused or held is asked for again.
  package static let importRetry: Int64 = 5_000
  /// How long an import waits for a policy that knows a message's signer.
  package static let importPatience: Int64 = 600_000
  /// What a NACK asks a publisher to wait.
  package static let retryAfter: Int64 = 500
  /// How long a moved cursor may wait for a commit of messages before it gets one of its own.
  package static let cursorDelayMax: Int64 = 500

  /// How far a message may be issued ahead of the cell's clock.
  package static let issuedAheadMax: Int64 = 3_600_000
  /// How far a message may be issued behind it: what a producer may store and send later.
  package static let issuedBehindMax: Int64 = 30 * 24 * 3_600_000

  /// The bytes of a frame beside its messages: verb, number, heads.
  package static let frameOverheadBytes = 64
  /// The bytes of a DELIVER beside one message: its offset and heads.
  package static let messageOverheadBytes = 16

  /// Traps where two bounds contradict each other.
  package static func assertRelations() {
    precondition(silenceMax > heartbeat * 3, "a peer may lose three heartbeats")
    precondition(transportBytesMax > frameBytesMax, "a long frame is answered, not cut")
    precondition(
      messageBytesMax + frameOverheadBytes + messageOverheadBytes <= frameBytesMax,
      "what was published can be delivered")
    precondition(publishCreditBytes >= 2 * frameBytesMax, "a publisher can work ahead")
    precondition(subscriptionCreditBytesMax >= 2 * frameBytesMax, "a subscriber can work ahead")
    precondition(linkCreditBytes <= subscriptionCreditBytesMax, "a link asks for no more")
    precondition(deliverBytes <= frameBytesMax, "a full DELIVER is a frame")
    precondition(bytesPerDrainMax / 2 >= publishCreditBytes, "a drain takes what one may send")
    precondition(reconnectMin < reconnectMax, "pauses grow")
    precondition(cursorDelayMax < heartbeat, "a cursor is durable before its session can be lost")
    precondition(sessionsPerPrincipalMax < sessionsMax, "no principal takes all sessions")
    precondition(
      marksPerWelcomeMax * (fullNameBytesMax + 48) + 1_024 <= frameBytesMax, "WELCOME fits a frame")
    precondition(messagesPerFrameMax * 9 + frameOverheadBytes <= frameBytesMax, "ACK fits a frame")
    precondition(unprovenDeliverBytesMax >= subscriptionCreditBytesMax, "one window can be filled")
    precondition(unprovenBytesMax >= unprovenDeliverBytesMax + 2 * frameBytesMax, "answers fit")
    precondition(proofBytes * 8 <= unprovenDeliverBytesMax, "proofs come before the bound")
    precondition(faultsAtGreetingMax < faultsMax, "who was cut waits")
  }
}

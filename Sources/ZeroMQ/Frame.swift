import CZeroMQ

/// A message that was received: one part, reused for the next one, so that receiving allocates
/// nothing.
///
/// The bytes are valid until the frame is received into again; copy what has to live longer.
package struct Frame: ~Copyable {
  // Allocated apart, because libzmq keeps short messages inside the struct, which Swift may move.
  let message: UnsafeMutablePointer<zmq_msg_t>
  /// Who sent it by the ZAP handler's word; nil unless it came over a CURVE server socket.
  ///
  /// It comes from the payload's own part: the routing id's part has lost its metadata after a poll
  /// in libzmq 4.3.4 (trap 3). A `User-Id` that a peer claims in its own handshake is never read
  /// (trap 5).
  package internal(set) var userID: UserID?

  package init() {
    message = .allocate(capacity: 1)
    zmq_msg_init(message)
  }

  deinit {
    zmq_msg_close(message)
    message.deallocate()
  }

  package var count: Int { zmq_msg_size(message) }

  /// Lends the bytes without copying them.
  @inline(__always)
  package func withUnsafeBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(UnsafeRawBufferPointer(start: zmq_msg_data(message), count: count))
  }

  /// A copy of the bytes.
  package var bytes: [UInt8] { withUnsafeBytes { [UInt8]($0) } }

  var hasMore: Bool { zmq_msg_more(message) == 1 }

  var metadataUserID: UserID? {
    metadata("User-Id").flatMap { UserID(text: $0) }
  }

  /// A property of the connection: from the ZAP handler, from libzmq, or claimed by the peer
  /// itself.
  func metadata(_ name: String) -> UnsafePointer<CChar>? {
    zmq_msg_gets(message, name)
  }
}

import CZeroMQ
import Glibc

/// What became of a message that was given to a socket.
package enum SendResult: Equatable, Sendable {
  /// libzmq has it; that says nothing about the peer.
  case queued
  /// The peer's high-water mark is reached, or nobody is connected; the message was not taken.
  case full
  /// The peer of this routing id is gone; the message was not taken.
  case gone
}

extension Socket {
  /// Sends a message of a DEALER, PUSH or PAIR.
  ///
  /// - Parameter timeout: how long to wait for room; zero only tries.
  /// - Throws: `messageTooLarge` above ``messageBytesMax``: the peer would cut the connection.
  package func send(
    _ bytes: UnsafeRawBufferPointer, within timeout: Duration = .zero
  ) throws(ZeroMQError) -> SendResult {
    precondition(kind != .router, "a ROUTER's messages have a receiver: send(_:to:)")
    try prepare(bytes)
    return try send(outgoing.message, within: timeout)
  }

  /// Sends a message of a DEALER, PUSH or PAIR; see the variant for raw bytes.
  package func send(
    _ bytes: [UInt8], within timeout: Duration = .zero
  ) throws(ZeroMQError) -> SendResult {
    try bytes.span.bytes.withUnsafeBytes { (raw) throws(ZeroMQError) in
      try send(raw, within: timeout)
    }
  }

  /// Passes on what was received, without copying it; `frame` is empty once the message is queued.
  package func send(
    moving frame: inout Frame, within timeout: Duration = .zero
  ) throws(ZeroMQError) -> SendResult {
    precondition(kind != .router, "a ROUTER's messages have a receiver: send(_:to:)")
    try limit(frame.count)
    return try send(frame.message, within: timeout)
  }

  /// Sends a message of a ROUTER to the peer that a received message came from. It never waits.
  ///
  /// - Throws: `messageTooLarge` above ``messageBytesMax``.
  package func send(
    _ bytes: UnsafeRawBufferPointer, to receiver: RoutingID
  ) throws(ZeroMQError) -> SendResult {
    precondition(kind == .router, "only a ROUTER sends by routing id")
    // The payload is allocated first: were memory to run out between the two parts, the next
    // routing id would be sent to this peer as a payload.
    try prepare(bytes)
    if let refusal = try address(receiver) { return refusal }
    try check("zmq_msg_send") { zmq_msg_send(outgoing.message, handle.pointer, ZMQ_DONTWAIT) }
    return .queued
  }

  /// Sends the routing id's part; says why when that can't be.
  private func address(_ receiver: RoutingID) throws(ZeroMQError) -> SendResult? {
    do throws(ZeroMQError) {
      if try tryAddress(receiver) { return nil }
      try handle.catchUp()
      return try tryAddress(receiver) ? nil : .full
    } catch let error where error.errno == EHOSTUNREACH {
      return .gone
    }
  }

  private func tryAddress(_ receiver: RoutingID) throws(ZeroMQError) -> Bool {
    do throws(ZeroMQError) {
      _ = try receiver.withUnsafeBytes { (id) throws(ZeroMQError) in
        try check("zmq_send") {
          zmq_send(handle.pointer, id.baseAddress, id.count, ZMQ_SNDMORE | ZMQ_DONTWAIT)
        }
      }
      return true
    } catch let error where error.errno == EAGAIN {
      return false
    }
  }

  /// Sends a message of a ROUTER; see the variant for raw bytes.
  package func send(
    _ bytes: [UInt8], to receiver: RoutingID
  ) throws(ZeroMQError) -> SendResult {
    try bytes.span.bytes.withUnsafeBytes { (raw) throws(ZeroMQError) in
      try send(raw, to: receiver)
    }
  }

  private func limit(_ count: Int) throws(ZeroMQError) {
    guard count <= messageBytesMax else {
      throw ZeroMQError(
        .messageTooLarge, call: "send",
        advice: "\(count) bytes are more than the \(messageBytesMax) of this socket")
    }
  }

  private func prepare(_ bytes: UnsafeRawBufferPointer) throws(ZeroMQError) {
    try limit(bytes.count)
    let message = outgoing.message
    zmq_msg_close(message)
    do throws(ZeroMQError) {
      try check("zmq_msg_init_size") { zmq_msg_init_size(message, bytes.count) }
    } catch {
      zmq_msg_init(message)
      throw error
    }
    if let source = bytes.baseAddress {
      memcpy(zmq_msg_data(message), source, bytes.count)
    }
  }

  private func send(
    _ message: UnsafeMutablePointer<zmq_msg_t>, within timeout: Duration
  ) throws(ZeroMQError) -> SendResult {
    if try queue(message) { return .queued }
    try handle.catchUp()
    if try queue(message) { return .queued }
    if timeout == .zero { return .full }
    let deadline = Deadline(within: timeout)
    while try handle.wait(for: ZMQ_POLLOUT, until: deadline) {
      if try queue(message) { return .queued }
    }
    return .full
  }

  private func queue(_ message: UnsafeMutablePointer<zmq_msg_t>) throws(ZeroMQError) -> Bool {
    do throws(ZeroMQError) {
      try check("zmq_msg_send") { zmq_msg_send(message, handle.pointer, ZMQ_DONTWAIT) }
      return true
    } catch let error where error.errno == EAGAIN {
      return false
    }
  }
}

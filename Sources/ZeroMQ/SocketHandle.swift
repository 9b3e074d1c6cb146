import CZeroMQ
import Glibc

/// The C socket, closed when its last holder lets go: the ``Socket`` itself and the pollers it is
/// in, so that no poller ever looks at a closed one. Not Sendable: it stays with its thread.
final class SocketHandle {
  let pointer: UnsafeMutableRawPointer
  private let context: Context

  init(_ type: Int32, in context: Context) throws(ZeroMQError) {
    pointer = try context.open(type)
    self.context = context
  }

  deinit {
    zmq_close(pointer)
    context.closed()
  }

  func set(_ option: Option, _ value: Int) throws(ZeroMQError) {
    if option == .maxMessageSize {
      try setBytes(option, of: Int64(value))
    } else {
      try setBytes(option, of: Int32(clamping: value))
    }
  }

  func set(_ option: Option, _ value: Duration) throws(ZeroMQError) {
    try set(option, value.wholeMilliseconds)
  }

  func set(_ option: Option, _ bytes: UnsafeRawBufferPointer) throws(ZeroMQError) {
    try check("zmq_setsockopt") {
      zmq_setsockopt(pointer, option.number, bytes.baseAddress, bytes.count)
    }
  }

  func set(_ option: Option, _ text: String) throws(ZeroMQError) {
    let utf8 = Array(text.utf8)
    try utf8.span.bytes.withUnsafeBytes { (bytes) throws(ZeroMQError) in try set(option, bytes) }
  }

  private func setBytes<Value>(_ option: Option, of value: Value) throws(ZeroMQError) {
    try withUnsafeBytes(of: value) { (bytes) throws(ZeroMQError) in try set(option, bytes) }
  }

  /// The endpoint of the last bind, with the real port where `*` was asked for.
  func lastEndpoint() throws(ZeroMQError) -> Endpoint {
    var text = [UInt8](repeating: 0, count: 2 * Endpoint.lengthMax)
    var count = text.count
    try check("zmq_getsockopt") { zmq_getsockopt(pointer, ZMQ_LAST_ENDPOINT, &text, &count) }
    return try Endpoint(String(decoding: text[..<max(0, count - 1)], as: UTF8.self))
  }

  /// Receives one part without waiting; false when there is none.
  @inline(__always)
  func receivePart(into frame: borrowing Frame) throws(ZeroMQError) -> Bool {
    do throws(ZeroMQError) {
      try check("zmq_msg_recv") { zmq_msg_recv(frame.message, pointer, ZMQ_DONTWAIT) }
      return true
    } catch let error where error.errno == EAGAIN {
      return false
    }
  }

  /// Sends one message of several parts without waiting; ZAP's answers are such.
  func send(parts: [[UInt8]]) throws(ZeroMQError) {
    for (index, part) in parts.enumerated() {
      let flags = ZMQ_DONTWAIT | (index < parts.count - 1 ? ZMQ_SNDMORE : 0)
      try check("zmq_send") { zmq_send(pointer, part, part.count, flags) }
    }
  }

  /// Takes the parts that are left of the message whose last part read is in `frame`.
  func drain(_ frame: borrowing Frame) throws(ZeroMQError) {
    while frame.hasMore {
      guard try receivePart(into: frame) else { return }
    }
  }

  /// Lets libzmq read what its I/O threads told it.
  ///
  /// A send that does not wait looks there once a millisecond at most, and so reports a peer as
  /// full that has long made room.
  func catchUp() throws(ZeroMQError) {
    var events: Int32 = 0
    var count = MemoryLayout<Int32>.size
    try check("zmq_getsockopt") { zmq_getsockopt(pointer, ZMQ_EVENTS, &events, &count) }
  }

  /// Waits for `events`; false when `deadline` passed first.
  func wait(for events: Int32, until deadline: Deadline) throws(ZeroMQError) -> Bool {
    var item = zmq_pollitem_t(socket: pointer, fd: 0, events: Int16(events), revents: 0)
    return try check("zmq_poll") { zmq_poll(&item, 1, deadline.millisecondsLeft) } > 0
  }
}

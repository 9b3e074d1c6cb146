import CZeroMQ
import Glibc

/// What happened to a connection that a socket makes.
package enum ConnectionEvent: Equatable, Sendable {
  /// TCP stands; authentication begins.
  case connected
  /// Nobody listens there yet; libzmq tries again.
  case retried
  /// Authenticated: messages flow.
  case established
  /// The server's ZAP handler refused our key, with this status (400).
  case refused(status: Int)
  /// The handshake failed otherwise: another server key, another mechanism, a server without a
  /// handler.
  case handshakeFailed
  case disconnected
}

/// Tells a connecting socket's owner how its connections fare. Of the socket's own thread.
///
/// Read it regularly, or drop it: what is not read is kept.
package struct ConnectionMonitor: ~Copyable {
  private static let events =
    ZMQ_EVENT_CONNECTED | ZMQ_EVENT_CONNECT_RETRIED | ZMQ_EVENT_DISCONNECTED
    | ZMQ_EVENT_HANDSHAKE_SUCCEEDED | ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL
    | ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL | ZMQ_EVENT_HANDSHAKE_FAILED_AUTH

  let handle: SocketHandle
  private let watched: SocketHandle
  private let frame: Frame

  init(_ watched: SocketHandle, in context: Context) throws(ZeroMQError) {
    let handle = try SocketHandle(ZMQ_PAIR, in: context)
    // No mark: at a full one libzmq's I/O thread would wait for us, and with it every connection.
    try handle.set(.receiveHighWater, 0)
    try handle.set(.linger, 0)
    let name = "inproc://monitor-\(UInt(bitPattern: watched.pointer))"
    let events = Self.events
    let (source, sink) = (watched.pointer, handle.pointer)
    try check("zmq_socket_monitor") { zmq_socket_monitor(source, name, events) }
    try check("zmq_connect") { zmq_connect(sink, name) }
    self.watched = watched
    self.handle = handle
    self.frame = Frame()
  }

  deinit {
    zmq_socket_monitor(watched.pointer, nil, 0)
  }

  /// The next event; nil when none came within `timeout`.
  package func next(within timeout: Duration = .zero) throws(ZeroMQError) -> ConnectionEvent? {
    let deadline = Deadline(within: timeout)
    while try handle.wait(for: ZMQ_POLLIN, until: deadline) {
      guard try handle.receivePart(into: frame) else { continue }
      let event = frame.withUnsafeBytes { Self.decode($0) }
      try handle.drain(frame)
      if let event { return event }
    }
    return nil
  }

  /// Reads libzmq's first part: a 16-bit event and a 32-bit value in the machine's byte order.
  private static func decode(_ bytes: UnsafeRawBufferPointer) -> ConnectionEvent? {
    guard bytes.count == 6 else { return nil }
    let value = Int(bytes.loadUnaligned(fromByteOffset: 2, as: UInt32.self))
    return switch Int32(bytes.loadUnaligned(as: UInt16.self)) {
    case ZMQ_EVENT_CONNECTED: .connected
    case ZMQ_EVENT_CONNECT_RETRIED: .retried
    case ZMQ_EVENT_DISCONNECTED: .disconnected
    case ZMQ_EVENT_HANDSHAKE_SUCCEEDED: .established
    case ZMQ_EVENT_HANDSHAKE_FAILED_AUTH: .refused(status: value)
    case ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL, ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL:
      .handshakeFailed
    default: nil
    }
  }
}

extension Socket {
  /// Watches the connections this socket is going to make; ask before ``connect(_:as:)``.
  package func monitor() throws(ZeroMQError) -> ConnectionMonitor {
    precondition(kind != .router, "peers of a server could fill the monitor's memory")
    return try ConnectionMonitor(handle, in: context)
  }
}

extension Poller {
  /// Adds a monitor, for reading.
  package mutating func add(_ monitor: borrowing ConnectionMonitor) throws(ZeroMQError) -> Item {
    try add(monitor.handle, for: .readable)
  }
}

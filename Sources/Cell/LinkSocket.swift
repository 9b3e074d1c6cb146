import CellProtocol
import ZeroMQ

/// The socket of a connection to another cell, and what waits to be sent on it: before the
/// connection stands libzmq takes nothing.
final class LinkSocket {
  /// Frames that may wait; a link sends only small ones, and few.
  static let waitingMax = 1_024

  private var socket: Socket
  private var frame = Frame()
  private var waiting: [[UInt8]] = []

  init(
    to endpoint: Endpoint, as client: CurveClient, in context: Context
  ) throws(ZeroMQError) {
    var options = SocketOptions()
    options.messageBytesMax = Limit.transportBytesMax
    options.receiveHighWater = 64
    options.reconnectMax = .seconds(1)
    options.linger = .milliseconds(200)
    socket = try Socket(.dealer, in: context, options: options)
    try socket.connect(endpoint, as: client)
  }

  /// Adds the socket to a poller.
  func watch(_ poller: inout Poller) throws(ZeroMQError) -> Poller.Item {
    try poller.add(socket)
  }

  /// What to wait for: also room, while something waits for it.
  var events: Poller.Events { waiting.isEmpty ? .readable : [.readable, .writable] }

  /// Sends a frame, now or when the connection takes it; false when too much waits.
  func send(_ bytes: [UInt8]) throws(ZeroMQError) -> Bool {
    guard waiting.count < Self.waitingMax else { return false }
    waiting.append(bytes)
    try flush()
    return true
  }

  /// Sends what waits, as far as the connection takes it.
  func flush() throws(ZeroMQError) {
    var sent = 0
    while sent < waiting.count, try socket.send(waiting[sent]) == .queued { sent += 1 }
    waiting.removeFirst(sent)
  }

  /// The next frame, or nil.
  func receive() throws(ZeroMQError) -> [UInt8]? {
    try socket.receive(into: &frame) ? frame.bytes : nil
  }
}

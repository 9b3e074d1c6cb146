import CellProtocol
import ZeroMQ

/// A DEALER to a cell, with what waits to be sent on it and what libzmq says of its connection.
struct CellLink: ~Copyable {
  private var socket: Socket
  private var frame: Frame
  private let monitor: ConnectionMonitor
  private var poller: Poller
  private let socketItem: Poller.Item
  private let monitorItem: Poller.Item
  private var waiting: [UInt8]?
  private(set) var refusedKey = false
  private var established = false

  init(
    in context: Context, _ configuration: ConnectionConfiguration, wakeUp: WakeUp
  ) throws(ZeroMQError) {
    var options = SocketOptions()
    options.messageBytesMax = Limit.transportBytesMax
    options.sendHighWater = 64
    options.reconnectMax = .seconds(1)
    var socket = try Socket(.dealer, in: context, options: options)
    let monitor = try socket.monitor()
    try socket.connect(
      configuration.cell.endpoint,
      as: CurveClient(keys: configuration.keys, server: configuration.cell.serverKey))
    var poller = Poller()
    let socketItem = try poller.add(socket)
    let monitorItem = try poller.add(monitor)
    _ = try poller.add(wakeUp)
    self.socketItem = socketItem
    self.monitorItem = monitorItem
    frame = Frame()
    self.socket = socket
    self.monitor = monitor
    self.poller = poller
  }

  /// Takes a frame to be sent; only when ``flush()`` has said that none waits.
  mutating func queue(_ bytes: [UInt8]) {
    waiting = bytes
  }

  /// Sends what waits, if the connection takes it; true when nothing waits any more.
  @discardableResult
  mutating func flush() throws(ZeroMQError) -> Bool {
    guard let bytes = waiting else { return true }
    guard try socket.send(bytes) == .queued else { return false }
    waiting = nil
    return true
  }

  /// Waits until something can be done; false when the connection that stood is gone.
  mutating func wait(_ milliseconds: Int64) throws(ZeroMQError) -> Bool {
    poller.watch(socketItem, for: waiting == nil ? .readable : [.readable, .writable])
    refusedKey = false
    _ = try poller.wait(within: .milliseconds(milliseconds))
    guard poller.isReadable(monitorItem) else { return true }
    while let event = try monitor.next() {
      switch event {
      case .established: established = true
      case .disconnected where established: return false
      case .refused: refusedKey = true
      case .connected, .retried, .handshakeFailed, .disconnected: break
      }
    }
    return true
  }

  /// The next frame that came, or nil.
  mutating func receive() throws(ZeroMQError) -> [UInt8]? {
    try socket.receive(into: &frame) ? frame.bytes : nil
  }
}

import CZeroMQ
import Glibc

/// Waits for sockets, wake-ups and file descriptors at once, with `zmq_poll`; of one thread.
///
/// At most 16 items, since above that `zmq_poll` allocates at each call; a thread that needs more
/// is the wrong shape. ZeroMQ's own descriptor (`ZMQ_FD`) is not offered: it is edge-triggered and
/// loses wake-ups in other event loops.
package struct Poller: ~Copyable {
  package static let itemsMax = Int(ZMQ_POLLITEMS_DFLT)

  /// What is waited for.
  package struct Events: OptionSet, Sendable {
    package let rawValue: Int16

    package init(rawValue: Int16) { self.rawValue = rawValue }

    package static let readable = Events(rawValue: Int16(ZMQ_POLLIN))
    /// For a ROUTER this only says that *some* peer has room, which is nearly always.
    package static let writable = Events(rawValue: Int16(ZMQ_POLLOUT))
    /// An error on a file descriptor; always reported, never on sockets.
    package static let failed = Events(rawValue: Int16(ZMQ_POLLERR))
  }

  /// The place of an item in this poller.
  package struct Item: Equatable, Sendable {
    fileprivate let index: Int
  }

  private let items: UnsafeMutablePointer<zmq_pollitem_t>
  private var count = 0
  /// Keeps the sockets open while they are looked at.
  private var handles: [SocketHandle] = []

  package init() {
    items = .allocate(capacity: Self.itemsMax)
  }

  deinit {
    items.deallocate()
  }

  /// Adds a socket; it stays open as long as this poller lives.
  package mutating func add(
    _ socket: borrowing Socket, for events: Events = .readable
  ) throws(ZeroMQError) -> Item {
    try add(socket.handle, for: events)
  }

  /// Adds a wake-up, for reading.
  package mutating func add(_ wakeUp: WakeUp) throws(ZeroMQError) -> Item {
    try add(descriptor: wakeUp.descriptor)
  }

  /// Adds a file descriptor, which the caller keeps open as long as this poller lives.
  package mutating func add(
    descriptor: Int32, for events: Events = .readable
  ) throws(ZeroMQError) -> Item {
    try append(zmq_pollitem_t(socket: nil, fd: descriptor, events: events.rawValue, revents: 0))
  }

  mutating func add(_ handle: SocketHandle, for events: Events) throws(ZeroMQError) -> Item {
    let item = try append(
      zmq_pollitem_t(socket: handle.pointer, fd: 0, events: events.rawValue, revents: 0))
    handles.append(handle)
    return item
  }

  private mutating func append(_ item: zmq_pollitem_t) throws(ZeroMQError) -> Item {
    guard count < Self.itemsMax else {
      throw ZeroMQError(
        .pollerFull, call: "Poller", advice: "one thread polls at most \(Self.itemsMax) items")
    }
    items[count] = item
    count += 1
    return Item(index: count - 1)
  }

  /// Changes what is waited for.
  package mutating func watch(_ item: Item, for events: Events) {
    items[item.index].events = events.rawValue
  }

  /// Waits until an item is ready, or `timeout` has passed; nil waits for ever, zero only looks.
  ///
  /// Interruptions by signals are retried with the time that is left.
  /// - Returns: how many items are ready.
  package func wait(within timeout: Duration?) throws(ZeroMQError) -> Int {
    let deadline = Deadline(within: timeout)
    return Int(try check("zmq_poll") { zmq_poll(items, Int32(count), deadline.millisecondsLeft) })
  }

  /// What the last ``wait(within:)`` found.
  package func ready(_ item: Item) -> Events {
    Events(rawValue: items[item.index].revents)
  }

  package func isReadable(_ item: Item) -> Bool { ready(item).contains(.readable) }
}

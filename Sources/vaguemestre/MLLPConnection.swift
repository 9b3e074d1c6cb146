import AdapterKit
import Foundation

/// A device's side of an MLLP link over a blocking socket: send a message, wait for its answer.
///
/// After a time-out the connection can't be used again: a late answer would be taken for the next
/// message's (the classic duplicate disaster of MLLP senders), so the caller closes it and connects
/// anew.
struct MLLPConnection: ~Copyable {
  private let socket: Int32
  private var framing = MLLPFraming()
  private var waiting: [[UInt8]] = []

  /// Connects to `host:port`.
  init(host: String, port: Int) throws(MLLPFailure) {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var found: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(host, String(port), &hints, &found) == 0, let first = found else {
      throw .unknownHost
    }
    defer { freeaddrinfo(first) }
    let entry = first.pointee
    let descriptor = Glibc.socket(entry.ai_family, entry.ai_socktype, entry.ai_protocol)
    guard descriptor >= 0 else { throw .notConnected }
    guard connect(descriptor, entry.ai_addr, entry.ai_addrlen) == 0 else {
      close(descriptor)
      throw .notConnected
    }
    var on: Int32 = 1
    setsockopt(
      descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
    socket = descriptor
  }

  deinit { close(socket) }

  /// Sends one message and returns the answer to it.
  mutating func exchange(_ message: [UInt8], timeout: Duration) throws(MLLPFailure) -> [UInt8] {
    try write(framing.frame(message))
    let deadline = ContinuousClock.now + timeout
    while waiting.isEmpty { try receive(until: deadline) }
    return waiting.removeFirst()
  }

  /// Sends one message and nothing more, and returns all that is answered until the other side
  /// closes: with nothing left to come, silence is an answer, too.
  mutating func exchangeLast(
    _ message: [UInt8], timeout: Duration
  ) throws(MLLPFailure) -> [[UInt8]] {
    try write(framing.frame(message))
    shutdown(socket, Int32(SHUT_WR))
    let deadline = ContinuousClock.now + timeout
    do {
      while true { try receive(until: deadline) }
    } catch .closed {
      return waiting
    }
  }

  /// Writes raw bytes, framed or not: a hostile device needs that too.
  mutating func write(_ bytes: [UInt8]) throws(MLLPFailure) {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        send(
          socket, buffer.baseAddress?.advanced(by: sent), bytes.count - sent, Int32(MSG_NOSIGNAL))
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw .closed }
      sent += count
    }
  }

  private mutating func receive(until deadline: ContinuousClock.Instant) throws(MLLPFailure) {
    let left = deadline - ContinuousClock.now
    guard left > .zero else { throw .timedOut }
    let milliseconds =
      left.components.seconds * 1000 + left.components.attoseconds / 1_000_000_000_000_000
    var item = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
    let ready = poll(&item, 1, Int32(clamping: milliseconds + 1))
    if ready < 0, errno == EINTR { return }
    guard ready > 0 else { throw .timedOut }
    var bytes = [UInt8](repeating: 0, count: 65_536)
    let count = recv(socket, &bytes, bytes.count, 0)
    guard count > 0 else { throw .closed }
    for event in framing.push(Array(bytes[..<count])) {
      if case .message(let message) = event { waiting.append(message) }
    }
  }
}

/// Why an exchange did not end with an answer.
enum MLLPFailure: Error, CustomStringConvertible {
  case unknownHost
  case notConnected
  case closed
  case timedOut

  var description: String {
    switch self {
    case .unknownHost: "the host name is not known"
    case .notConnected: "nothing listens there"
    case .closed: "the connection was closed before an answer came"
    case .timedOut: "no answer in time"
    }
  }
}

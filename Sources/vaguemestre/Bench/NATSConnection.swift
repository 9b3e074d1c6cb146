import Foundation

/// As much of the NATS client protocol as a fair measurement of JetStream needs: PUB, SUB, MSG,
/// HMSG, PING.
///
/// Source: NATS client protocol, docs.nats.io, "NATS Protocol".
struct NATSConnection: ~Copyable {
  struct Delivery {
    let subscription: Int
    let reply: String
    let payload: ArraySlice<UInt8>
  }

  private let socket: Int32
  private var incoming: [UInt8] = []
  /// What the next ``flush()`` writes; the greeting comes first.
  private var outgoing =
    Array(
      #"CONNECT {"verbose":false,"pedantic":false,"headers":true,"lang":"bench"}"#.utf8) + [13, 10]

  init(port: Int) throws {
    let descriptor = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(UInt16(port).bigEndian)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let connected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard connected == 0 else {
      close(descriptor)
      throw CommandFailure("nats-server does not answer")
    }
    var on: Int32 = 1
    setsockopt(
      descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
    socket = descriptor
  }

  deinit { close(socket) }

  mutating func subscribe(_ subject: String, number: Int) {
    write("SUB \(subject) \(number)\r\n")
  }

  mutating func publish(_ subject: String, reply: String?, payload: [UInt8]) {
    write("PUB \(subject) \(reply.map { $0 + " " } ?? "")\(payload.count)\r\n")
    outgoing += payload
    write("\r\n")
  }

  private mutating func write(_ text: String) {
    outgoing += Array(text.utf8)
  }

  /// Writes what has been put together.
  mutating func flush() throws {
    var sent = 0
    while sent < outgoing.count {
      let count = outgoing.withUnsafeBytes {
        send(socket, $0.baseAddress?.advanced(by: sent), $0.count - sent, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { throw CommandFailure("nats-server closed the connection") }
      sent += count
    }
    outgoing.removeAll(keepingCapacity: true)
  }

  /// Waits for bytes (up to `milliseconds`) and hands out each message that is complete; how many.
  @discardableResult
  mutating func receive(milliseconds: Int32, _ body: (Delivery) -> Void) throws -> Int {
    var item = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
    guard poll(&item, 1, milliseconds) > 0 else { return 0 }
    var bytes = [UInt8](repeating: 0, count: 262_144)
    let count = recv(socket, &bytes, bytes.count, 0)
    guard count > 0 else { throw CommandFailure("nats-server closed the connection") }
    incoming += bytes[..<count]
    var start = 0
    var found = 0
    while let next = try parse(from: start, body, &found) { start = next }
    incoming.removeSubrange(..<start)
    try flush()
    return found
  }

  /// Takes one protocol item; nil when it is not complete yet, else where the next begins.
  private mutating func parse(
    from start: Int, _ body: (Delivery) -> Void, _ found: inout Int
  ) throws -> Int? {
    guard let lineEnd = incoming[start...].firstIndex(of: 0x0A) else { return nil }
    let line = String(decoding: incoming[start..<lineEnd], as: UTF8.self)
    let words = line.split(whereSeparator: { $0 == " " || $0 == "\r" })
    switch words.first {
    case "PING": write("PONG\r\n")
    case "-ERR": throw CommandFailure("nats-server: \(line)")
    case "MSG", "HMSG":
      let withHeader = words.first == "HMSG"
      let numbers = withHeader ? 2 : 1
      guard words.count >= 3 + numbers, let size = Int(words[words.count - 1]),
        let subscription = Int(words[2])
      else { throw CommandFailure("nats-server sent what is not understood") }
      let headerSize = withHeader ? Int(words[words.count - 2]) ?? 0 : 0
      let end = lineEnd + 1 + size
      guard incoming.count >= end + 2 else { return nil }
      let reply = words.count == 4 + numbers ? String(words[3]) : ""
      body(
        Delivery(
          subscription: subscription, reply: reply,
          payload: incoming[(lineEnd + 1 + headerSize)..<end]))
      found += 1
      return end + 2
    default: break
    }
    return lineEnd + 1
  }
}

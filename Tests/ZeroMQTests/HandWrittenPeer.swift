import Glibc

/// A peer that speaks ZMTP 3.0 with the NULL mechanism byte by byte (ZeroMQ RFC 23), so that it can
/// say what libzmq's own clients can't.
struct HandWrittenPeer: ~Copyable {
  private let descriptor: Int32

  /// Connects to a port of 127.0.0.1 and introduces itself as a DEALER with `properties`.
  init(port: UInt16, properties: [(String, String)] = []) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let descriptor = descriptor
    var patience = timeval(tv_sec: 10, tv_usec: 0)
    setsockopt(
      descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    let connected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard connected == 0 else { throw POSIXFailure(code: errno) }
    write(Self.greeting)
    write(Self.ready(properties))
    // The server's greeting and READY: what comes before them counts as handshake, and fails.
    let header = read(Self.greeting.count + 2)
    _ = read(Int(header.last ?? 0))
  }

  deinit {
    close(descriptor)
  }

  /// Closes the connection; until then it stands, whatever was used last.
  consuming func leave() {}

  struct POSIXFailure: Error { let code: Int32 }

  /// Signature, version 3.0, mechanism NULL, not a server, filler.
  private static let greeting: [UInt8] =
    [0xFF, 0, 0, 0, 0, 0, 0, 0, 0, 0x7F, 3, 0] + Array("NULL".utf8)
    + [UInt8](repeating: 0, count: 16 + 1 + 31)

  private static func ready(_ properties: [(String, String)]) -> [UInt8] {
    var body = [UInt8(5)] + Array("READY".utf8)
    for (name, value) in [("Socket-Type", "DEALER"), ("Identity", "")] + properties {
      body += [UInt8(name.utf8.count)] + Array(name.utf8)
      body += [0, 0, 0, UInt8(value.utf8.count)] + Array(value.utf8)
    }
    return [4, UInt8(body.count)] + body
  }

  /// Sends one part, announced with its length whatever is sent of it.
  func send(_ bytes: [UInt8], more: Bool = false, announcing count: Int? = nil) {
    var header: [UInt8] = [more ? 3 : 2]
    withUnsafeBytes(of: UInt64(count ?? bytes.count).bigEndian) { header += $0 }
    write(header + bytes)
  }

  /// Reads until the other side closes the connection; false when it did not within ten seconds.
  func isCut() -> Bool {
    var bytes = [UInt8](repeating: 0, count: 4_096)
    while true {
      let count = recv(descriptor, &bytes, bytes.count, 0)
      if count > 0 { continue }
      return count == 0 || errno == ECONNRESET
    }
  }

  private func read(_ count: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    let read = recv(descriptor, &bytes, count, Int32(MSG_WAITALL))
    return Array(bytes.prefix(max(0, read)))
  }

  private func write(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if count <= 0 { return }
      rest = rest.dropFirst(count)
    }
  }
}

import Glibc

/// The TCP ports of 127.0.0.1 that a new site takes: one a cell, one a link.
struct PortChoice {
  let cells: [Int]
  let links: [Int]

  /// Takes consecutive ports from `base` on, or free ones of the system's choice.
  init(cells: Int, links: Int, base: Int?, for path: String) throws(SiteError) {
    let count = cells + links
    let ports: [Int]
    if let base {
      guard base >= 1024, base + count <= 65_536 else {
        throw SiteError(
          .noFreePort, path, "\(count) ports from \(base) on are not within 1024 to 65535",
          remedy: "choose another first port")
      }
      ports = Array(base..<base + count)
    } else {
      ports = try Self.free(count, for: path)
    }
    self.cells = Array(ports[..<cells])
    self.links = Array(ports[cells...])
  }

  /// All stay bound until all are chosen, so that none is chosen twice.
  private static func free(_ count: Int, for path: String) throws(SiteError) -> [Int] {
    var sockets: [Int32] = []
    defer { for socket in sockets { close(socket) } }
    var ports: [Int] = []
    for _ in 0..<count {
      let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      if descriptor >= 0 { sockets.append(descriptor) }
      guard descriptor >= 0, let port = bindAnywhere(descriptor) else {
        throw SiteError(
          .noFreePort, path, "the system has no free TCP port on 127.0.0.1",
          remedy: "close programs that hold ports, or choose a first port")
      }
      ports.append(port)
    }
    return ports
  }

  private static func bindAnywhere(_ descriptor: Int32) -> Int? {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, size) == 0 && getsockname(descriptor, $0, &size) == 0
      }
    }
    return isBound ? Int(UInt16(bigEndian: address.sin_port)) : nil
  }
}

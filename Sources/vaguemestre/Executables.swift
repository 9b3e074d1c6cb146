import Foundation

/// Where the other programs are.
enum Executables {
  /// The program of this project that stands beside the running one.
  static func beside(_ name: String) throws -> URL {
    let own = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    let path = own.deletingLastPathComponent().appending(path: name)
    guard FileManager.default.isExecutableFile(atPath: path.path) else {
      throw CommandFailure("\(name) does not stand beside vaguemestre: build it with 'swift build'")
    }
    return path
  }

  /// A program in the search path; Debian keeps some servers in `/usr/sbin`.
  static func inPath(_ name: String) -> URL? {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    return (path.split(separator: ":").map(String.init) + ["/usr/sbin", "/sbin"])
      .map { URL(filePath: $0).appending(path: name) }
      .first { FileManager.default.isExecutableFile(atPath: $0.path) }
  }
}

/// A TCP port of 127.0.0.1 that nobody uses now.
enum FreePort {
  static func find() throws -> Int {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let done = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, size) == 0 && getsockname(descriptor, $0, &size) == 0
      }
    }
    guard done else { throw CommandFailure("no free TCP port on 127.0.0.1") }
    return Int(UInt16(bigEndian: address.sin_port))
  }
}

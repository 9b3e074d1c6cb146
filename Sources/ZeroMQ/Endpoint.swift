/// Where a socket binds or connects: `tcp://host:port`, `ipc:///path` or `inproc://name`.
///
/// libzmq as Debian ships it also speaks `ws`, `udp`, `pgm`, `norm`, `tipc` and `vmci`; none of
/// them can be authenticated by CURVE and watched by our tests, so no such endpoint can be made.
package struct Endpoint: Hashable, Sendable, CustomStringConvertible {
  package enum Scheme: String, Sendable, CaseIterable {
    case tcp, ipc, inproc
  }

  package static let lengthMax = 256

  package let scheme: Scheme
  /// What follows `scheme://`.
  package let address: String

  /// The text form, as libzmq takes it.
  package var description: String { "\(scheme.rawValue)://\(address)" }

  /// Reads the text form.
  ///
  /// - Throws: `endpointRefused` for another scheme, an empty address, more than 256 bytes,
  ///   anything but printable ASCII, a `;` (libzmq's source-address syntax), or the name of the ZAP
  ///   handler.
  package init(_ text: String) throws(ZeroMQError) {
    guard let scheme = Scheme.allCases.first(where: { text.hasPrefix("\($0.rawValue)://") }) else {
      throw Self.refused("only tcp://, ipc:// and inproc:// endpoints are allowed")
    }
    let address = text.dropFirst(scheme.rawValue.count + 3)
    guard !address.isEmpty, text.utf8.count <= Self.lengthMax,
      text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: ";") })
    else {
      throw Self.refused("an address is 1 to \(Self.lengthMax) printable ASCII characters, no ';'")
    }
    guard scheme != .inproc || !address.hasPrefix("zeromq.zap") else {
      throw Self.refused("this name belongs to the ZAP handler")
    }
    self.scheme = scheme
    self.address = String(address)
  }

  /// True when what is sent there can't leave this machine: `inproc`, `ipc`, and `tcp` to a numeric
  /// loopback address. A name such as `localhost` does not count, because a resolver decides on it.
  package var isOnThisMachine: Bool {
    guard scheme == .tcp else { return true }
    return host == "[::1]" || (isNumericIPv4 && host.hasPrefix("127."))
  }

  /// True for `tcp` to four numbers. libzmq would turn such an address into an IPv6 one when told
  /// to use IPv6, and report that one as where it is bound.
  var isNumericIPv4: Bool {
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return scheme == .tcp && parts.count == 4
      && parts.allSatisfy { UInt8($0) != nil && !$0.hasPrefix("+") }
  }

  private var host: Substring {
    address[..<(address.lastIndex(of: ":") ?? address.endIndex)]
  }

  private static func refused(_ advice: String) -> ZeroMQError {
    ZeroMQError(.endpointRefused, call: "Endpoint", advice: advice)
  }
}

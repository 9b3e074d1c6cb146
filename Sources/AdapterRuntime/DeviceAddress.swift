/// Host and port of a device link, `127.0.0.1:2575`.
package struct DeviceAddress: Equatable, Sendable, CustomStringConvertible {
  /// Host name or address.
  package let host: String
  /// TCP port; 0 lets the system choose.
  package let port: Int

  /// Host and port.
  package init(host: String, port: Int) {
    self.host = host
    self.port = port
  }

  /// Reads `host:port`; nil when it is not that.
  package init?(_ text: String) {
    guard let colon = text.lastIndex(of: ":"), colon > text.startIndex,
      let port = UInt16(text[text.index(after: colon)...])
    else { return nil }
    self.init(host: String(text[..<colon]), port: Int(port))
  }

  /// `host:port`.
  package var description: String { "\(host):\(port)" }
}

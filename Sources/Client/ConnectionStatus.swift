package import ZeroMQ

/// What happens to a connection, for those who watch it. Codes only, never content.
package enum ConnectionStatus: Equatable, Sendable {
  /// The session is open, as this principal.
  case open(principal: String)
  /// The connection was lost or given up; it is being made again.
  case lost
  /// The operating system or libzmq refused what a connection needs; it is tried again.
  case failed(ZeroMQError)
  /// The cell's ZAP handler does not know our CURVE key: nothing will work until a policy admits
  /// it.
  case keyRefused
  /// The cell refused something: its code, and the request or subscription that it was about.
  case refused(code: Int, about: UInt64?)
}

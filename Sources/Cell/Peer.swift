/// Where a frame came from: the connection, and the key that its handshake proved.
///
/// Both are numbers that the shell gave. The routing id itself stays in the shell and never leaves
/// the process: who knows it can take over what is sent to it.
package struct Peer: Hashable, Sendable {
  /// The shell's number of the connection.
  package let connection: UInt64
  /// Our ZAP handler's token of the key; never one that the peer wrote itself.
  package let user: UInt64

  package init(connection: UInt64, user: UInt64) {
    self.connection = connection
    self.user = user
  }
}

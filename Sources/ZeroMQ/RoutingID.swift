/// Which connection of a ROUTER a message came from, and where an answer goes. It is no identity.
///
/// Only ids that libzmq itself assigned (`00` and a 32-bit counter) can be held: a peer that claims
/// an id of its own choice is refused by ``Socket/receiveRouted(into:within:)``. Nobody can make
/// one from bytes and nobody can read its bytes, so no log, metric or message carries one out of
/// the process (traps 1 and 2).
package struct RoutingID: Hashable, Sendable {
  static let byteCount = 5

  let counter: UInt32

  /// Nil when the bytes are not an id that libzmq assigned.
  init?(_ bytes: UnsafeRawBufferPointer) {
    guard bytes.count == Self.byteCount, bytes[0] == 0 else { return nil }
    counter = UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: 1, as: UInt32.self))
  }

  func withUnsafeBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    // Eight bytes in an integer: 00, then the counter, big endian; the last three are not passed
    // on.
    var word = (UInt64(counter) << 24).bigEndian
    return try Swift.withUnsafeBytes(of: &word) { (bytes) throws(Failure) in
      try body(.init(rebasing: bytes[..<Self.byteCount]))
    }
  }
}

extension RoutingID: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// Never the id itself.
  package var description: String { "(routing id)" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: []) }
}

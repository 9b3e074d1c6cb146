import CellProtocol

/// What one connection was sent, and how much of it is proved to have been read.
///
/// Credit is a peer's word and costs it nothing. A token that nobody can guess, sent behind the
/// bytes and answered, shows that the peer has taken them out of our memory: ZeroMQ keeps order.
final class Outflow {
  let peer: Peer
  /// Bytes sent since the connection's first session.
  private var sent: UInt64 = 0
  private var proven: UInt64 = 0
  /// Tokens without an answer, oldest first, each with what had been sent before it.
  private var probes: [(token: [UInt8], sent: UInt64)] = []
  private var probedAt: UInt64 = 0

  init(_ peer: Peer) { self.peer = peer }

  /// Bytes that may still be in our memory.
  var unproven: Int { Int(sent - proven) }

  /// Whether enough was sent since the last token to ask again.
  var wantsProof: Bool { sent - probedAt >= UInt64(Limit.proofBytes) }

  func send(_ bytes: Int) { sent += UInt64(bytes) }

  /// A token goes out now.
  func probe(_ token: [UInt8]) {
    probedAt = sent
    // An idle peer that answers nothing is asked for ever; what it answers first counts all the
    // same.
    if probes.count >= Self.probesMax { probes.removeLast() }
    probes.append((token, sent))
  }

  /// A token came back: what was sent before it has been read. False for one that was not sent.
  func prove(_ token: [UInt8]) -> Bool {
    guard let index = probes.firstIndex(where: { $0.token == token }) else { return false }
    proven = probes[index].sent
    probes.removeFirst(index + 1)
    return true
  }

  /// More than these go out only to who answers none; the newest then stand for those between.
  private static let probesMax = 2 * Limit.unprovenBytesMax / Limit.proofBytes
}

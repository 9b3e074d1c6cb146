import CellProtocol
import Policy

/// One open session: a connection, the key it was proved for, and what it holds.
final class Session: IntakeSource {
  let peer: Peer
  let token: [UInt8]
  var lastHeard: Int64
  var lastSent: Int64
  /// The request that comes next.
  var nextRequest: UInt64 = 1
  /// Bytes of PUBLISH without an answer.
  var bytesUnderWay = 0
  var faults = 0
  var subscriptions: [UInt32: Subscription] = [:]

  init(
    peer: Peer, token: [UInt8], who: (id: PrincipalID, handle: PrincipalHandle),
    compartment: String, at now: Int64
  ) {
    self.peer = peer
    self.token = token
    lastHeard = now
    lastSent = now
    super.init(.publish, of: compartment, by: who.id, who.handle)
  }

  /// Clients publish to the cell's own flows and to no others.
  override func flow(_ name: String, _ desk: PolicyDesk) -> DeskFlow? {
    desk.flows[name].flatMap { $0.isOwn ? $0 : nil }
  }

  /// Whether it was heard recently enough to be sent anything.
  func isFresh(at now: Int64) -> Bool { now - lastHeard < Limit.silenceMax }
}

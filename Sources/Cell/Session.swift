import CellProtocol
import Policy

/// One open session: a connection, the key it was proved for, and what it holds.
final class Session: IntakeSource {
  let peer: Peer
  let token: [UInt8]
  let account: PrincipalAccount
  let outflow: Outflow
  var lastHeard: Int64 = 0
  var lastSent: Int64 = 0
  /// The request that comes next.
  var nextRequest: UInt64 = 1
  /// Bytes of PUBLISH without an answer.
  var bytesUnderWay = 0
  var subscriptions: [UInt32: Subscription] = [:]

  init(
    peer: Peer, token: [UInt8], who account: PrincipalAccount, _ handle: PrincipalHandle,
    compartment: String
  ) {
    self.peer = peer
    self.token = token
    self.account = account
    outflow = account.outflow(of: peer)
    super.init(.publish, of: compartment, by: account.id, handle)
  }

  /// Clients publish to the cell's own flows and to no others.
  override func flow(_ name: String, _ desk: PolicyDesk) -> DeskFlow? {
    desk.flows[name].flatMap { $0.isOwn ? $0 : nil }
  }

  /// Its principal, as whoever caused something.
  var culprit: Culprit { .principal(id.description) }

  /// Whether it has room for more: the peer has read enough of what it was sent.
  var hasRoom: Bool {
    outflow.unproven < Limit.unprovenDeliverBytesMax && !account.isOverdrawn
  }

  /// Whether it was heard recently enough to be sent anything.
  func isFresh(at now: Int64) -> Bool { now - lastHeard < Limit.silenceMax }
}

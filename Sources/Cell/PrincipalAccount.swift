import CellProtocol
import Policy
import Router

/// What a cell keeps of one principal beside its sessions, so that nobody has anew by greeting
/// again what he used up: unread bytes, faults, connections.
final class PrincipalAccount {
  let id: PrincipalID
  /// Among consumers, turns are taken by it.
  let party: PartyID
  var sessions = 0
  /// Connections with a session, and those without one that still hold bytes of ours.
  private(set) var outflows: [UInt64: Outflow] = [:]
  /// Bytes over all its connections that may still be in our memory.
  private(set) var unproven = 0
  private var meter = FaultMeter()

  init(_ id: PrincipalID, _ party: PartyID) {
    self.id = id
    self.party = party
  }

  /// Whether there is nothing to remember.
  func isIdle(at now: Int64) -> Bool {
    sessions == 0 && outflows.isEmpty && faults(at: now) == 0
  }

  // MARK: Unread bytes

  /// Whether nothing more is delivered to any of its connections until some of it is read.
  var isOverdrawn: Bool { unproven >= Limit.unprovenPrincipalBytesMax }

  /// Whether it may have a session on one more connection.
  func mayConnect(_ connection: UInt64) -> Bool {
    !isOverdrawn
      && (outflows[connection] != nil || outflows.count < Limit.connectionsPerPrincipalMax)
  }

  /// The account of a connection, a new one at its first session.
  func outflow(of peer: Peer) -> Outflow {
    if let known = outflows[peer.connection] { return known }
    let outflow = Outflow(peer)
    outflows[peer.connection] = outflow
    return outflow
  }

  func send(_ bytes: Int, over outflow: Outflow) {
    outflow.send(bytes)
    unproven += bytes
  }

  /// A token came back; false for one that was not sent.
  func prove(_ token: [UInt8], over outflow: Outflow) -> Bool {
    let before = outflow.unproven
    guard outflow.prove(token) else { return false }
    unproven -= before - outflow.unproven
    return true
  }

  /// Forgets a connection that is gone, or all of whose bytes were read; true when that ended an
  /// overdraft.
  @discardableResult
  func forget(_ connection: UInt64) -> Bool {
    guard let outflow = outflows.removeValue(forKey: connection) else { return false }
    let wasOverdrawn = isOverdrawn
    unproven -= outflow.unproven
    return wasOverdrawn && !isOverdrawn
  }

  // MARK: Faults

  /// Faults that count.
  func faults(at now: Int64) -> Int { meter.standing(at: now) }

  /// Counts a fault; true when it was one too many.
  func fault(at now: Int64) -> Bool { meter.add(at: now) >= Limit.faultsMax }
}

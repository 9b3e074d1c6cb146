package import BreakGlass
package import Journal
import Policy
package import Router

/// What a cell wants done, in this order.
package enum CellEffect {
  /// Send a frame to a client.
  case send(Peer, [UInt8])
  /// Make ``CellCore/batch`` durable, then report it.
  case commit
  /// Read the journal for a consumer, then report it.
  case read(ReadOrder)
  /// Open a connection to another cell, in the place of any that is open.
  case connect(LinkID, LinkTarget)
  /// Send a frame over that connection.
  case forward(LinkID, [UInt8])
  /// Close it.
  case disconnect(LinkID)
  /// Sign the ledger as it is durable now, and keep the head.
  case signHead
  /// Tell the operator.
  case log(LogEntry)
  /// Make a record of a break-glass durable, then report it by its number.
  case record(UInt64, BreakGlassEntry)
  /// Say what became of an officer's step: nil when it took effect.
  case answer(StepTicket, code: Int?)
  /// Tell the operator what took effect.
  case announce(BreakGlassRecord)
}

/// A read of the journal.
package struct ReadOrder: Equatable, Sendable {
  package let consumer: ConsumerID
  package let flow: FlowNumber
  package let from: UInt64
  package let bytesMax: Int
  package let countMax: Int
}

/// The number of one connection to another cell; never given twice in a process.
package struct LinkID: Hashable, Sendable {
  package let rawValue: UInt32
}

/// Where a link goes and as whom.
package struct LinkTarget: Equatable, Sendable {
  /// The other compartment.
  package let source: String
  package let endpoint: String
  /// The other cell's CURVE key, 32 bytes.
  package let serverKey: [UInt8]
  /// Our link principal, in full.
  package let principalName: String
  /// Its name in our policy, under which the shell has its CURVE secret.
  package let principal: String

  init(_ plan: LinkPlan) {
    source = plan.source
    endpoint = plan.endpoint
    serverKey = plan.serverKey.bytes
    principalName = plan.principalID.description
    principal = plan.principalID.name
  }
}

import CellProtocol
import Client
import Cryptography
import Labels
import SignedMessage
import ZeroMQ

/// A client of the ICU, with a producer's keys and a trust of its own.
struct Monitor: Sendable {
  let curve: CurveKeyPair
  let signing: SigningKey

  init() throws {
    curve = try CurveKeyPair.generate()
    signing = try SigningKey.generate()
  }

  func connection(to cell: ScriptedCell, as principal: String = "icu/monitor") throws
    -> ConnectionConfiguration
  {
    ConnectionConfiguration(
      cell: CellAddress(endpoint: cell.endpoint, serverKey: cell.keys.publicKey),
      principal: principal, keys: curve, clientName: "test")
  }

  func publisher(
    at cell: ScriptedCell, status: @escaping @Sendable (ConnectionStatus) -> Void = { _ in }
  ) throws -> Publisher {
    try Publisher(
      in: Context.shared(), try connection(to: cell),
      as: ProducerIdentity(key: signing, site: "north", compartment: "icu"), status: status)
  }

  /// Believes this monitor about beds in the ICU, and the laboratory's `lab` key in the laboratory.
  func trust(lab: SigningKey? = nil) -> ProducerTrust {
    let own = signing.publicKey
    let other = lab?.publicKey
    return ProducerTrust(
      site: "north", compartment: "icu",
      key: { id, compartment in
        switch compartment {
        case "icu": id == own.keyID ? own : nil
        case "lab": id == other?.keyID ? other : nil
        default: nil
        }
      },
      refusal: { $0.subject.hasPrefix("bed") ? nil : 2269 })
  }

  func subscriber(
    at cell: ScriptedCell, _ flow: String = "vitals", from: Subscribe.Start = .resume,
    trusting trust: ProducerTrust? = nil, until isDone: @escaping @Sendable () -> Bool = { false },
    _ handle: @escaping @Sendable (SubscriberEvent) -> Void
  ) throws -> Subscriber {
    try Subscriber(
      in: Context.shared(), try connection(to: cell),
      to: [FlowRequest(flow: flow, from: from)], trusting: trust ?? self.trust(), until: isDone,
      handle: handle)
  }

  /// Messages that the monitor signed together, in its order.
  func messages(_ count: Int, epoch: UInt64 = 1) throws -> [[UInt8]] {
    let signer = MessageSigner(key: signing, site: "north", compartment: "icu", epoch: epoch)
    return try signer.sign((0..<count).map { _ in draft() }, issuedAt: 1)
  }

  /// A signed message, by default the monitor's own about a bed.
  func message(
    key: SigningKey? = nil, site: String = "north", compartment: String = "icu",
    flow: String = "vitals", subject: String = "bed-1"
  ) throws -> [UInt8] {
    let signer = MessageSigner(
      key: key ?? signing, site: site, compartment: compartment, epoch: 1)
    return try signer.sign([draft(flow: flow, subject: subject)], issuedAt: 1)[0]
  }

  func draft(flow: String = "vitals", subject: String = "bed-1") -> MessageDraft {
    MessageDraft(
      flow: flow, label: Label(policy: "north", classification: .normal), subject: subject,
      payload: [1, 2, 3])
  }
}

/// A DELIVER of these messages from an offset on.
func deliver(_ messages: [[UInt8]], at offset: UInt64 = 0, to subscription: UInt32) -> [UInt8] {
  let items = messages.enumerated().map { index, bytes in
    Outgoing(offset: offset + UInt64(index), source: bytes, range: bytes.indices)
  }
  return Deliver.encoded(subscription: subscription, items)
}

/// SUBSCRIBED for a SUBSCRIBE.
func subscribed(_ subscribe: Subscribe, first: UInt64 = 0) -> [UInt8] {
  Subscribed(subscription: subscribe.subscription, first: first, head: 1 << 40).encoded()
}

import CellProtocol
import Client
import Foundation
import Labels
import Policy
import SignedMessage
import SignedPolicy
import Site
import ZeroMQ

/// Principals, and a stranger, that try what no policy allows them. Each refusal is counted where
/// it is felt; a message that one of them gets is a leak.
struct DemoIntruders: Sendable {
  private let subscribers: [Subscriber]
  private let publishers: [Client.Publisher]

  init(site: String, account: DemoAccount) throws {
    let logistics = try Member.load("logistics/dashboard", site: site)
    let cardiology = try Member.load("cardiology/dashboard", site: site)
    let icu = try Member.load("icu/dashboard", site: site)
    subscribers = [
      try Self.reader(logistics, of: "icu/vitals", account),
      try Self.reader(cardiology, of: "icu/alerts", account),
      try Self.reader(cardiology, of: "lab/results", account),
      try Self.visitor(logistics.keys.curve, to: icu, account),
      try Self.visitor(try CurveKeyPair.generate(), to: icu, account),
    ]
    publishers = try Self.forgers(site, account)
  }

  func close() {
    for subscriber in subscribers { subscriber.stop() }
    for subscriber in subscribers { subscriber.close() }
    for publisher in publishers { publisher.close() }
  }

  /// Asks its own cell for a flow that it has no grant for.
  private static func reader(
    _ member: Member, of flow: String, _ account: DemoAccount
  ) throws -> Subscriber {
    let name = "\(member.id) (asking for \(flow))"
    return try Subscriber(
      in: Context.shared(), member.connection("demo"), to: [FlowRequest(flow: flow, from: .oldest)],
      trusting: member.trust,
      handle: { event in
        if case .refused = event { account.refused() }
        DemoSubscribers.note(event, for: name, in: account)
      })
  }

  /// Knocks at another compartment's cell with a key that it does not know.
  private static func visitor(
    _ keys: CurveKeyPair, to host: Member, _ account: DemoAccount
  ) throws -> Subscriber {
    try Subscriber(
      in: Context.shared(),
      ConnectionConfiguration(
        cell: CellAddress(endpoint: host.endpoint, serverKey: host.serverKey),
        principal: host.id.description, keys: keys, clientName: "demo"),
      to: [FlowRequest(flow: "vitals", from: .oldest)], trusting: host.trust,
      status: { if $0 == .keyRefused { account.refused() } },
      handle: { DemoSubscribers.note($0, for: "a visitor at \(host.id.compartment)", in: account) })
  }

  /// Publishes under a key that is its own what is not its own: a message for another compartment,
  /// one whose label says nothing of a compartment.
  private static func forgers(_ site: String, _ account: DemoAccount) throws -> [Client.Publisher] {
    let member = try Member.load("logistics/beacons", site: site)
    let other = try Member.load("icu/dashboard", site: site)
    guard let key = member.keys.signing else { return [] }
    let flows = member.policies.verified.own.document.flows
    guard var low = flows.first?.defaultLabel else { return [] }
    let honest = low
    low.classification = .unrestricted
    low.restrictive = CategorySet()
    let payload = Array("not even a message".utf8)
    let drafts = [
      ("logistics", low), (other.id.compartment, honest),
    ]
    return try drafts.map { compartment, label in
      let publisher = try Client.Publisher(
        in: Context.shared(), member.connection("demo"),
        as: ProducerIdentity(
          key: key, site: member.policies.snapshot.site, compartment: compartment))
      publisher.publish([
        MessageDraft(flow: "positions", label: label, subject: "logistics/cart-1", payload: payload)
      ]) { outcomes in
        for case .refused in outcomes { account.refused() }
      }
      return publisher
    }
  }
}

import CellProtocol
import Client
import NormalizedFormat
import SignedMessage
import Policy
import Site
import ZeroMQ

/// A subscriber for each department, and the officers who keep the quarantines.
struct DemoSubscribers: Sendable {
  private let subscribers: [Subscriber]

  /// Subscribes everybody to all that the demo says they may have.
  init(site: String, account: DemoAccount) throws {
    subscribers = try DemoHospital.entitled.sorted { $0.key < $1.key }.map { name, flows in
      let member = try Member.load(name, site: site)
      return try Subscriber(
        in: Context.shared(), member.connection("demo \(name)"),
        to: flows.sorted().map { FlowRequest(flow: member.flow($0), from: .resume) },
        trusting: member.trust,
        handle: { Self.note($0, for: name, in: account) })
    }
  }

  func close() {
    for subscriber in subscribers { subscriber.stop() }
    for subscriber in subscribers { subscriber.close() }
  }

  /// What counts is what the message says of itself under its producer's signature, not what flow
  /// it was asked from.
  static func note(_ event: SubscriberEvent, for name: String, in account: DemoAccount) {
    guard case .message(let delivery) = event else { return }
    let signed = delivery.message
    let flow = "\(signed.compartment)/\(signed.flow)"
    guard let message = try? Message(decoding: Array(signed.payloadBytes)) else {
      return account.delivered(to: name, flow: flow, source: "not normalized")
    }
    if case .quarantine = message.content {
      account.quarantined(by: name, flow: flow)
    } else {
      account.delivered(
        to: name, flow: flow, source: message.provenance.source.controlID ?? "no id")
    }
  }
}

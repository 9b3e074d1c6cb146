import AdapterKit
import AdapterRuntime
import Client
import Cryptography
import Glibc
import Labels
import Policy
import SignedPolicy
import Site
import ZeroMQ

/// Runs one device link of a site.
struct Serve {
  private let site: String
  private let linkName: String
  private let isSupervised: Bool

  init(_ arguments: [String]) throws {
    var rest = arguments[...]
    var values: [String: String] = [:]
    var supervised = false
    while let word = rest.popFirst() {
      switch word {
      case "--site", "--link":
        guard let value = rest.popFirst() else { throw Refusal.usage }
        values[word] = value
      case "--supervised": supervised = true
      default: throw Refusal.usage
      }
    }
    guard let site = values["--site"], let link = values["--link"] else { throw Refusal.usage }
    self.site = site
    linkName = link
    isSupervised = supervised
  }

  /// - Parameter signals: blocked since the start of the program.
  func run(_ signals: ProcessSignals) async throws {
    let layout = SiteLayout(site)
    let link = try AdapterLink(named: linkName, in: layout)
    guard let address = DeviceAddress(link.listen) else {
      throw Refusal.failed("\(layout.adapter(linkName)): 'listen' is not HOST:PORT")
    }
    let member = try Member(
      PrincipalID(link.compartment, link.principal), in: layout, time: Int64(time(nil)))
    for refused in member.policies.refused { Main.complain("\(refused)") }
    let adapter = try Main.adapter(named: link.adapter)
    let device = try adapter.init(AdapterConfiguration(link.settings))
    let claim = try SigningClaim(of: member, in: layout)
    try await serve(device, link, address, member, claim.key, signals)
    withExtendedLifetime(claim) {}
  }

  private func serve<Device: Adapter>(
    _ adapter: Device, _ link: AdapterLink, _ address: DeviceAddress, _ member: Member,
    _ key: SigningKey, _ signals: ProcessSignals
  ) async throws {
    let name = link.name
    let log = LinkLog(name)
    defer { log.close() }
    let publisher = try Publisher(
      in: Context.shared(),
      ConnectionConfiguration(
        cell: CellAddress(endpoint: member.endpoint, serverKey: member.serverKey),
        principal: member.id.description, keys: member.keys.curve, clientName: "adapter \(name)"),
      as: ProducerIdentity(
        key: key, site: member.policies.snapshot.site, compartment: link.compartment),
      status: { log.note($0) })
    let deviceLink = DeviceLink(
      adapter,
      settings: .init(name: name, subject: link.subject, zone: try zone(of: link)),
      routing: try routing(link, member), uplink: CellUplink(publisher),
      notice: { log.note($0) })
    let process = AdapterProcess(deviceLink, listeningAt: address)
    let serving = Task { try await process.run { log.listening(at: $0) } }
    _ = try PosixThread("signals") {
      _ = signals.next()
      serving.cancel()
    }
    if isSupervised { try ProcessSignals.endWithStandardInput() }
    do {
      try await serving.value
    } catch is CancellationError {}
    publisher.close()
  }

  /// The zone of the link's devices, by name or as a fixed offset.
  private func zone(of link: AdapterLink) throws -> LocalZone {
    guard let name = link.zone else { return LocalZone(minutes: link.zoneMinutes) }
    guard let zone = LocalZone(named: name) else {
      throw Refusal.failed(
        "link \(link.name): this machine knows no time zone '\(name)'; correct the link, or "
          + "install tzdata")
    }
    return zone
  }

  /// Every flow of the link with its default label by the verified policy.
  private func routing(_ link: AdapterLink, _ member: Member) throws -> FlowRouting {
    let flows = member.policies.verified.own.document.flows
    var routes: [String: FlowRouting.Route] = [:]
    for (kind, name) in link.flows {
      guard FlowRouting.isKind(kind) else {
        throw Refusal.failed(
          "link \(link.name): there is no kind of message '\(kind)'; correct its flows")
      }
      guard let flow = flows.first(where: { $0.name == name }) else {
        throw Refusal.failed(
          "link \(link.name): the policy of \(link.compartment) has no flow '\(name)'; correct "
            + "the link or the policy"
        )
      }
      routes[kind] = FlowRouting.Route(flow: name, label: flow.defaultLabel)
    }
    return FlowRouting(routes)
  }
}

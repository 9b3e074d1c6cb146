import Cell
import Glibc
import Policy
import SignedPolicy
import Site
import Synchronization
import ZeroMQ

/// A cell with its files: keys, policies, journal.
struct CellProcess {
  private let layout: SiteLayout
  private let compartment: String
  private let store: PolicyStore

  init(_ layout: SiteLayout, _ compartment: String) {
    self.layout = layout
    self.compartment = compartment
    store = PolicyStore(layout.cell(compartment).state)
  }

  /// Runs until SIGTERM, or until the cell can't go on.
  func run(isSupervised: Bool) throws {
    let (ends, orders) = (Mutex<CellEnd?>(nil), Orders(try WakeUp()))
    try ProcessSignals.watch([SIGTERM, SIGINT, SIGHUP], isSupervised: isSupervised) { number in
      orders.give(number)
    }
    var policies = try LoadedPolicies(
      of: compartment, in: layout, store: store, time: Self.seconds())
    for refused in policies.refused { Main.complain("cell \(compartment): \(refused)") }
    let server = try CellServer(in: Context.shared(), try configuration(policies)) { end in
      ends.withLock { $0 = end }
      orders.give(SIGTERM)
    }
    Main.complain("cell \(compartment): listening at \(server.endpoint)")
    while try orders.next() != .stop {
      if let newer = reload(after: policies, server) { policies = newer }
    }
    server.stop()
    if case .failed(let line) = ends.withLock({ $0 }) {
      Main.complain("cell \(compartment): \(line)")
      exit(2)
    }
  }

  private func configuration(_ policies: LoadedPolicies) throws -> CellConfiguration {
    let home = layout.cell(compartment)
    let keys = try CellKeys(home)
    guard let chartered = policies.verified.charter.document.compartment(compartment) else {
      throw Refusal("the charter does not list the compartment; see 'vaguemestre policy show'")
    }
    try keys.check(chartered, home)
    var configuration = CellConfiguration(
      snapshot: policies.snapshot, endpoint: try Endpoint(chartered.endpoint), keys: keys.curve,
      journalDirectory: home.journal, storageKey: keys.storage)
    configuration.linkKeys = try linkKeys(policies.snapshot)
    let name = compartment
    configuration.log = { line in Main.complain("cell \(name): \(line)") }
    return configuration
  }

  /// The keys with which this cell connects to others.
  private func linkKeys(_ snapshot: PolicySnapshot) throws -> [String: CurveKeyPair] {
    var keys: [String: CurveKeyPair] = [:]
    for link in snapshot.links {
      let home = layout.principal(link.principalID.name, of: compartment)
      keys[link.principalID.name] = try PrincipalKeys(home).curve
    }
    return keys
  }

  /// The running policy stays when anything is wrong with what lies in the directory.
  private func reload(after policies: LoadedPolicies, _ server: CellServer) -> LoadedPolicies? {
    do {
      let newer = try LoadedPolicies(
        of: compartment, in: layout, store: store, time: Self.seconds(), after: policies)
      for refused in newer.refused { Main.complain("cell \(compartment): \(refused)") }
      server.replace(newer.snapshot, linkKeys: try linkKeys(newer.snapshot))
      Main.complain("cell \(compartment): policies loaded again")
      return newer
    } catch {
      Main.complain("cell \(compartment): the running policies stay: \(error)")
      return nil
    }
  }

  private static func seconds() -> Int64 { Int64(time(nil)) }
}

/// What signals ask of the main thread.
private final class Orders: Sendable {
  enum Order {
    case stop, reload
  }

  private let wakeUp: WakeUp
  private let pending = Mutex((stop: false, reload: false))

  init(_ wakeUp: WakeUp) {
    self.wakeUp = wakeUp
  }

  func give(_ signal: Int32) {
    pending.withLock { pending in
      if signal == SIGHUP { pending.reload = true } else { pending.stop = true }
    }
    wakeUp.signal()
  }

  /// Waits for the next order.
  func next() throws -> Order {
    var poller = Poller()
    _ = try poller.add(wakeUp)
    while true {
      _ = try poller.wait(within: nil)
      wakeUp.reset()
      let order: Order? = pending.withLock { pending in
        if pending.stop { return .stop }
        defer { pending.reload = false }
        return pending.reload ? .reload : nil
      }
      if let order { return order }
    }
  }
}

/// Why the cell does not start.
private struct Refusal: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}

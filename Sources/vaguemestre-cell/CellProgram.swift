import Cell
import Glibc
import Ledger
import Policy
import SignedPolicy
import Site
import Synchronization
import ZeroMQ

/// Loads and verifies what a cell needs, runs it, and puts renewed documents in force.
struct CellProgram {
  private let arguments: RunArguments
  private let layout: SiteLayout
  /// Seconds between looks at the documents and at officers' steps of a break-glass: how late a
  /// revocation may act that nobody tells of.
  private static let watchInterval = 1

  init(_ arguments: RunArguments) {
    self.arguments = arguments
    layout = SiteLayout(arguments.site)
  }

  /// Runs until the end; gives the exit status.
  func run() -> Int32 {
    let signals = ProcessSignals([SIGTERM, SIGINT, SIGHUP])
    do {
      let stamp = DocumentStamp(of: layout)
      let policies = try load()
      let outcome = Outcome()
      let claim = try RunningCellClaim(layout.cell(arguments.compartment))
      let context = try Context.shared(ioThreads: 2)
      let server = try CellServer(in: context, try configuration(policies)) { end in
        outcome.set(end)
        ProcessSignals.wake()
      }
      if arguments.isSupervised { try ProcessSignals.endWithStandardInput() }
      print("cell \(arguments.compartment): listening on \(server.endpoint)")
      fflush(nil)
      let documents = Documents(stamp: stamp, policies: policies)
      try claim.say(documents.inForce)
      return serve(server, documents, signals, outcome, claim)
    } catch let error as CellStartError {
      return refuse(error.line)
    } catch {
      return refuse("\(error)")
    }
  }

  private func serve(
    _ server: CellServer, _ first: Documents, _ signals: ProcessSignals, _ outcome: Outcome,
    _ claim: RunningCellClaim
  ) -> Int32 {
    var documents = first
    let steps = StepWatch(of: layout.cell(arguments.compartment), named: name)
    while true {
      let signal = signals.next(within: Self.watchInterval)
      if let status = status(of: outcome) { return status }
      if documents.activated.take() { say(documents.inForce, claim) }
      switch signal {
      case SIGHUP, nil:
        // Before they are read: what changes meanwhile is found at the next look.
        let stamp = DocumentStamp(of: layout)
        if signal != nil || stamp != documents.stamp {
          documents.stamp = stamp
          reload(into: &documents, server)
        }
        // After a revocation that came with them.
        steps.look(server)
      case SIGTERM, SIGINT:
        server.stop()
        return status(of: outcome) ?? 0
      default: break
      }
    }
  }

  /// Tells who waits beside the cell. Not to be able to is no reason to end.
  private func say(_ running: RunningCell, _ claim: RunningCellClaim) {
    do throws(SiteError) {
      try claim.say(running)
    } catch {
      Main.complain("\(name): \(error)")
    }
  }

  /// The exit status of a cell that could not go on, after saying why.
  private func status(of outcome: Outcome) -> Int32? {
    guard case .failed(let line) = outcome.value else { return nil }
    Main.complain("\(name): \(line)")
    return 2
  }

  private var name: String { "vaguemestre-cell \(arguments.compartment)" }

  private func refuse(_ line: String) -> Int32 {
    Main.complain("\(name): does not start: \(line)")
    return 1
  }

  private func load(after former: LoadedPolicies? = nil) throws(SiteError) -> LoadedPolicies {
    let cell = layout.cell(arguments.compartment)
    let policies = try LoadedPolicies(
      of: arguments.compartment, in: layout, store: PolicyStore(of: cell), time: Int64(time(nil)),
      after: former)
    for refused in policies.refused { Main.complain("\(name): \(refused)") }
    return policies
  }

  /// Puts the renewed documents in force; or says loudly that what is in force stays.
  private func reload(into documents: inout Documents, _ server: CellServer) {
    do {
      let policies = try load(after: documents.policies)
      Main.complain("\(name): policy version \(policies.snapshot.edition.version) is in force")
      complainIfRevoked(policies)
      documents.policies = policies
      server.note(LedgerSeat.drafts(of: policies.refused, layout))
      server.replace(
        policies.snapshot, linkKeys: linkKeys(of: policies.snapshot),
        documents: LedgerSeat.documents(of: policies)
      ) { [activated = documents.activated] in
        activated.set()
        ProcessSignals.wake()
      }
    } catch {
      Main.complain("\(name): what is in force stays: \(error)")
      server.note(LedgerSeat.drafts(of: [error], layout))
    }
  }

  /// A cell whose key was revoked while it ran goes on: its clients know it by the connection that
  /// they have, and those who load the charter don't come back. It does not start again.
  private func complainIfRevoked(_ policies: LoadedPolicies) {
    do throws(SiteError) {
      _ = try policies.cell(of: arguments.compartment, in: layout)
    } catch {
      Main.complain("\(name): \(error)")
    }
  }

  private func configuration(_ policies: LoadedPolicies) throws -> CellConfiguration {
    let cell = layout.cell(arguments.compartment)
    let keys = try CellKeys(cell)
    let chartered = try policies.cell(of: arguments.compartment, in: layout)
    try keys.check(chartered, cell)
    var configuration = CellConfiguration(
      snapshot: policies.snapshot, endpoint: try Endpoint(chartered.endpoint), keys: keys.curve,
      journalDirectory: cell.journal, storageKey: keys.storage)
    configuration.linkKeys = linkKeys(of: policies.snapshot)
    configuration.heads = try LedgerSeat.heads(
      keys, chartered, revoked: policies.verified.revocations, in: cell)
    configuration.documents = LedgerSeat.documents(of: policies)
    configuration.notes = LedgerSeat.drafts(of: policies.refused, layout)
    let name = name
    configuration.log = { Main.complain("\(name): \($0)") }
    return configuration
  }

  /// The CURVE keys of the links that the policy plans; one that can't be read leaves its link
  /// closed, loudly.
  private func linkKeys(of snapshot: PolicySnapshot) -> [String: CurveKeyPair] {
    var keys: [String: CurveKeyPair] = [:]
    for link in snapshot.links where keys[link.principalID.name] == nil {
      do {
        keys[link.principalID.name] = try PrincipalKeys.curve(
          layout.principal(link.principalID.name, of: arguments.compartment))
      } catch {
        Main.complain("\(name): nothing is imported from \(link.source): \(error)")
      }
    }
    return keys
  }
}

/// What a cell goes by, and what lay in the site's directory when it was loaded.
private struct Documents {
  var stamp: DocumentStamp
  var policies: LoadedPolicies
  let activated = Activated()

  var inForce: RunningCell { RunningCell(process: getpid(), policies.verified) }
}

/// Whether what was last handed to the data thread is in force there and not said yet.
private final class Activated: Sendable {
  private let isNew = Mutex(false)

  func set() { isNew.withLock { $0 = true } }

  func take() -> Bool {
    isNew.withLock { isNew in
      defer { isNew = false }
      return isNew
    }
  }
}

/// How the cell ended, once it has.
private final class Outcome: Sendable {
  private let end = Mutex<CellEnd?>(nil)

  var value: CellEnd? { end.withLock { $0 } }

  func set(_ end: CellEnd) { self.end.withLock { $0 = end } }
}

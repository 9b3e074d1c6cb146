import ArgumentParser
import Foundation
import Site
import Synchronization

/// `vaguemestre demo`
struct DemoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract:
      "A whole hospital on this machine: cells, adapters, devices, subscribers, and some who "
        + "try too much.",
    discussion: """
      Makes a new site in a temporary directory, runs every cell and adapter as a process of \
      its own, lets device \
      stand-ins send HL7 v2 over real sockets, and subscribes every department. At the end it \
      says what the ends saw: \
      'lost' counts acknowledged messages that an entitled subscriber did not get, 'leaked' \
      deliveries that \
      the policies do not permit. Exit status 1 unless both are 0.
      """)

  @Option(name: .customLong("for"), help: "Seconds that the devices send.")
  var seconds: Int = 10

  @Option(
    help: "Make the site in this directory and keep it; it must be empty or not exist.",
    completion: .directory)
  var keep: String?

  @Option(
    help: "A file of HL7 v2 messages that the admissions office sends, too.", completion: .file())
  var corpus: String?

  @Flag(help: "Print the summary as JSON, and nothing else on standard output.")
  var json = false

  func validate() throws {
    guard (1...86_400).contains(seconds) else {
      throw ValidationError("--for is 1 to 86400 seconds")
    }
  }

  func run() async throws {
    let directory =
      keep
      ?? FileManager.default.temporaryDirectory.appending(path: "vaguemestre-demo-\(getpid())").path
    _ = try Site.create(
      SitePlan.hospital(time: Int64(Date().timeIntervalSince1970)), at: directory)
    defer {
      if keep == nil { try? FileManager.default.removeItem(atPath: directory) }
    }
    if !json { print("A hospital in \(directory): five compartments, four device links.\n") }
    let restarts = Mutex(0)
    let supervisor = Supervisor(try SitePrograms.all(directory)) { notice in
      if case .ended = notice {
        restarts.withLock { $0 += 1 }
        FileHandle.standardError.write(Data((notice.text + "\n").utf8))
      }
    }
    let running = Task { await supervisor.run() }
    let interrupted = StopFlag()
    signal(SIGINT, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: SIGINT)
    source.setEventHandler { interrupted.set() }
    source.resume()
    let summary = try await traffic(directory, until: interrupted)
    await supervisor.stop()
    await running.value
    print(json ? summary.json : summary.text)
    if summary.lost > 0 || summary.leaked > 0 { throw ExitCode(1) }
  }

  /// Devices on, table, devices off, until everything arrived; what the ends saw.
  private func traffic(
    _ directory: String, until interrupted: StopFlag
  ) async throws -> DemoAccount.Summary {
    let account = DemoAccount(entitled: DemoHospital.entitled)
    let subscribers = try DemoSubscribers(site: directory, account: account)
    let intruders = try DemoIntruders(site: directory, account: account)
    let stop = StopFlag()
    let devices = try DemoHospital.devices.map { kind in
      DemoDevice(
        kind, at: try Self.place(of: kind.link, in: directory), account: account, stop: stop)
    }
    let sender = try DemoCorpus(
      corpus, at: Self.place(of: "admissions-hl7", in: directory), account)
    for device in devices { device.start() }
    sender?.start()
    var table = DemoTable()
    for second in 1...seconds where !interrupted.isSet {
      try await Task.sleep(for: .seconds(1))
      if !json { table.show(account.progress, missing: account.missing, second: second) }
    }
    stop.set()
    for device in devices { device.waitForEnd() }
    sender?.waitForEnd()
    let deadline = ContinuousClock.now + .seconds(30)
    while account.missing > 0, ContinuousClock.now < deadline {
      try await Task.sleep(for: .milliseconds(50))
    }
    subscribers.close()
    intruders.close()
    return account.summary
  }

  private static func place(of link: String, in directory: String) throws -> HostPort {
    let link = try AdapterLink(named: link, in: SiteLayout(directory))
    guard let place = HostPort(link.listen) else {
      throw CommandFailure("link \(link.name) has no address")
    }
    return place
  }
}

extension DemoAccount.Summary {
  /// For people.
  var text: String {
    """

    sent by devices          \(sent)
    acknowledged to them     \(acknowledged)
    normalized               \(normalized)
    quarantined              \(quarantined)
    delivered                \(delivered)
    refused                  \(refused)   (attempts that no policy allows)
    lost                     \(lost)   (acknowledged, and missing at an entitled subscriber)
    leaked                   \(leaked)   (delivered, and not permitted)
    """
  }
}

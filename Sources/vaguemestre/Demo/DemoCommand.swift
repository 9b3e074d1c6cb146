import ArgumentParser
import Foundation
import Site

/// `vaguemestre demo`
struct DemoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract:
      "A whole hospital on this machine: cells, adapters, devices, subscribers, and some who "
      + "try too much.",
    discussion: """
      Makes a new site in a temporary directory, runs every cell and adapter as a process of its \
      own, lets device stand-ins send HL7 v2 over real sockets, and subscribes every department. \
      At the end it says what the ends saw: 'lost' counts acknowledged messages that an entitled \
      subscriber did not get, 'leaked' deliveries that the policies do not permit. Exit status 1 \
      unless both are 0. Cells and adapters write to demo.log in the site's directory.
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

  @Flag(help: "Print the summary as JSON on standard output, and all else on standard error.")
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
    let begun = Int64(Date().timeIntervalSince1970)
    _ = try Site.create(SitePlan.hospital(time: begun), at: directory)
    let screen = DemoScreen(json ? .standardError : .standardOutput)
    screen.write("A hospital in \(directory): five compartments, four device links.\n\n")
    let summary = try await hospital(in: directory, screen)
    print(json ? summary.json : summary.text)
    guard summary.lost == 0, summary.leaked == 0 else {
      screen.write("Kept for a look at what went wrong: \(directory), with demo.log\n")
      throw ExitCode(1)
    }
    if keep == nil { try? FileManager.default.removeItem(atPath: directory) }
  }

  /// The site's programs and the traffic, from start to end.
  private func hospital(
    in directory: String, _ screen: DemoScreen
  ) async throws -> DemoAccount.Summary {
    let logFile = URL(filePath: directory).appending(path: "demo.log")
    try Data().write(to: logFile)
    let log = try FileHandle(forWritingTo: logFile)
    let supervisor = Supervisor(try SitePrograms.all(directory), log: log) { notice in
      if case .ended = notice { screen.note(notice.text) }
    }
    let running = Task { await supervisor.run() }
    let interrupted = StopFlag()
    let signals = StopSignals { interrupted.set() }
    defer { withExtendedLifetime(signals) {} }
    let summary = try await traffic(directory, screen, until: interrupted)
    await supervisor.stop()
    await running.value
    return summary
  }

  /// Devices on, table, devices off, until everything arrived; what the ends saw.
  private func traffic(
    _ directory: String, _ screen: DemoScreen, until interrupted: StopFlag
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
    for second in 1...seconds where !interrupted.isSet {
      try await Task.sleep(for: .seconds(1))
      screen.show(account.progress, missing: account.missing, second: second)
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

    sent by devices    \(Self.column(sent))
    acknowledged       \(Self.column(acknowledged))   durable, and the device was told so
    normalized         \(Self.column(normalized))
    quarantined        \(Self.column(quarantined))   not understood, kept whole, and the device told
    delivered          \(Self.column(delivered))   to all subscribers together
    refused            \(Self.column(refused))   attempts that no policy allows
    lost               \(Self.column(lost))   acknowledged, and missing at an entitled subscriber
    leaked             \(Self.column(leaked))   delivered, and not permitted
    """
  }

  private static func column(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: " ", count: max(0, 7 - digits.count)) + digits
  }
}

import ArgumentParser
import Foundation
import Policy
import SignedPolicy
import Site

/// `vaguemestre up`
struct UpCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "up",
    abstract:
      "Run a site: every cell and every adapter link, each a process, started again when it ends.",
    discussion: "SIGTERM or Ctrl-C ends everything: adapters first, then cells.")

  @Option(help: "The site's directory.", completion: .directory)
  var site: String

  func run() async throws {
    let supervisor = Supervisor(try SitePrograms.all(site)) { notice in
      FileHandle.standardError.write(Data((notice.text + "\n").utf8))
    }
    let signals = StopSignals { Task { await supervisor.stop() } }
    await supervisor.run()
    withExtendedLifetime(signals) {}
  }
}

/// The processes of a site.
enum SitePrograms {
  /// A cell for each open compartment, an adapter for each link.
  static func all(_ directory: String) throws -> [ChildProgram] {
    let site = try Site.load(at: directory, time: Int64(Date().timeIntervalSince1970))
    let cell = try Executables.beside("vaguemestre-cell")
    let adapter = try Executables.beside("vaguemestre-adapter")
    let cells = site.policies.map { policy in
      let name = policy.document.compartment
      return ChildProgram(
        name: "cell \(name)", executable: cell,
        arguments: ["--site", directory, "--compartment", name, "--supervised"], stopsLast: true)
    }
    let links = try AdapterLink.all(in: site.layout).map { link in
      ChildProgram(
        name: "adapter \(link.name)", executable: adapter,
        arguments: ["serve", "--site", directory, "--link", link.name, "--supervised"],
        stopsLast: false)
    }
    return cells + links
  }
}

extension Supervisor.Notice {
  /// One line for the operator.
  var text: String {
    switch self {
    case .started(let name, let pid): "\(name): started, process \(pid)"
    case .ended(let name, let status, let pause):
      "\(name): ended with \(status); starting it again in \(pause / .milliseconds(1)) ms"
    }
  }
}

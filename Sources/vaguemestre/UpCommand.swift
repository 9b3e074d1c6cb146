import ArgumentParser
import Foundation
import Policy
import Site

/// `vaguemestre up`
struct UpCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "up",
    abstract:
      "Run a site: every cell and every adapter link, each a process, started again when it ends.",
    discussion: """
      SIGTERM or Ctrl-C ends everything: adapters first, then cells. Each process verifies what it \
      needs for itself, from what it accepted before: whatever one of them refuses stops no other.
      """)

  @Option(help: "The site's directory.", completion: .directory)
  var site: String

  func run() async throws {
    let supervisor = Supervisor(try SitePrograms.all(site)) { Standard.complain($0.text) }
    let signals = StopSignals { Task { await supervisor.stop() } }
    await supervisor.run()
    withExtendedLifetime(signals) {}
  }
}

/// The processes of a site.
enum SitePrograms {
  /// A cell for each compartment that is not closed, an adapter for each link's file.
  ///
  /// Verifies nothing here and judges no age: each process does that for itself, from what it
  /// accepted before, so a document that is damaged or expired stops no process that could go on
  /// without it. What can't be read is said, and costs no more than itself. An adapter's gate asks
  /// at each start, and of the same documents as the adapter would.
  static func all(
    _ directory: String, complain: (String) -> Void = { Standard.complain($0) }
  ) throws -> [ChildProgram] {
    let layout = SiteLayout(directory)
    let cell = try Executables.beside("vaguemestre-cell")
    let adapter = try Executables.beside("vaguemestre-adapter")
    let cells = try compartments(layout, complain).map { name in
      ChildProgram(
        name: "cell \(name)", executable: cell,
        arguments: ["--site", directory, "--compartment", name, "--supervised"], stopsLast: true)
    }
    let links = links(layout, complain).map { name in
      ChildProgram(
        name: "adapter \(name)", executable: adapter,
        arguments: ["serve", "--site", directory, "--link", name, "--supervised"],
        stopsLast: false,
        gate: AdapterGate(layout: layout, link: name, executable: adapter.path))
    }
    return cells + links
  }

  /// What the charter claims; if it claims nothing, the cells that have a directory here.
  private static func compartments(
    _ layout: SiteLayout, _ complain: (String) -> Void
  ) throws -> [String] {
    do throws(SiteError) {
      return try Site.claimedCharter(layout).compartments.filter { !$0.isClosed }.map(\.name)
    } catch {
      let names = (try? Site.cellNames(layout)) ?? []
      guard !names.isEmpty else { throw error }
      complain("\(error)")
      return names
    }
  }

  private static func links(_ layout: SiteLayout, _ complain: (String) -> Void) -> [String] {
    do throws(SiteError) {
      return try AdapterLink.names(in: layout)
    } catch {
      complain("\(error)")
      return []
    }
  }
}

/// Standard error.
enum Standard {
  static func complain(_ line: String) {
    FileHandle.standardError.write(Data((line + "\n").utf8))
  }
}

extension Supervisor.Notice {
  /// One line for the operator.
  var text: String {
    switch self {
    case .started(let name, let pid): "\(name): started, process \(pid)"
    case .ended(let name, let status, let pause):
      "\(name): ended with \(status); starting it again in \(pause / .milliseconds(1)) ms"
    case .refused(let name, let error, let pause):
      "\(name): not started: \(error); asking again in \(pause / .milliseconds(1)) ms"
    case .warned(let name, let error): "\(name): started, although \(error)"
    }
  }
}

import Cell
import Glibc
import Policy
import SignedPolicy
import Site
import ZeroMQ

/// `vaguemestre-cell`: one compartment's cell.
///
/// Exit status: 0 after a clean end, 1 when it can't start, 2 when it could not go on, 64 for wrong arguments.
@main
enum Main {
  static let usage = """
    usage: vaguemestre-cell --site DIR --compartment NAME [--supervised]

    Runs the cell of one compartment until SIGTERM. SIGHUP loads and verifies the policies again and puts them in
    force; sessions of who is revoked are cut. With --supervised it also ends when its standard input does.
    """

  static func main() {
    var rest = CommandLine.arguments.dropFirst()
    var values: [String: String] = [:]
    var isSupervised = false
    while let word = rest.popFirst() {
      switch word {
      case "--site", "--compartment":
        guard let value = rest.popFirst() else { fail(usage, status: 64) }
        values[word] = value
      case "--supervised": isSupervised = true
      case "--help", "-h":
        print(usage)
        return
      default: fail(usage, status: 64)
      }
    }
    guard let site = values["--site"], let compartment = values["--compartment"] else {
      fail(usage, status: 64)
    }
    do {
      try CellProcess(SiteLayout(site), compartment).run(isSupervised: isSupervised)
    } catch let error as CellStartError {
      fail("cell \(compartment): \(error.line)", status: 1)
    } catch {
      fail("cell \(compartment): \(error)", status: 1)
    }
  }

  /// Writes a line to standard error.
  static func complain(_ text: String) {
    let line = Array((text + "\n").utf8)
    _ = write(STDERR_FILENO, line, line.count)
  }

  private static func fail(_ text: String, status: Int32) -> Never {
    complain(text)
    exit(status)
  }
}

import Glibc
import ZeroMQ

/// `vaguemestre-cell`: one compartment's cell.
///
/// Exit status: 0 after a clean end, 1 when it can't start, 2 when it could not go on, 64 for wrong
/// arguments.
@main
enum Main {
  static let usage = """
    usage: vaguemestre-cell --site DIR --compartment NAME [--supervised]

    Runs the cell of one compartment until SIGTERM. Charter and policies that change in DIR are
    verified and put in force within seconds, at once on SIGHUP; sessions of who is revoked are
    cut. With --supervised it also ends when its standard input does.
    """

  static func main() {
    ProcessPrivacy.seal()
    switch Arguments(Array(CommandLine.arguments.dropFirst())) {
    case .help: print(usage)
    case .wrong(let problem):
      complain("vaguemestre-cell: \(problem)\n\(usage)")
      exit(64)
    case .run(let arguments): exit(CellProgram(arguments).run())
    }
  }

  /// Writes a line to standard error.
  static func complain(_ text: String) {
    let line = Array((text + "\n").utf8)
    _ = write(STDERR_FILENO, line, line.count)
  }
}

import AdapterKit
import Glibc
import HL7v2
import ZeroMQ

/// `vaguemestre-adapter`: one adapter, in a process of its own.
///
/// Exit status: 0 after a clean end, 1 when it could not start or go on, 64 for wrong arguments.
@main
enum Main {
  /// The adapters of this build: the one place that names them.
  static let adapters: [any Adapter.Type] = [HL7v2Adapter.self]

  static let usage = """
    usage: vaguemestre-adapter serve --site DIR --link NAME [--supervised]
           vaguemestre-adapter normalize ADAPTER FILE… [--summary | --rate | --cbor]
           vaguemestre-adapter render ADAPTER FILE…
           vaguemestre-adapter list

    serve       runs the device link NAME of a site (DIR/adapters/NAME.json) until SIGTERM.
                With --supervised it also ends when its standard input does.
    normalize   translates files and prints one JSON document a message; --summary counts instead,
                --rate translates them in order, again and again, and says how many a second: by
                adapters that remember what came before in the round, and by the mapping alone;
                --cbor gives each message as a CBOR byte string, for programs.
    render      the other way: writes the messages of files that --cbor made as the adapter's
                standard has them.
    list        names the adapters of this build.
    """

  static func main() async {
    ProcessPrivacy.seal()
    let arguments = Array(CommandLine.arguments.dropFirst())
    do {
      switch arguments.first {
      case "serve":
        let signals = ProcessSignals([SIGTERM, SIGINT])
        try await Serve(Array(arguments.dropFirst())).run(signals)
      case "normalize": try Normalize(Array(arguments.dropFirst())).run()
      case "render": try Render(Array(arguments.dropFirst())).run()
      case "list":
        for adapter in adapters {
          print("\(adapter.name)\t\(adapter.version)\t\(adapter.standard)")
        }
      case "--help", "-h": print(usage)
      default: throw Refusal.usage
      }
    } catch Refusal.usage {
      complain(usage)
      exit(64)
    } catch {
      complain("vaguemestre-adapter: \(error)")
      exit(1)
    }
  }

  /// The adapter of a name.
  static func adapter(named name: String) throws -> any Adapter.Type {
    guard let found = adapters.first(where: { $0.name == name }) else {
      let known = adapters.map { $0.name }.joined(separator: ", ")
      throw Refusal.failed("there is no adapter '\(name)'; there are: \(known)")
    }
    return found
  }

  /// Writes a line to standard error.
  static func complain(_ text: String) {
    let line = Array((text + "\n").utf8)
    _ = Glibc.write(STDERR_FILENO, line, line.count)
  }
}

/// Why the program does not go on.
enum Refusal: Error, CustomStringConvertible {
  case usage
  case failed(String)

  var description: String {
    switch self {
    case .usage: Main.usage
    case .failed(let text): text
    }
  }
}

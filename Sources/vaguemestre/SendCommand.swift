import AdapterKit
import ArgumentParser
import Foundation

/// `vaguemestre send mllp HOST:PORT FILE…`
struct SendCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "send", abstract: "Send messages as a device would.",
    subcommands: [MLLP.self])

  struct MLLP: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "mllp",
      abstract: "Send HL7 v2 messages over MLLP and print each acknowledgement.",
      discussion: """
        Each FILE holds one or more messages; a line that begins with MSH begins one. One \
        message is sent, \
        its answer awaited, then the next. Exit status 1 when a message was not answered positively.
        """)

    @Argument(help: "Where the link listens, for example 127.0.0.1:2575.")
    var address: String

    @Argument(help: "Files with messages.", completion: .file())
    var files: [String]

    @Option(help: "Seconds to wait for each answer.")
    var timeout: Int = 30

    @Flag(help: "Print one JSON document a message.")
    var json = false

    func validate() throws {
      guard HostPort(address) != nil else {
        throw ValidationError("'\(address)' is not HOST:PORT, for example 127.0.0.1:2575")
      }
      guard timeout > 0 else { throw ValidationError("--timeout must be at least 1 second") }
    }

    func run() throws {
      guard let place = HostPort(address) else { throw ExitCode.validationFailure }
      var sender = DeviceSender(place, timeout: .seconds(timeout))
      var allPositive = true
      for file in files {
        guard let content = FileManager.default.contents(atPath: file) else {
          throw CommandFailure("\(file) can't be read")
        }
        for message in HL7Text.messages(in: Array(content)) {
          let answer = sender.send(message)
          allPositive = allPositive && answer.isPositive
          print(json ? answer.json : answer.text)
        }
      }
      if !allPositive { throw ExitCode(1) }
    }
  }
}

/// `host:port` as people type it.
struct HostPort: Sendable {
  let host: String
  let port: Int

  init?(_ text: String) {
    guard let colon = text.lastIndex(of: ":"), colon > text.startIndex,
      let port = UInt16(text[text.index(after: colon)...]), port > 0
    else { return nil }
    host = String(text[..<colon])
    self.port = Int(port)
  }
}

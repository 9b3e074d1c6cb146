import ArgumentParser
import Client
import Foundation
import NormalizedFormat
import SignedMessage
import Site

/// `vaguemestre quarantine list|show|replay`
struct QuarantineCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quarantine",
    abstract: "Look at what could not be translated or delivered, and send it again after a fix.",
    subcommands: [List.self, Show.self, Replay.self])

  struct Place: ParsableArguments {
    @Option(help: "The site's directory.", completion: .directory)
    var site: String

    @Option(help: "The compartment whose quarantine it is; its officer's key is used.")
    var compartment: String

    /// Everything in quarantine now, oldest first.
    func items() throws -> [QuarantinedItem] {
      try QuarantineReader.read(Member.load("\(compartment)/officer", site: site))
    }

    func item(_ offset: UInt64) throws -> QuarantinedItem {
      guard let item = try items().first(where: { $0.offset == offset }) else {
        throw CommandFailure("quarantine of \(compartment) has no message \(offset)")
      }
      return item
    }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List what is in quarantine: offset, time, code, place, size. No content.")

    @OptionGroup var place: Place
    @Flag(help: "Print one JSON document a line.")
    var json = false

    func run() throws {
      let items = try place.items()
      for item in items { print(json ? item.json : item.text) }
      if items.isEmpty, !json { print("nothing is in quarantine") }
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print one message's raw bytes, which may hold patient data.")

    @OptionGroup var place: Place
    @Argument(help: "Its offset, from 'list'.")
    var offset: UInt64

    func run() throws {
      FileHandle.standardOutput.write(Data(try place.item(offset).wholeRaw()))
    }
  }

  struct Replay: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Send messages to their device link again, as their devices would.",
      discussion: "What is understood now is delivered; what is not goes to quarantine again.")

    @OptionGroup var place: Place
    @Argument(help: "Offsets, from 'list'; none means all.")
    var offsets: [UInt64] = []
    @Option(help: "The link to send to; by default the compartment's only one.")
    var link: String?
    @Flag(help: "Print one JSON document a line.")
    var json = false

    func run() throws {
      let links = try AdapterLink.all(in: SiteLayout(place.site)).filter {
        $0.compartment == place.compartment && (link == nil || $0.name == link)
      }
      guard links.count == 1, let target = links.first, let address = HostPort(target.listen) else {
        let names = links.map(\.name).joined(separator: ", ")
        throw CommandFailure("name the link to send to with --link; there are: \(names)")
      }
      let items = try place.items().filter { offsets.isEmpty || offsets.contains($0.offset) }
      var sender = DeviceSender(address, timeout: .seconds(30))
      var allPositive = true
      for item in items {
        guard let raw = try? item.wholeRaw() else {
          allPositive = false
          print(json ? item.json : item.text)
          continue
        }
        let answer = sender.send(raw)
        allPositive = allPositive && answer.isPositive
        print(json ? answer.json : "\(item.offset)\t\(answer.text)")
      }
      if !allPositive { throw ExitCode(1) }
    }
  }
}

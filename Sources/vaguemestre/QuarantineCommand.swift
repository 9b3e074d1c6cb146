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
    subcommands: [List.self, Show.self, QuarantineReplay.self])

  struct Place: ParsableArguments {
    @Option(help: "The site's directory.", completion: .directory)
    var site: String

    @Option(help: "The compartment whose quarantine it is; its officer's key is used.")
    var compartment: String

    /// Everything in quarantine now, oldest first.
    func items() throws -> [QuarantinedItem] { try content().items }

    func content() throws -> QuarantineReader.Content {
      try QuarantineReader.read(Member.load("\(compartment)/officer", site: site))
    }

    /// What of it was replayed already.
    func replayed() throws -> ReplayedMessages {
      let officer = SiteLayout(site).principal("officer", of: compartment)
      return try ReplayedMessages(at: officer.replayed)
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
      let replayed = try place.replayed()
      for item in items {
        let isReplayed = replayed.contains(item.replayKey)
        print(json ? item.json(isReplayed: isReplayed) : item.text(isReplayed: isReplayed))
      }
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
}

import ArgumentParser
import NormalizedFormat
import Site

/// `vaguemestre quarantine replay`
struct QuarantineReplay: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Send messages to their device link again, as their devices would.",
    discussion: """
      What is understood now is delivered, and not sent again another time; what is not understood \
      stays in quarantine. A frame that broke off is never sent: it is no message, and a number in \
      it may lack its last digits.
      """)

  @OptionGroup var place: QuarantineCommand.Place
  @Argument(help: "Offsets, from 'list'; none means all.")
  var offsets: [UInt64] = []
  @Option(help: "The link to send to; by default the compartment's only one.")
  var link: String?
  @Flag(help: "Send what was delivered before as well: it will be there twice.")
  var again = false
  @Flag(help: "Print one JSON document a line.")
  var json = false

  func run() throws {
    let target = try target()
    guard let address = HostPort(target.listen) else {
      throw CommandFailure("'listen' of link \(target.name) is not HOST:PORT")
    }
    var replayed = try place.replayed()
    let content = try place.content()
    let items = content.items
    try content.forgetGone(in: &replayed)
    var isFailed = false
    for item in items where offsets.isEmpty || offsets.contains(item.offset) {
      let reason = item.leftOut(by: replayed, again: again)
      if let reason {
        print(json ? item.json(leftOut: reason) : item.text(leftOut: reason))
        // Who names a message wants to hear that it was not sent.
        if !offsets.isEmpty || reason == .incomplete { isFailed = true }
        continue
      }
      let answer = send(item, to: address, isSilent: target.settings["acknowledge"] == "none")
      print(json ? item.json(answer) : item.text(answer))
      if answer.isDelivered || answer == .unanswered { try replayed.add(item.replayKey) }
      if !answer.isDelivered { isFailed = true }
    }
    if isFailed { throw ExitCode(1) }
  }

  /// Each message has a connection of its own, whose end says that no more will be answered.
  private func send(_ item: QuarantinedItem, to place: HostPort, isSilent: Bool) -> ReplayAnswer {
    do throws(MLLPFailure) {
      var connection = try MLLPConnection(host: place.host, port: place.port)
      let answers = try connection.exchangeLast(item.content.raw, timeout: .seconds(60))
      return ReplayAnswer(to: item.content.raw, answers, isSilent: isSilent)
    } catch {
      return .failed(error.description)
    }
  }

  private func target() throws -> AdapterLink {
    let links = try AdapterLink.all(in: SiteLayout(place.site)).filter {
      $0.compartment == place.compartment && (link == nil || $0.name == link)
    }
    guard links.count == 1, let target = links.first else {
      let names = links.map(\.name).joined(separator: ", ")
      throw CommandFailure("name the link to send to with --link; there are: \(names)")
    }
    return target
  }
}

/// Why something in quarantine is not sent again.
enum LeftOut: String {
  /// A frame without its end: a piece of a message must not be taken for the message.
  case brokenOff = "broke-off"
  /// Pieces of it are missing or damaged.
  case incomplete
  /// It was sent before, and its link did not say that it is still in quarantine.
  case replayed

  var text: String {
    switch self {
    case .brokenOff: "the frame broke off, so it is no whole message; look at it with 'show'"
    case .incomplete: "pieces are missing or damaged"
    case .replayed: "replayed before; --again sends it once more, and it will be there twice"
    }
  }
}

/// What became of a message that was sent again from quarantine.
enum ReplayAnswer: Equatable {
  /// Durable where it belongs.
  case delivered(code: String)
  /// Taken, and not understood again: with the code of the link's refusal.
  case quarantined(String)
  /// Not taken, with MSA-1.
  case refused(code: String)
  /// Handled, and its sender wants no answer: nobody can tell here what became of it.
  case unanswered
  /// It may not have come.
  case failed(String)

  /// What the frames that were answered say of a message. A link that takes a message and puts it
  /// into quarantine says so in MSA-3.
  init(to message: [UInt8], _ answers: [[UInt8]], isSilent: Bool) {
    let id = HL7Text.controlID(message)
    let all = answers.flatMap { HL7Text.acknowledgements(in: $0) }
    guard let said = all.last(where: { $0.controlID == id }) else {
      if !all.isEmpty {
        self = .failed("the answer is to another message")
      } else if !answers.isEmpty {
        self = .failed("the answer has no MSA")
      } else {
        self =
          isSilent || HL7Text.asksForSilence(message)
          ? .unanswered : .failed("the connection was closed before an answer came")
      }
      return
    }
    guard said.code == "AA" || said.code == "CA" else {
      self = .refused(code: said.code)
      return
    }
    self = said.text.hasPrefix("VGM-") ? .quarantined(said.text) : .delivered(code: said.code)
  }

  /// Whether the message is where it belongs.
  var isDelivered: Bool {
    if case .delivered = self { true } else { false }
  }

  var text: String {
    switch self {
    case .delivered(let code): code
    case .quarantined(let reason): "\(reason)\tin quarantine again"
    case .refused(let code): "\(code)\tnot taken"
    case .unanswered: "sent\tits sender wants no answer; look whether it came"
    case .failed(let failure): "no answer\t\(failure)"
    }
  }

  /// The word for JSON and the failure, if it is one.
  var word: (result: String, error: String?) {
    switch self {
    case .delivered: ("delivered", nil)
    case .quarantined(let reason): ("quarantined", reason)
    case .refused(let code): ("refused", code)
    case .unanswered: ("unanswered", nil)
    case .failed(let failure): ("failed", failure)
    }
  }
}

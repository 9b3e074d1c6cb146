/// How a link is answered: setting `acknowledge`.
enum AcknowledgementMode: String, Sendable {
  /// As MSH-15 and MSH-16 of each message demand.
  case auto
  /// Always in original mode, `AA`: for devices that ask for an accept acknowledgement and
  /// understand none.
  case original
  /// Always in enhanced mode at accept level, `CA`.
  case enhanced
  /// Never.
  case none
}

/// Whether, after a `CA`, the application acknowledgement follows on the same connection: setting
/// `application-acknowledgement`.
enum ApplicationReply: String, Sendable {
  /// Only where no accept acknowledgement was demanded: one reply a message, so that no sender
  /// takes the second for the answer to its next message.
  case alone
  /// Both, accept first.
  case both
}

/// What a device is told about a message that is safe in quarantine: setting `quarantine-reply`.
enum QuarantineReply: String, Sendable {
  /// `AA`, `CA`: the message is safe, and its meaning is this site's matter.
  case accept
  /// `AE`, `CE`: the sender's people want to know.
  case error
}

/// When an acknowledgement is wanted: MSH-15 and MSH-16, table 0155.
enum AcknowledgementCondition {
  case always, never, onError, onSuccess

  /// What stands in the field's first component; nil when nothing but blanks does: a header that
  /// ends in a blank asks for no enhanced mode, and its sender would wait for ever. So would the
  /// sender of a word that is not in the table, or was cut: it means always.
  init?(_ raw: [UInt8]) {
    let word = raw.filter { $0 > 0x20 }
    guard !word.isEmpty else { return nil }
    switch String(decoding: word, as: UTF8.self).uppercased() {
    case "NE": self = .never
    case "ER": self = .onError
    case "SU": self = .onSuccess
    default: self = .always
    }
  }

  func holds(success: Bool) -> Bool {
    switch self {
    case .always: true
    case .never: false
    case .onError: !success
    case .onSuccess: success
    }
  }
}

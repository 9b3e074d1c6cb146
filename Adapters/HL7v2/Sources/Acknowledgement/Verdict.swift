import AdapterKit

/// What a device is told of one message, in the words of table 0008, with the reason.
struct Verdict {
  /// The three answers of the table; the level adds `A` or `C`.
  enum Word: UInt8 {
    case accept = 0x41
    case error = 0x45
    case reject = 0x52
  }

  let word: Word
  /// The reason as our stable code; nil on success.
  let code: UInt16?
  /// Why an accepted message is in quarantine; nil where it is not.
  private(set) var kept: UInt16?
  /// Where, as segment and field of the standard.
  let place: String
  /// Code of table 0357.
  let condition: StaticString

  var isSuccess: Bool { word == .accept }

  /// Of an outcome, under a link's settings.
  init(_ outcome: IngestOutcome, quarantine: QuarantineReply) {
    switch outcome {
    case .accepted: self.init(.accept)
    case .quarantined(let error) where Self.isUnreadable(error): self.init(.reject, error)
    case .quarantined(let error):
      guard quarantine == .accept else {
        self.init(.error, error)
        return
      }
      self.init(.accept)
      kept = error.code.rawValue
    // "Cannot accept for now": table 0357 has no code of its own for it.
    case .busy: self.init(.error, code: 1_050)
    case .refused: self.init(.reject, code: 1_051)
    case .unreadable(let error): self.init(.reject, error)
    }
  }

  private init(
    _ word: Word, code: UInt16? = nil, place: String = "",
    condition: StaticString = "207^Application internal error^HL70357"
  ) {
    self.word = word
    self.code = code
    self.place = place
    self.condition = condition
  }

  private init(_ word: Word, _ error: AdapterError) {
    self.init(
      word, code: error.code.rawValue, place: error.place, condition: Self.condition(error.code))
  }

  /// Whether the bytes are no readable message; everything else is this site's matter once they are
  /// safe.
  private static func isUnreadable(_ error: AdapterError) -> Bool {
    switch error.code {
    case .untranslatable, .defect, .configuration, .refusedByCell, .oversized: false
    default: true
    }
  }

  private static func condition(_ code: AdapterError.Code) -> StaticString {
    switch code {
    case .empty, .headerMissing, .frameTruncated: "100^Segment sequence error^HL70357"
    case .typeMissing: "101^Required field missing^HL70357"
    case .delimiters, .encoding: "102^Data type error^HL70357"
    default: "207^Application internal error^HL70357"
    }
  }
}

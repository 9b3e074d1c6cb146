import NormalizedFormat

/// What stands in one leaf of a message that is written.
enum Leaf: Equatable {
  case text(String)
  /// `""`: delete.
  case null
  case time(Timestamp)

  /// What a detail says: there `""` is the source's own.
  init(detail text: String) { self = text == "\"\"" ? .null : .text(text) }

  /// The text of it, in a message whose header states a zone or not.
  func text(underZone: Bool) -> String {
    switch self {
    case .text(let text): text
    case .null: "\"\""
    case .time(let time): time.dtm(statingAssumed: underZone)
    }
  }

  /// Whether both say the same.
  func says(_ other: Leaf) -> Bool {
    (self == .null) == (other == .null) && text(underZone: false) == other.text(underZone: false)
  }
}

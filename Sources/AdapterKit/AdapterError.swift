/// Why an adapter refused bytes: a stable code, a place and who must act, never a piece of the
/// content.
///
/// `place` is put together from names of the standard (`MSH-9`) by the adapter, never from the
/// message, so the text of an error can go to any log.
public struct AdapterError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What went wrong; the number is what people look up, and is never used again for another thing.
  public enum Code: UInt16, Sendable, CaseIterable {
    /// Nothing was in the frame.
    case empty = 1001
    /// The message does not begin with what the standard demands (HL7 v2: no `MSH`).
    case headerMissing = 1002
    /// The delimiters that the message declares can't be used.
    case delimiters = 1003
    /// The bytes are in an encoding that the transport can't carry or the adapter can't read.
    case encoding = 1004
    /// The message does not say what it is (HL7 v2: MSH-9 empty).
    case typeMissing = 1005
    /// A count or a length is over the adapter's bound.
    case limit = 1006
    /// A frame ended without its end mark, or a new one began inside it.
    case frameTruncated = 1007
    /// A frame is longer than the link admits.
    case frameOverlong = 1008
    /// More bytes outside any frame than a link tolerates.
    case frameJunk = 1009
    /// The adapter's configuration has an unknown key or a value that it can't take.
    case configuration = 1010
    /// The content is well-formed but can't be put into the normalized format.
    case untranslatable = 1011
    /// The cell refused the message that came of it: the site's policy and the link do not agree.
    case refusedByCell = 1012
    /// What came of the message is larger than the cell takes.
    case oversized = 1013
    /// The adapter made something that the normalized format refuses: our fault.
    case defect = 1901
  }

  /// Who must act.
  public enum Blame: String, Sendable {
    /// The device or system that sent the bytes.
    case peer
    /// Whoever configured this site.
    case site
    /// This program.
    case gateway
  }

  /// What went wrong.
  public let code: Code
  /// Where, in the standard's words (`MSH-9`), or empty when it is the whole message.
  public let place: String
  /// Where, in bytes from the begin of the raw message; nil when it has no single place.
  public let offset: Int?
  /// Who must act.
  public let blame: Blame

  /// An error at a place; `place` must hold names of the standard only, never content.
  public init(_ code: Code, place: StaticString = "", offset: Int? = nil, blame: Blame = .peer) {
    self.code = code
    self.place = place.description
    self.offset = offset
    self.blame = blame
  }

  /// "VGM-1005 at MSH-9, byte 42 (peer)".
  public var description: String {
    var text = "VGM-\(code.rawValue)"
    if !place.isEmpty { text += " at \(place)" }
    if let offset { text += place.isEmpty ? " at byte \(offset)" : ", byte \(offset)" }
    return text + " (\(blame.rawValue))"
  }
}

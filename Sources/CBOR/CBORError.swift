/// Why a byte string is not CBOR of the strict profile, and where.
///
/// It never holds content: a code and an offset are all that may reach a log.
package struct CBORError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What was wrong; stable, and the word of the vectors' `expect:` line.
  package enum Code: String, Hashable, Sendable, CaseIterable {
    /// The input ends inside an item, or a head announces more than the input can hold.
    case truncated
    /// Bytes follow the item that should have been the last.
    case trailing
    /// Additional information 28–30, or 31 where it has no meaning (RFC 8949 §3).
    case reserved
    /// Indefinite length, or a break outside one.
    case indefinite
    /// An argument that fits a shorter head (RFC 8949 §4.2.1).
    case nonShortest = "non-shortest"
    /// A float that keeps its value in a shorter form.
    case nonShortestFloat = "non-shortest-float"
    /// A NaN other than f97e00.
    case nanPayload = "nan-payload"
    /// Map keys not in ascending bytewise order of their encodings.
    case keyOrder = "key-order"
    /// The same key twice in a map.
    case duplicateKey = "duplicate-key"
    /// A text string that is not UTF-8 (RFC 3629: no surrogates, no overlong forms).
    case invalidUTF8 = "invalid-utf8"
    /// A tag where the caller reads none.
    case tag
    /// A simple value other than false, true and null.
    case simpleValue = "simple-value"
    /// Containers and tags nested deeper than ``CBORReader/depthMax``.
    case depth
    /// Another major type than the one asked for.
    case wrongType = "wrong-type"
    /// An integer outside what the caller's type or bound holds.
    case outOfRange = "out-of-range"
    /// Another count or length than the one the caller demands.
    case wrongCount = "wrong-count"
    /// Well-formed, but not the structure that the caller's grammar demands (COSE, for instance).
    case structure
  }

  /// What was wrong.
  package let code: Code
  /// Where: index, in the array that was read, of the first byte of the offending item.
  package let offset: Int

  /// Makes an error; callers above use it for faults of their own grammar, mostly `.structure`.
  package init(_ code: Code, at offset: Int) {
    self.code = code
    self.offset = offset
  }

  /// Code and offset, nothing of the content.
  package var description: String { "CBOR: \(code.rawValue) at \(offset)" }
}

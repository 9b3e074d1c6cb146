/// A part of a message: it has one encoding, one rule in `normalized.cddl`, and one JSON form.
package protocol Wire: Equatable, Sendable {
  /// Its rule in `normalized.cddl`.
  static var rule: StaticString { get }

  /// Appends its one encoding.
  func encode(to encoder: inout MessageEncoder)

  /// Reads it.
  init(from decoder: inout MessageDecoder) throws(FormatError)

  /// Appends its JSON form, for people and tools.
  func render(to json: inout JSONWriter)
}

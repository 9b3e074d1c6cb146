/// A part of a message that is one map with integer keys.
package protocol Record: Wire {
  /// Keys that must be there.
  static var required: KeySet { get }

  /// An empty one, which ``read(_:from:)`` fills.
  init()

  /// Names each field to the visitor, keys ascending.
  func visit(_ visitor: inout some FieldVisitor)

  /// What is wrong between its fields; nil where nothing is.
  var contradiction: FormatError.Code? { get }

  /// Reads the value of one key, or refuses a key that the record does not have.
  mutating func read(_ key: UInt64, from decoder: inout MessageDecoder) throws(FormatError)
}

extension Record {
  /// None, unless the record says otherwise.
  package static var required: KeySet { [] }

  /// None, unless the record says otherwise.
  package var contradiction: FormatError.Code? { nil }

  /// A map of the fields that are there.
  package func encode(to encoder: inout MessageEncoder) { encoder.map(self) }

  /// Reads a map: keys ascending, none unknown but extensions, none of the required missing, no
  /// contradiction.
  package init(from decoder: inout MessageDecoder) throws(FormatError) {
    let start = decoder.offset
    self.init()
    var map = try decoder.openMap()
    while let key = try decoder.nextKey(&map) { try read(key, from: &decoder) }
    try decoder.close(map, required: Self.required)
    if let contradiction { throw FormatError(contradiction, at: start) }
  }

  /// A JSON object of the fields that are there.
  package func render(to json: inout JSONWriter) {
    json.object { visit(&$0) }
  }
}

/// A part of a message that is one map with integer keys.
package protocol Record: Wire {
  /// Keys that must be there.
  static var required: KeySet { get }

  /// An empty one, which ``read(_:from:)`` fills.
  init()

  /// Names each field to the visitor, keys ascending.
  func visit(_ visitor: inout some FieldVisitor)

  /// Reads the value of one key, or refuses a key that the record does not have.
  mutating func read(_ key: UInt64, from decoder: inout MessageDecoder) throws(FormatError)
}

extension Record {
  /// None, unless the record says otherwise.
  package static var required: KeySet { [] }

  /// A map of the fields that are there.
  package func encode(to encoder: inout MessageEncoder) { encoder.map(self) }

  /// Reads a map: keys ascending, none unknown but extensions, none of the required missing.
  package init(from decoder: inout MessageDecoder) throws(FormatError) {
    self.init()
    var map = try decoder.openMap()
    while let key = try decoder.nextKey(&map) { try read(key, from: &decoder) }
    try decoder.close(map, required: Self.required)
  }

  /// A JSON object of the fields that are there.
  package func render(to json: inout JSONWriter) {
    json.object { visit(&$0) }
  }
}

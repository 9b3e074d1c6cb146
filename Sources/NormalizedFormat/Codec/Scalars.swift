extension String: Wire {
  /// Text, UTF-8.
  package static var rule: StaticString { "text" }
  /// A text string.
  package func encode(to encoder: inout MessageEncoder) { encoder.output.text(self) }
  /// Reads a text string.
  package init(from decoder: inout MessageDecoder) throws(FormatError) { self = try decoder.text() }
  /// A JSON string.
  package func render(to json: inout JSONWriter) { json.string(self) }
}

extension Bool: Wire {
  /// True or false.
  package static var rule: StaticString { "bool" }
  /// True or false.
  package func encode(to encoder: inout MessageEncoder) { encoder.output.bool(self) }
  /// Reads true or false.
  package init(from decoder: inout MessageDecoder) throws(FormatError) {
    self = try decoder.boolean()
  }
  /// true or false.
  package func render(to json: inout JSONWriter) { json.literal(self ? "true" : "false") }
}

extension UInt32: Wire {
  /// 0 to 4,294,967,295.
  package static var rule: StaticString { "uint32" }
  /// An unsigned integer.
  package func encode(to encoder: inout MessageEncoder) { encoder.output.unsigned(UInt64(self)) }
  /// Reads an unsigned integer.
  package init(from decoder: inout MessageDecoder) throws(FormatError) {
    self = UInt32(truncatingIfNeeded: try decoder.unsigned(upTo: UInt64(UInt32.max)))
  }
  /// A JSON number.
  package func render(to json: inout JSONWriter) { json.literal(String(self)) }
}

extension UInt64: Wire {
  /// An unsigned integer.
  package static var rule: StaticString { "uint" }
  /// An unsigned integer.
  package func encode(to encoder: inout MessageEncoder) { encoder.output.unsigned(self) }
  /// Reads an unsigned integer.
  package init(from decoder: inout MessageDecoder) throws(FormatError) {
    self = try decoder.unsigned(upTo: .max)
  }
  /// A JSON number.
  package func render(to json: inout JSONWriter) { json.literal(String(self)) }
}

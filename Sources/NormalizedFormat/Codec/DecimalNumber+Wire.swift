extension DecimalNumber: Wire {
  /// An integer, or a decimal fraction (RFC 8949 §3.4.4).
  package static var rule: StaticString { "decimal" }

  /// An integer where the exponent is zero, else tag 4 with [exponent, mantissa].
  package func encode(to encoder: inout MessageEncoder) {
    if exponent != 0 {
      encoder.output.tag(4)
      encoder.output.array(2)
      encoder.output.integer(Int64(exponent))
    }
    encoder.output.integer(mantissa)
  }

  /// Reads either form; a decimal fraction with exponent zero is a second spelling.
  package init(from decoder: inout MessageDecoder) throws(FormatError) {
    let start = decoder.offset
    guard decoder.isNext(major: 6) else {
      self.init(try decoder.integer())
      return
    }
    guard try decoder.tag() == 4 else { throw FormatError(.malformed, at: start) }
    let inside = decoder.offset
    guard try decoder.array(upTo: FormatLimit.itemsMax) == 2 else {
      throw FormatError(.outOfRange, at: inside)
    }
    let place = decoder.offset
    guard let exponent = Int16(exactly: try decoder.integer()) else {
      throw FormatError(.outOfRange, at: place)
    }
    guard exponent != 0 else { throw FormatError(.notCanonical, at: start) }
    self.init(try decoder.integer(), exponent: exponent)
  }

  /// A JSON number with every digit.
  package func render(to json: inout JSONWriter) { json.literal(description) }
}

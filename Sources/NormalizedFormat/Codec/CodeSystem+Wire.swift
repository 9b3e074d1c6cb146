extension CodeSystem: Wire {
  /// A registered number or a name.
  package static var rule: StaticString { "code-system" }

  /// A number where it is registered, else text.
  package func encode(to encoder: inout MessageEncoder) {
    switch storage {
    case .number(let number): encoder.output.unsigned(UInt64(number))
    case .text(let name): encoder.output.text(name)
    }
  }

  /// Reads either form; a registered URI as text is a second spelling.
  package init(from decoder: inout MessageDecoder) throws(FormatError) {
    let start = decoder.offset
    if decoder.isNext(major: 3) {
      self.init(try decoder.text())
      guard case .text = storage else { throw FormatError(.notCanonical, at: start) }
    } else {
      let number = try decoder.unsigned(upTo: UInt64(UInt32.max))
      let known = UInt32(truncatingIfNeeded: number)
      guard Self.isRegistered(known) else { throw FormatError(.unknownValue, at: start) }
      self.init(storage: .number(known))
    }
  }

  /// The URI or the name.
  package func render(to json: inout JSONWriter) { json.string(uri) }
}

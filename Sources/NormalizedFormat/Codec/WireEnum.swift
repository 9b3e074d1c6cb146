/// A list of meanings by small numbers; a number that is not in it is refused.
package protocol WireEnum: Wire, RawRepresentable, CaseIterable where RawValue == UInt8 {
  /// The name in JSON.
  var code: String { get }
}

extension WireEnum {
  /// Its number.
  package func encode(to encoder: inout MessageEncoder) {
    encoder.output.unsigned(UInt64(rawValue))
  }

  /// Reads its number.
  package init(from decoder: inout MessageDecoder) throws(FormatError) {
    let start = decoder.offset
    let number = try decoder.unsigned(upTo: .max)
    guard let raw = UInt8(exactly: number), let value = Self(rawValue: raw) else {
      throw FormatError(.unknownValue, at: start)
    }
    self = value
  }

  /// Its name.
  package func render(to json: inout JSONWriter) { json.string(code) }
}

import CBOR

/// A list of meanings by small numbers; a number that is not in it is refused.
package protocol WireEnum: Wire, RawRepresentable, CaseIterable where RawValue == UInt8 {
  /// The name in JSON.
  var code: String { get }
}

extension WireEnum {
  /// The case's name in kebab case, as FHIR writes its codes.
  package var code: String {
    var code = ""
    for character in "\(self)".unicodeScalars {
      if ("A"..."Z").contains(character) { code += "-" }
      code += character.properties.lowercaseMapping
    }
    return code
  }

  /// Its number.
  package func encode(to encoder: inout MessageEncoder) {
    encoder.writer.unsigned(UInt64(rawValue))
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

extension Comparator {
  /// As FHIR writes it.
  package var code: String {
    switch self {
    case .lessThan: "<"
    case .lessOrEqual: "<="
    case .greaterOrEqual: ">="
    case .greaterThan: ">"
    case .approximate: "~"
    case .notEqual: "<>"
    }
  }
}

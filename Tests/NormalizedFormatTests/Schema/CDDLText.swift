import NormalizedFormatTesting

@testable import NormalizedFormat

/// `normalized.cddl` as the code demands it.
enum CDDLText {
  static var whole: String {
    ([head] + [content, value] + FormatSchema.records.map(record)
      + FormatSchema.enumerations.map { enumeration($0) }).joined(separator: "\n") + "\n"
  }

  private static let head = """
    ; The open normalized format, version \(Message.currentVersion): CDDL by RFC 8610.
    ; README.md beside this file is the text of it.
    ; CBOR in the deterministic encoding of RFC 8949 section 4.2.1. What CDDL can't say stands in
    ; the README.
    ;
    ; Version 1 writes these keys and no others. A later one may add extensions under negative keys,
    ; which a reader skips where it does not know them; it refuses any other unknown key.
    ; A test of the project writes the rules from the code and compares, so that they can't drift.

    message = {
      0: \(Message.currentVersion),                 ; formatVersion
      1: provenance,
      ? 2: patient,
      ? 3: encounter,
      content,             ; 4: kind, 5: content
      ? 6: loss-ledger,    ; loss
      ? 7: [+ text],       ; cleared
    }

    uint32 = 0..4294967295
    sha256 = bytes .size 32
    ; Milliseconds since 1970 in the years 1 to 9999.
    milliseconds = (int .ge -62135596800000) .and (int .le 253402300799999)
    zone-minutes = (int .ge -1439) .and (int .le 1439)
    ; An integer, or [exponent, mantissa] with an exponent that is not 0.
    decimal = decimal-fraction / int64
    decimal-fraction = #6.4(scaled)
    scaled = [exponent: exponent, mantissa: int64]
    exponent = int16 .and (int .ne 0)
    int16 = (int .ge -32768) .and (int .le 32767)
    int64 = (int .ge -9223372036854775808) .and (int .le 9223372036854775807)
    ; A registered number, 10000 + number of an HL7 v2 table, or the name of any other.
    code-system = (1..\(CodeSystem.registered.count - 1)) / (10001..19999) / text
    samples = [* int64 / null]
    time-of-day = text .regexp "([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{3})?)?"

    """

  private static var content: String {
    let kinds = FormatSchema.contents.map { content, type in
      "4: \(content.number), 5: \(type.rule)"
    }
    return "content = (\n  " + kinds.joined(separator: " //\n  ") + "\n)\n"
  }

  /// One map with a choice of keys, not a choice of maps: the `cddl` crate loses its way in the
  /// latter where observations stand within observations.
  private static var value: String {
    let kinds = FormatSchema.valueFields.map { "\($0.key): \($0.rule)" }
    return "value = {\n  " + kinds.joined(separator: " //\n  ") + "\n}\n"
  }

  private static func record(_ schema: RecordSchema) -> String {
    let lines = schema.fields.map { "  " + line($0) }
    return "\(schema.rule) = {\n" + lines.joined(separator: "\n") + "\n}\n"
  }

  private static func line(_ field: FieldSchema) -> String {
    let rule = field.shape == .list ? "[+ \(field.rule)]" : field.rule
    let text = (field.isRequired ? "" : "? ") + "\(field.key): \(rule),"
    guard field.name != field.rule else { return text }
    return text + String(repeating: " ", count: max(1, 34 - text.count)) + "; \(field.name)"
  }

  private static func enumeration(_ type: any WireEnum.Type) -> String {
    let meanings = type.meanings
    let names = meanings.map { "; \($0.number) \($0.code)" }
    return names.joined(separator: "\n") + "\n\(type.rule) = 0..\(meanings.count - 1)\n"
  }
}

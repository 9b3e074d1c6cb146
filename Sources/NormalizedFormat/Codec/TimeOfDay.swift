/// The text of a time of day: `hh:mm`, `hh:mm:ss` or `hh:mm:ss.fff`.
struct TimeOfDay: Wire {
  static let rule: StaticString = "time-of-day"
  let text: String

  init(text: String) { self.text = text }

  init(from decoder: inout MessageDecoder) throws(FormatError) {
    let start = decoder.offset
    text = try decoder.text()
    guard Self.isTime(text) else { throw FormatError(.outOfRange, at: start) }
  }

  func encode(to encoder: inout MessageEncoder) { encoder.output.text(text) }

  func render(to json: inout JSONWriter) { json.string(text) }

  /// Whether a text is one of the three forms, and shown by a clock.
  static func isTime(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    let forms: [StaticString] = ["29:59", "29:59:59", "29:59:59.999"]
    guard let form = forms.first(where: { $0.utf8CodeUnitCount == bytes.count }) else {
      return false
    }
    let fits = form.withUTF8Buffer { form in
      // A digit up to the form's own, or the same sign.
      zip(bytes, form).allSatisfy { byte, most in
        most < 0x3A && most > 0x2F ? byte > 0x2F && byte <= most : byte == most
      }
    }
    return fits && !(bytes[0] == 0x32 && bytes[1] > 0x33)
  }
}

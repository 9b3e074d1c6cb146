/// The version of HL7 v2 that a message says it is of.
struct RenderedVersion {
  /// As MSH-12 has it.
  let text: String
  private let minor: Int

  /// What a message is of that names none.
  static let standard = "2.5.1"

  init(_ text: String?) {
    self.text = text ?? Self.standard
    let parts = self.text.split(separator: ".")
    minor = parts.count > 1 && parts[0] == "2" ? Int(parts[1]) ?? 5 : 5
  }

  /// Whether it is before v2.n.
  func isBefore(_ minor: Int) -> Bool { self.minor < minor }
}

/// How a patient is known: one value within one name space.
package struct PatientIdentifier: Hashable, Sendable {
  /// URI of the name space, or what a source calls it.
  package let system: String
  package let value: String

  /// Nil if a part is empty, longer than 128 bytes, or holds a control character.
  package init?(system: String, value: String) {
    guard [system, value].allSatisfy(Self.isValid) else { return nil }
    self.system = system
    self.value = value
  }

  /// Reads `SYSTEM|VALUE`; the value holds no bar.
  package init?(_ text: String) {
    guard let bar = text.lastIndex(of: "|") else { return nil }
    self.init(system: String(text[..<bar]), value: String(text[text.index(after: bar)...]))
  }

  /// Ids are compared bytewise: two spellings are two ids.
  package static func == (left: PatientIdentifier, right: PatientIdentifier) -> Bool {
    left.system.utf8.elementsEqual(right.system.utf8)
      && left.value.utf8.elementsEqual(right.value.utf8)
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(Array(system.utf8))
    hasher.combine(Array(value.utf8))
  }

  private static func isValid(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= BreakGlassLimit.patientBytesMax
      && text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7f }
  }
}

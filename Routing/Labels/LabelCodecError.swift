/// Why bytes or a text are not a label or a clearance, and where.
package struct LabelCodecError: Error, Hashable, Sendable {
  /// ``LabelRefusal/malformed``, ``LabelRefusal/tooLarge``, ``LabelRefusal/malformedName`` or, for
  /// texts, what the scheme does not know.
  package let refusal: LabelRefusal
  /// Offset in bytes of the item that was refused.
  package let offset: Int

  package init(_ refusal: LabelRefusal, at offset: Int) {
    self.refusal = refusal
    self.offset = offset
  }
}

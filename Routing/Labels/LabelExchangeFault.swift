/// Why something is no label in a form of the outside world, or can't be said in it; never with
/// content.
package struct LabelExchangeFault: Error, Hashable, Sendable, CustomStringConvertible {
  /// Raw values are stable codes and never reused.
  package enum Code: Int, Hashable, Sendable, CaseIterable {
    case malformed = 2221
    case tooLarge = 2222
    case forbidden = 2223
    case notUnderstood = 2224
    case notOnce = 2225
    case unknownName = 2226
    case notExpressible = 2227

    /// One line for people.
    package var text: String {
      switch self {
      case .malformed: "not well-formed"
      case .tooLarge: "larger or deeper than any label"
      case .forbidden: "a document type, entity, comment, instruction or CDATA section"
      case .notUnderstood: "an element, attribute or namespace that is not understood"
      case .notOnce: "what must stand once stands twice, is missing or is out of its order"
      case .unknownName: "a policy, classification, category or value that the scheme does not have"
      case .notExpressible: "the other form has no word for what the label says"
      }
    }
  }

  package enum Cause: Hashable, Sendable {
    case form(Code)
    /// It was read, and is no valid label of the scheme.
    case label(LabelRefusal)
  }

  package let cause: Cause
  /// Index of the first byte of what was refused.
  package let offset: Int

  package init(_ code: Code, at offset: Int) {
    cause = .form(code)
    self.offset = offset
  }

  package init(label refusal: LabelRefusal, at offset: Int = 0) {
    cause = .label(refusal)
    self.offset = offset
  }

  package var code: Int {
    switch cause {
    case .form(let code): code.rawValue
    case .label(let refusal): refusal.rawValue
    }
  }

  package var description: String {
    switch cause {
    case .form(let form): "VGM-\(code) at byte \(offset): \(form.text)"
    case .label(let refusal): "VGM-\(code) at byte \(offset): \(refusal.text)"
    }
  }
}

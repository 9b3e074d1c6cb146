import FHIRProjection
package import Labels

/// The forms in which a label is read and written for others; each says all of a label or nothing.
package enum LabelForm: String, Hashable, Sendable, CaseIterable {
  /// `N//compartment=icu`, a line.
  case text
  /// The confidentiality label of STANAG 4774 (ADatP-4774), as XML.
  case standard = "4774"
  /// What stands in `meta.security` of FHIR R4: a JSON array of codings.
  case fhir

  /// Reads one label, valid under the scheme.
  ///
  /// - Throws: `LabelExchangeFault`, `LabelCodecError` or `FHIRError`: a code and an offset.
  package func read(_ bytes: [UInt8], under scheme: LabelScheme) throws -> Label {
    switch self {
    case .text:
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw LabelExchangeFault(.malformed, at: 0)
      }
      return try scheme.label(text.hasSuffix("\n") ? String(text.dropLast()) : text)
    case .standard: return try LabelVocabulary(scheme).label(from: LabelXML.read(bytes))
    case .fhir: return try scheme.label(FHIRLabel(security: bytes))
    }
  }

  /// Writes one label; ends in a line feed.
  ///
  /// - Throws: `LabelExchangeFault` for a label that is not valid, or that the form can't say.
  package func write(
    _ label: Label, under scheme: LabelScheme
  ) throws(LabelExchangeFault) -> [UInt8] {
    if let refusal = scheme.refusal(of: label) { throw LabelExchangeFault(label: refusal) }
    switch self {
    case .text: return Array("\(label)\n".utf8)
    case .standard: return LabelXML.write(try LabelVocabulary(scheme).element(of: label))
    case .fhir: return FHIRLabel(label).securityBytes + [10]
    }
  }
}

/// One row of the README's table: where a field of the format stands in FHIR.
package struct MappingRow: Equatable, Sendable {
  /// Rule in `normalized.cddl`.
  package let rule: String
  /// The field's name there.
  package let field: String
  /// Element or extension.
  package let place: String
  /// What is to be known besides.
  package let note: String
}

/// An HL7 v2 table: its codes, what they mean, and the code of FHIR R4 that means the same.
///
/// Source: HL7 v2.9 chapter 2C; the FHIR codes from HL7's v2-to-FHIR concept maps (Apache-2.0), and
/// where these leave a code open, so does this.
public struct HL7Table: Sendable {
  struct Row: Sendable {
    let display: String
    let fhirCode: String?
  }

  /// Number of the table.
  public let number: Int
  private let rows: [String: Row]

  init(_ number: Int, _ rows: [(code: String, display: String, fhirCode: String?)]) {
    self.number = number
    self.rows = Dictionary(
      rows.map { ($0.code, Row(display: $0.display, fhirCode: $0.fhirCode)) },
      uniquingKeysWith: { first, _ in first })
  }

  /// All its codes, in no order.
  public var codes: some Collection<String> { rows.keys }

  /// Whether the table has the code.
  public func contains(_ code: String) -> Bool { rows[code] != nil }

  /// What a code means; nil for one that the table lacks.
  public func display(of code: String) -> String? { rows[code]?.display }

  /// The code of FHIR R4 that means the same; nil where there is none.
  public func fhirCode(of code: String) -> String? { rows[code]?.fhirCode }
}

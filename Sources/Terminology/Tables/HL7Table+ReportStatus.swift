extension HL7Table {
  /// Result status (OBR-25); FHIR diagnostic-report-status. A, M and N follow the wording of table
  /// 0123.
  public static let reportStatus = HL7Table(
    123,
    [
      ("O", "Order received; specimen not yet received", "registered"),
      ("I", "No results available; specimen received, procedure incomplete", "registered"),
      ("S", "No results available; procedure scheduled, but not done", "registered"),
      ("A", "Some, but not all, results available", "partial"),
      ("P", "Preliminary", "preliminary"),
      ("C", "Corrected, final", "corrected"),
      ("R", "Results stored; not yet verified", "partial"),
      ("F", "Final results", "final"),
      ("X", "No results available; Order canceled", "cancelled"),
      ("Y", "No order on record for this test", nil),
      ("Z", "No record of this patient", nil),
      ("M", "Corrected, not final", "preliminary"),
      ("N", "Procedure completed, results pending", "registered"),
    ])
}

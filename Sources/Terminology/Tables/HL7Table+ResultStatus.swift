extension HL7Table {
  /// Observation result status (OBX-11); FHIR observation-status. The codes that the concept map
  /// leaves open or by condition (A, B, I, O, R, S, U, V) follow the wording of table 0085.
  public static let resultStatus = HL7Table(
    85,
    [
      ("A", "Amended", "amended"),
      ("B", "Appended report", "final"),
      ("C", "Corrected, replaces a final result", "corrected"),
      ("D", "Deletes the record", "entered-in-error"),
      ("F", "Final results", "final"),
      ("I", "Specimen in the laboratory, results pending", "registered"),
      ("N", "Not asked", nil),
      ("O", "Order detail only, no result", "registered"),
      ("P", "Preliminary results", "preliminary"),
      ("R", "Entered, not verified", "preliminary"),
      ("S", "Partial results", "preliminary"),
      ("V", "Verified, final results confirmed", "final"),
      ("X", "Results cannot be obtained", "cancelled"),
      ("U", "Changed to final without sending again", "final"),
      ("W", "Post original as wrong", "entered-in-error"),
    ])
}

extension HL7Table {
  /// Administrative sex (PID-8); FHIR administrative-gender.
  public static let administrativeSex = HL7Table(
    1,
    [
      ("F", "Female", "female"),
      ("M", "Male", "male"),
      ("O", "Other", "other"),
      ("U", "Unknown", "unknown"),
      ("A", "Ambiguous", "other"),
      ("N", "Not applicable", "other"),
    ])
}

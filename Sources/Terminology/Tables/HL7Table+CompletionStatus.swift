extension HL7Table {
  /// Completion status (RXA-20); FHIR event-status.
  public static let completionStatus = HL7Table(
    322,
    [
      ("CP", "Complete", "completed"),
      ("RE", "Refused", "not-done"),
      ("NA", "Not Administered", "not-done"),
      ("PA", "Partially Administered", "completed"),
    ])
}

extension HL7Table {
  /// Filler status (SCH-25); FHIR appointmentstatus.
  public static let appointmentStatus = HL7Table(
    278,
    [
      ("Pending", "Pending", "pending"),
      ("Waitlist", "Waitlist", "waitlist"),
      ("Booked", "Booked", "booked"),
      ("Started", "Started", "checked-in"),
      ("Complete", "Complete", "fulfilled"),
      ("Cancelled", "Cancelled", "cancelled"),
      ("Discontinued", "Discontinued", nil),
      ("Deleted", "Deleted", "entered-in-error"),
      ("Blocked", "Blocked", nil),
      ("Overbook", "Overbook", nil),
      ("Noshow", "Noshow", "noshow"),
    ])
}

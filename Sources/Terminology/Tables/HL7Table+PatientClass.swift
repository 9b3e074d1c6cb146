extension HL7Table {
  /// Patient class (PV1-2); v3 ActCode, the table itself where ActCode has none.
  public static let patientClass = HL7Table(
    4,
    [
      ("E", "Emergency", "EMER"),
      ("I", "Inpatient", "IMP"),
      ("O", "Outpatient", "AMB"),
      ("P", "Preadmit", "PRENC"),
      ("R", "Recurring patient", "R"),
      ("B", "Obstetrics", "B"),
      ("C", "Commercial Account", "C"),
      ("N", "Not Applicable", "N"),
      ("U", "Unknown", "U"),
    ])
}

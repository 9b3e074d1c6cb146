extension HL7Table {
  /// Telecommunication use (XTN.2); FHIR contact-point-use.
  public static let telecomUse = HL7Table(
    201,
    [
      ("PRN", "Primary Residence Number", "home"),
      ("ORN", "Other Residence Number", nil),
      ("WPN", "Work Number", "work"),
      ("VHN", "Vacation Home Number", nil),
      ("ASN", "Answering Service Number", nil),
      ("EMR", "Emergency Number", nil),
      ("NET", "Network (email) Address", nil),
      ("BPN", "Beeper Number", nil),
      ("PRS", "Personal", "mobile"),
    ])
}

extension HL7Table {
  /// Telecommunication equipment type (XTN.3); FHIR contact-point-system. A mobile phone is a phone
  /// whose use is mobile.
  public static let telecomEquipment = HL7Table(
    202,
    [
      ("PH", "Telephone", "phone"),
      ("FX", "Fax", "fax"),
      ("MD", "Modem", "other"),
      ("CP", "Cellular or Mobile Phone", "phone"),
      ("SAT", "Satellite Phone", "other"),
      ("BP", "Beeper", "pager"),
      ("Internet", "Internet Address", "email"),
      ("X.400", "X.400 email address", "email"),
      ("TDD", "Telecommunications Device for the Deaf", "other"),
      ("TTY", "Teletypewriter", "other"),
    ])
}

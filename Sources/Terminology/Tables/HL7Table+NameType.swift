extension HL7Table {
  /// Name type (XPN.7); FHIR name-use.
  public static let nameType = HL7Table(
    200,
    [
      ("BAD", "Bad Name", "old"),
      ("A", "Assigned", nil),
      ("B", "Birth name", nil),
      ("C", "Adopted Name", nil),
      ("D", "Customary Name", "usual"),
      ("F", "Fathers Name", nil),
      ("I", "Licensing Name", nil),
      ("K", "Business name", nil),
      ("L", "Official Registry Name", "official"),
      ("M", "Maiden Name", "maiden"),
      ("MSK", "Masked", "anonymous"),
      ("N", "Nickname", "nickname"),
      ("NAV", "Temporarily Unavailable", "temp"),
      ("NB", "Newborn Name", nil),
      ("NOUSE", "No Longer To Be Used", nil),
      ("P", "Name of Partner/Spouse", nil),
      ("R", "Registered Name", "official"),
      ("REL", "Religious", nil),
      ("S", "Pseudonym", nil),
      ("T", "Indigenous/Tribal", nil),
      ("TEMP", "Temporary Name", "temp"),
      ("U", "Unknown", nil),
    ])
}

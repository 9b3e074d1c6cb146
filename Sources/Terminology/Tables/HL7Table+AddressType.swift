extension HL7Table {
  /// Address type (XAD.7); FHIR address-use.
  public static let addressType = HL7Table(
    190,
    [
      ("BA", "Bad address", "old"),
      ("BI", "Billing Address", "billing"),
      ("N", "Birth (nee) (birth address, not otherwise specified)", nil),
      ("BDL", "Birth delivery location (address where birth occurred)", nil),
      ("F", "Country Of Origin", nil),
      ("C", "Current Or Temporary", "temp"),
      ("B", "Firm/Business", "work"),
      ("H", "Home", "home"),
      ("L", "Legal Address", nil),
      ("M", "Mailing", nil),
      ("O", "Office/Business", "work"),
      ("P", "Permanent", nil),
      ("RH", "Registry home. Refers to the information system, typically managed by", nil),
      ("BR", "Residence at birth (home address at time of birth)", nil),
      ("S", "Service Location", nil),
      ("SH", "Shipping Address", nil),
      ("TM", "Tube Address", nil),
      ("V", "Vacation", nil),
    ])
}

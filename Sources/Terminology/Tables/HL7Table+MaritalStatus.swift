extension HL7Table {
  /// Marital status (PID-16); v3 MaritalStatus.
  public static let maritalStatus = HL7Table(
    2,
    [
      ("A", "Separated", "L"),
      ("D", "Divorced", "D"),
      ("M", "Married", "M"),
      ("S", "Single", "S"),
      ("W", "Widowed", "W"),
      ("C", "Common law", "C"),
      ("G", "Living together", "T"),
      ("P", "Domestic partner", "T"),
      ("R", "Registered domestic partner", "T"),
      ("E", "Legally Separated", "L"),
      ("N", "Annulled", "A"),
      ("I", "Interlocutory", "I"),
      ("B", "Unmarried", "U"),
      ("U", "Unknown", "UNK"),
      ("O", "Other", "OTH"),
      ("T", "Unreported", "NAVU"),
    ])
}

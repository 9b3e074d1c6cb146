extension HL7Table {
  /// Order status (ORC-5); FHIR request-status.
  public static let orderStatus = HL7Table(
    38,
    [
      ("CA", "Order was canceled", "revoked"),
      ("CM", "Order is completed", "completed"),
      ("DC", "Order was discontinued", "revoked"),
      ("ER", "Error, order not found", "entered-in-error"),
      ("HD", "Order is on hold", "on-hold"),
      ("IP", "In process, unspecified", "active"),
      ("RP", "Order has been replaced", "revoked"),
      ("SC", "In process, scheduled", "active"),
      ("A", "Some, but not all, results available", "active"),
    ])
}

/// Paths of the normalized format that a `""` in a field clears.
///
/// Only fields with one value in the model: of a list nothing tells which entry is meant, so its
/// `""` goes to the details as it is.
enum ClearedPath {
  /// Every path there is.
  static var all: [String] {
    [patient, primaryCare].flatMap(\.values).map { "patient.\($0)" }
      + [visit, visitMore].flatMap(\.values).map { "encounter.\($0)" }
  }

  /// The field that a path is cleared by; nil for a path that is none of these.
  static func place(of path: String) -> (segment: SegmentName, field: Int)? {
    let parts = path.split(separator: ".", maxSplits: 1)
    guard parts.count == 2 else { return nil }
    let tables: [(SegmentName, [Int: String])]
    switch parts[0] {
    case "patient": tables = [("PID", patient), ("PD1", primaryCare)]
    case "encounter": tables = [("PV1", visit), ("PV2", visitMore)]
    default: return nil
    }
    for (segment, table) in tables {
      if let field = table.first(where: { $0.value == parts[1] })?.key { return (segment, field) }
    }
    return nil
  }

  /// The path; nil where the model has a list or no field.
  static func of(_ segment: SegmentName, _ field: Int) -> String? {
    switch segment {
    case "PID": patient[field].map { "patient.\($0)" }
    case "PD1": primaryCare[field].map { "patient.\($0)" }
    case "PV1": visit[field].map { "encounter.\($0)" }
    case "PV2": visitMore[field].map { "encounter.\($0)" }
    default: nil
    }
  }

  private static let patient: [Int: String] = [
    7: "birthDate", 8: "gender", 16: "maritalStatus", 17: "religion", 23: "birthPlace",
    24: "multipleBirth", 25: "birthOrder", 27: "veteranStatus", 28: "nationality",
    29: "deceasedDateTime", 30: "deceased", 33: "lastUpdated",
  ]

  private static let primaryCare: [Int: String] = [11: "publicity", 12: "protected"]

  private static let visit: [Int: String] = [
    2: "class", 3: "location", 4: "type", 6: "previousLocation", 10: "serviceType",
    11: "temporaryLocation", 13: "reAdmission", 14: "admitSource", 16: "vip",
    18: "patientType", 36: "dischargeDisposition", 37: "destination", 38: "dietPreference",
    39: "serviceProvider", 40: "bedStatus", 41: "accountStatus", 42: "pendingLocation",
    43: "previousTemporaryLocation", 44: "start", 45: "end",
  ]

  private static let visitMore: [Int: String] = [
    2: "accommodation", 3: "reasonCode", 4: "transferReason", 8: "expectedAdmission",
    9: "expectedDischarge", 12: "description", 25: "priority", 38: "arrivalMode",
  ]
}

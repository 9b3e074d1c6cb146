import NormalizedFormat

/// PRIOR_RESULT of OML and OMG: results of earlier orders that a laboratory should know, behind the
/// patient's PID once more.
struct PriorResults {
  private var builder = ReportBuilder()
  /// What the repeated PID and PV1 say.
  private(set) var details: [NamedField] = []

  /// The results, one report an OBR.
  var reports: [Report] { builder.reports }

  /// Whether an ORC is of an earlier order (table 0119: previous results, results to follow) and
  /// not of a new one.
  static func isEarlier(_ order: Segment) -> Bool {
    guard let control = order.first(1) else { return false }
    return control.equals("PR") || control.equals("RE")
  }

  /// Takes a segment; false for one that results don't have.
  mutating func take(_ segment: Segment, patient: Int) -> Bool {
    if PatientPart.names.contains(segment.name), segment.name != "PRT" {
      segment.drop(1, .setID)
      details += segment.rest(ordinal: patient)
      return true
    }
    guard builder.take(segment) else { return false }
    let rest = segment.rest()
    if !rest.isEmpty, !builder.keep(rest, of: segment.name) { details += rest }
    return true
  }

  mutating func take(_ note: Note) -> Bool { builder.take(note) }
}

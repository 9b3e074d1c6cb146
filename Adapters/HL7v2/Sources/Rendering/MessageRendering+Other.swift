import NormalizedFormat

extension MessageRendering {
  /// Messages without a model of their own: their segments as they were. Those that stand before
  /// the patient in every message that has them stand before the patient here.
  mutating func write(_ other: Other) {
    let leading = other.groups.prefix { Self.leading.contains($0.name) }
    for group in leading { write(group) }
    writePatient()
    writePatientMore()
    writeHeaderRest()
    for group in other.groups.dropFirst(leading.count) { write(group) }
  }

  private static let leading: Set<String> = [
    "EVN", "MSA", "ERR", "QAK", "QPD", "QRD", "QRF", "RCP", "DSC", "RF1", "AUT", "PRD", "CTD",
    "MFI", "NCK", "NST", "NSC", "URD", "URS", "EQU",
  ]

  private mutating func write(_ group: Group, depth: Int = 0) {
    guard isSegment(group.name), depth < 4 else { return }
    var runs = DetailRuns(group.fields)
    write(SegmentDraft(group.name, runs.take(group.name)))
    for inner in group.groups where inner.name == "NTE" { write(inner, depth: depth + 1) }
  }

  /// Whether a group is a segment that the content holds: none that begins a message or a patient.
  private func isSegment(_ name: String) -> Bool {
    FieldPath("\(name)-1")?.segment == name && name.first != "Z"
      && !["MSH", "FHS", "BHS", "BTS", "FTS", "PID", "SFT", "UAC"].contains(name)
  }
}

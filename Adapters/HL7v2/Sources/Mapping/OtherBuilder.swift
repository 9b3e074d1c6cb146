import NormalizedFormat

/// Messages without a model of their own (BAR, DFT, REF, PPR, …): their segments by name, their
/// fields by path. Patient and stay are read as everywhere.
struct OtherBuilder: ContentBuilder {
  private static let ofPatient: Set<SegmentName> = [
    "PID", "PD1", "NK1", "PV1", "PV2", "AL1", "IAM", "DG1", "PR1", "IN1", "IN2", "IN3", "GT1",
  ]

  private var other: Other
  private var hasGroup = false

  var content: Content { .other(other) }

  init(type: String) { other = Other(type: type) }

  mutating func take(_ segment: Segment) -> Bool {
    // What follows a segment of its own kind belongs there: a DG1 under a PRB is no diagnosis of
    // the stay.
    guard hasGroup || !Self.ofPatient.contains(segment.name) else { return false }
    guard segment.name != "NTE" else { return false }
    guard !Self.ofPatient.contains(segment.name) || segment.name == "PR1" else { return false }
    other.groups.append(Group(name: segment.name.text, fields: segment.rest()))
    hasGroup = true
    return true
  }

  mutating func take(_ note: Note) -> Bool {
    other.groups.withLast { $0.groups.append(Group(note)) }
  }

  mutating func keep(_ details: [NamedField], of name: SegmentName) -> Bool {
    other.groups.append(Group(name: name.text, fields: details))
    return true
  }
}

extension Group {
  /// A remark as a group, under the names of NTE.
  init(_ note: Note) {
    self.init(name: "NTE")
    if let source = note.source { fields.append(NamedField(name: "NTE-2", value: source)) }
    fields.append(NamedField(name: "NTE-3", value: note.text))
  }
}

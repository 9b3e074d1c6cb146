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
    // A procedure behind a charge (FT1) is what is charged; a diagnosis there is the patient's.
    guard !Self.ofPatient.contains(segment.name) || (segment.name == "PR1" && hasGroup) else {
      return false
    }
    other.groups.append(Group(name: segment.name.text, fields: segment.rest()))
    hasGroup = true
    return true
  }

  /// Only segments of the patient and the stay have remarks in the model.
  mutating func take(_ note: Note) -> Bool { false }

  mutating func take(whole note: Segment) -> Bool {
    guard hasGroup else { return false }
    note.drop(1, .setID)
    let group = Group(name: note.name.text, fields: note.rest())
    return other.groups.withLast { $0.groups.append(group) }
  }

  mutating func keep(_ details: [NamedField], of name: SegmentName) -> Bool {
    other.groups.append(Group(name: name.text, fields: details))
    return true
  }
}

import NormalizedFormat

/// ORU of devices (IHE PCD-01 and what looks like it): one set an OBR.
struct ObservationsBuilder: ContentBuilder {
  private var observations = Observations()
  private var isAfterRow = false
  /// What was said before the first OBR it belongs to (ORC).
  private var pending: [NamedField] = []
  /// The message's one device stands in the provenance.
  private let oneDevice: Bool

  var content: Content {
    guard !pending.isEmpty else { return .observations(observations) }
    var all = observations
    var rest = ObservationSet()
    rest.details = pending
    all.sets.append(rest)
    return .observations(all)
  }

  init(oneDevice: Bool) { self.oneDevice = oneDevice }

  mutating func take(_ segment: Segment) -> Bool {
    switch segment.name {
    case "OBR":
      var set = ObservationSet(segment)
      set.details += pending
      pending = []
      observations.sets.append(set)
      isAfterRow = false
    case "ORC":
      pending += segment.rest()
      isAfterRow = false
    case "OBX":
      if observations.sets.isEmpty { observations.sets.append(ObservationSet()) }
      let at = observations.sets.count - 1
      var row = Observation(device: segment, oneDevice: oneDevice)
      let set = observations.sets[at]
      row.inherit(set.effective, set.effectivePeriod, segment)
      observations.sets[at].observations.append(row)
      isAfterRow = true
    case "PRT" where isAfterRow: takeParticipation(segment)
    case "PRT": return observations.sets.withLast { $0.details += segment.rest() }
    default: return false
    }
    return true
  }

  private mutating func takeParticipation(_ segment: Segment) {
    let participation = Participation(segment, inResult: true)
    changeRow { participation.join(&$0) }
  }

  private mutating func changeRow(_ change: (inout Observation) -> Void) {
    _ = observations.sets.withLast { _ = $0.observations.withLast(change) }
  }

  mutating func take(_ note: Note) -> Bool {
    guard isAfterRow else { return observations.sets.withLast { $0.notes.append(note) } }
    changeRow { $0.notes.append(note) }
    return true
  }

  mutating func keep(_ details: [NamedField], of name: SegmentName) -> Bool {
    observations.sets.withLast { $0.details += details }
  }
}

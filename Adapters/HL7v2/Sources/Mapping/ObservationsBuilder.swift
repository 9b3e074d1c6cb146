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
      _ = observations.sets.withLast { $0.take(row: segment, oneDevice: oneDevice) }
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

extension ObservationSet {
  /// A row is read where it stands: an observation has some thirty parts, and moving one costs more
  /// than to read it.
  fileprivate mutating func take(row segment: Segment, oneDevice: Bool) {
    observations.append(Observation(code: Concept()))
    let at = observations.count - 1
    observations[at].read(device: segment, oneDevice: oneDevice)
    if observations[at].level == .facet { shareRate(of: at) }
    guard !segment.has(14) else { return }
    observations[at].effective = effective
    observations[at].effectivePeriod = effectivePeriod
  }
}

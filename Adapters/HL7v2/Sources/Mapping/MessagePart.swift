import AdapterKit

/// The segments of one normalized message, among those of its source.
struct MessagePart {
  /// In the order of the source.
  var positions: [Int]
  /// Those that the message accounts for: of what several messages share, one does.
  var counted: [Int]
  /// Those that another part has read before.
  var shared: [Int] = []

  /// A part that shares nothing.
  init(_ positions: some Sequence<Int>) {
    self.positions = Array(positions)
    counted = self.positions
  }
}

extension MessagePart {
  /// The parts of a message. Refused where it can't be told whose an act is.
  static func parts(
    of source: SourceMessage, _ structure: PatientStructure
  ) throws(AdapterError) -> [MessagePart] {
    if structure == .optional { return split(source, at: try repetitions(of: source)) }
    let patients = source.segments.indices.filter { source.segments[$0].name == "PID" }
    guard patients.count > 1 else { return [MessagePart(source.segments.indices)] }
    switch structure {
    case .pair, .optional: return [MessagePart(source.segments.indices)]
    case .repeating: return split(source, at: starts(source, patients))
    case .event: return try shareEvent(source, split(source, at: starts(source, patients)))
    case .shared: return try share(source)
    case .priorResults:
      let known = source.segment(patients[0]).all(3).prefix(32)
      for other in patients.dropFirst() where !isSame(source, known, other) {
        throw refusal(source, other)
      }
      return [MessagePart(source.segments.indices)]
    case .single:
      let parts = split(source, at: starts(source, patients))
      for (part, patient) in zip(parts, patients) where !part.hasAct(source) {
        throw refusal(source, patient)
      }
      return parts
    }
  }

  private static func refusal(_ source: SourceMessage, _ position: Int) -> AdapterError {
    AdapterError(
      .untranslatable, place: "PID-3", offset: Int(source.segments[position].start))
  }

  private static func split(_ source: SourceMessage, at starts: [Int]) -> [MessagePart] {
    zip(starts, starts.dropFirst() + [source.segments.count]).map { MessagePart($0..<$1) }
  }

  /// A part begins at each PID but the first, or at the event before it: ADR_A19 and DOC_T12 begin
  /// with one.
  private static func starts(_ source: SourceMessage, _ patients: [Int]) -> [Int] {
    [0]
      + patients.dropFirst().map { patient in
        var start = patient
        while source.segments[start - 1].name == "EVN" { start -= 1 }
        return start
      }
  }

  /// What stands before the PID is about it, and a PID need not come: a part begins at the next of
  /// kin or the patient behind results, and at each query.
  private static func repetitions(of source: SourceMessage) throws(AdapterError) -> [Int] {
    var starts = [0]
    var (hasQuery, hasPatient, hasKin, hasResults) = (false, false, false, false)
    for (position, segment) in source.segments.enumerated() {
      switch segment.name {
      case "QRD":
        if hasQuery { starts.append(position) }
        (hasQuery, hasPatient, hasKin, hasResults) = (true, false, false, false)
      case "NK1":
        if hasResults {
          starts.append(position)
          (hasPatient, hasResults) = (false, false)
        }
        hasKin = true
      case "PID":
        // Of which of two patients without results are those between them?
        guard !hasPatient || hasResults || !hasKin else { throw refusal(source, position) }
        if hasPatient || hasResults { starts.append(position) }
        (hasPatient, hasKin, hasResults) = (true, false, false)
      case "SPM", "SAC", "ORC", "OBR": hasResults = true
      case "OBX": hasResults = hasResults || hasPatient || hasKin
      default: break
      }
    }
    return starts
  }

  /// The event before the first patient, where there is no other, is in all parts.
  private static func shareEvent(
    _ source: SourceMessage, _ parts: [MessagePart]
  ) throws(AdapterError) -> [MessagePart] {
    let events = source.segments.indices.filter { source.segments[$0].name == "EVN" }
    guard events.count == 1, parts[0].positions.contains(events[0]) else { return parts }
    try checkShared(source, events, times: parts.count - 1)
    return parts.enumerated().map { number, part in
      guard number > 0 else { return part }
      var part = part
      part.positions = events + part.positions
      part.shared = events
      return part
    }
  }

  /// What is shared stands in each message, with all its text; the least segment costs something.
  private static func checkShared(
    _ source: SourceMessage, _ shared: [Int], times: Int
  ) throws(AdapterError) {
    let bytes = shared.reduce(0) { $0 + source.byteCount($1) }
    guard bytes * times <= SourceMessage.expansionMax(of: source.bytes.count),
      shared.count * times <= ER7Message.Limit.segments
    else { throw AdapterError(.limit) }
  }

  /// Whether anything but a patient and a stay is in it.
  private func hasAct(_ source: SourceMessage) -> Bool {
    positions.contains { position in
      let name = source.segments[position].name
      return name != .none && !name.isLocal && !Self.ofNobody.contains(name)
        && !PatientPart.names.contains(name)
    }
  }

  private static let ofNobody: Set<SegmentName> = [
    "MSH", "SFT", "UAC", "EVN", "NTE", "FHS", "BHS", "BTS", "FTS", "ARV",
  ]

  /// Each patient's own segments, with all that stand before the first patient or from the first
  /// resource on.
  private static func share(_ source: SourceMessage) throws(AdapterError) -> [MessagePart] {
    var own: [[Int]] = []
    var shared: [Int] = []
    var isShared = true
    for (position, segment) in source.segments.enumerated() {
      switch segment.name {
      case "PID":
        own.append([])
        isShared = false
      case "RGS", "AIS", "AIG", "AIL", "AIP", "SCH", "TQ1", "ARQ", "APR": isShared = true
      default: break
      }
      if isShared { shared.append(position) } else { own[own.count - 1].append(position) }
    }
    try checkShared(source, shared, times: own.count - 1)
    return own.enumerated().map { patient, theirs in
      // A patient's own segments are one run, from the PID to what is shared or to the next one.
      let before = shared.prefix { $0 < theirs[0] }
      var part = MessagePart(before + theirs + shared.dropFirst(before.count))
      guard patient > 0 else { return part }
      part.shared = shared
      part.counted = theirs
      return part
    }
  }

  /// Whether a PID has one of the first patient's identifiers, by value and, where both say it, by
  /// who assigned it.
  private static func isSame(
    _ source: SourceMessage, _ known: ArraySlice<Occurrence>, _ other: Int
  ) -> Bool {
    source.segment(other).all(3).prefix(32).contains { identifier in
      known.contains { $0.says(identifier, 1) && ($0.says(identifier, 4) || !$0.has(4)) }
    }
  }
}

extension Occurrence {
  /// Whether a component has the same bytes in another occurrence, or the other says nothing
  /// there.
  fileprivate func says(_ other: Occurrence, _ component: Int) -> Bool {
    guard let theirs = other.bytes(component) else { return component != 1 }
    guard let ours = bytes(component) else { return false }
    return source.same(ours, theirs)
  }
}

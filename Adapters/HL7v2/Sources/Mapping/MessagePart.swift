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

/// How the patients of one source message become messages, by what its structure says of a second
/// PID (HL7 v2.9, the abstract message syntax of each chapter).
enum PatientStructure {
  /// One act about one patient: what another PID would mean is not said. Each may have an act of
  /// its own, all the same.
  case single
  /// The patient repeats with all that follows.
  case repeating
  /// Two patients of one event.
  case pair
  /// The patients of one appointment: what is not theirs is everybody's.
  case shared
  /// Another PID begins results of earlier orders, of the same patient.
  case priorResults

  init(_ header: MessageHeader) {
    switch header.code {
    case "ADT": self = AdmissionBuilder.holdsTwoPatients(header.trigger) ? .pair : .repeating
    case "SIU", "SRM", "SRR", "SQM", "SQR": self = .shared
    case "OML", "OMG": self = .priorResults
    case "MDM", "VXU": self = .single
    case let code where OrderBuilder.codes.contains(code): self = .single
    default: self = .repeating
    }
  }
}

extension MessagePart {
  /// The parts of a message. Refused where it can't be told whose an act is.
  static func parts(
    of source: SourceMessage, _ structure: PatientStructure
  ) throws(AdapterError) -> [MessagePart] {
    let patients = source.segments.indices.filter { source.segments[$0].name == "PID" }
    guard patients.count > 1 else { return [MessagePart(source.segments.indices)] }
    switch structure {
    case .pair: return [MessagePart(source.segments.indices)]
    case .repeating: return split(source, patients)
    case .shared: return try share(source)
    case .priorResults:
      let known = source.segment(patients[0]).all(3).prefix(32)
      for other in patients.dropFirst() where !isSame(source, known, other) {
        throw refusal(source, other)
      }
      return [MessagePart(source.segments.indices)]
    case .single:
      let parts = split(source, patients)
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

  /// A part begins at each PID but the first.
  private static func split(_ source: SourceMessage, _ patients: [Int]) -> [MessagePart] {
    let starts = [0] + patients.dropFirst()
    let ends = patients.dropFirst() + [source.segments.count]
    return zip(starts, ends).map { MessagePart($0..<$1) }
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
    let bytes = shared.reduce(0) { $0 + source.byteCount($1) }
    let others = own.count - 1
    guard bytes * others <= SourceMessage.expansionMax(of: source.bytes.count),
      shared.count * others <= ER7Message.Limit.segments
    else { throw AdapterError(.limit) }
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

import NormalizedFormat

/// ORU^R40 (IHE PCD-04): one alert an OBR, its facets by what their codes say.
///
/// Two styles are in use: priority and kind in OBX-8 of the first facet, or in facets of their own;
/// both are read.
struct AlertBuilder: ContentBuilder {
  private enum Last { case alert, source, evidence }

  private var alerts = Alerts()
  private var last = Last.alert
  /// Rows of the last alert so far; tells details of one facet from those of another.
  private var rows = 0
  /// What was said before the first OBR (ORC).
  private var pending: [NamedField] = []
  /// The message's one device stands in the provenance.
  private let oneDevice: Bool

  init(oneDevice: Bool) { self.oneDevice = oneDevice }

  var content: Content {
    guard !pending.isEmpty else { return .alert(alerts) }
    var all = alerts
    var rest = Alert()
    rest.details = pending
    all.alerts.append(rest)
    return .alert(all)
  }

  mutating func take(_ segment: Segment) -> Bool {
    switch segment.name {
    case "OBR":
      var alert = Alert(segment)
      alert.details += pending
      pending = []
      alerts.alerts.append(alert)
      (last, rows) = (.alert, 0)
    case "ORC":
      pending += segment.rest()
    case "OBX": take(row: segment)
    case "PRT" where !alerts.alerts.isEmpty: takeParticipation(segment)
    default: return false
    }
    return true
  }

  private mutating func take(row segment: Segment) {
    if alerts.alerts.isEmpty { alerts.alerts.append(Alert()) }
    rows += 1
    segment.drop(1, .setID)
    let at = alerts.alerts.count - 1
    let facet = AlertFacet(segment, isFirst: alerts.alerts[at].code == nil)
    last = .alert
    switch facet {
    case .source where alerts.alerts[at].source == nil:
      var source = Observation(device: segment, oneDevice: oneDevice)
      // A row that only names the equipment: nothing was measured, so nothing was cancelled.
      if source.values.isEmpty, source.sourceStatus == "X" { source.status = nil }
      alerts.alerts[at].source = source
      last = .source
    case .source, .other:
      alerts.alerts[at].evidence.append(Observation(device: segment, oneDevice: oneDevice))
      last = .evidence
    default:
      alerts.alerts[at].read(facet, segment, oneDevice: oneDevice)
      alerts.alerts[at].details += segment.rest(ordinal: rows)
    }
  }

  /// PRT goes to what stands before it; only a measurement has devices of its own.
  private mutating func takeParticipation(_ segment: Segment) {
    guard last != .alert else {
      let rest = segment.rest(ordinal: rows)
      _ = alerts.alerts.withLast { $0.details += rest }
      return
    }
    let participation = Participation(segment, inResult: true)
    changeMeasurement { participation.join(&$0) }
  }

  private mutating func changeMeasurement(_ change: (inout Observation) -> Void) {
    let last = last
    _ = alerts.alerts.withLast { alert in
      switch last {
      case .alert: break
      case .source:
        guard var source = alert.source else { return }
        alert.source = nil
        change(&source)
        alert.source = source
      case .evidence: _ = alert.evidence.withLast(change)
      }
    }
  }

  mutating func take(_ note: Note) -> Bool {
    guard last == .alert else {
      changeMeasurement { $0.notes.append(note) }
      return true
    }
    if alerts.alerts.isEmpty { return false }
    return alerts.alerts.withLast { $0.notes.append(note) }
  }

  mutating func keep(_ details: [NamedField], of name: SegmentName) -> Bool {
    alerts.alerts.withLast { $0.details += details }
  }
}

extension Alert {
  /// OBR.
  fileprivate init(_ segment: Segment) {
    self.init()
    segment.drop(1, .setID)
    identifiers = segment.entityIdentifiers(3)
    if identifiers.isEmpty { identifiers = segment.entityIdentifiers(2) }
    partOf = segment.all(29).flatMap { $0.pairOfIdentifiers() }
    occurred = segment.time(7)
    period = Period(from: occurred, to: segment.time(8))
    AlertFacet.takeAnyAlarm(segment, 4)
    details = segment.rest()
  }

  /// A facet that says something of the alert itself. What is not understood of it stays unread.
  fileprivate mutating func read(_ facet: AlertFacet, _ segment: Segment, oneDevice: Bool) {
    switch facet {
    case .event: readEvent(segment, oneDevice: oneDevice)
    case .phase: phase = segment.word(5, AlertPhase.init(word:))
    case .state: state = segment.word(5, AlertState.init(code:))
    case .inactivation:
      for occurrence in segment.all(5) {
        guard let word = occurrence.word(AlertInactivation.init(word:)) else { continue }
        inactivations.append(word)
      }
      acknowledgedBy += segment.practitioners(16)
    case .priority: priority = segment.word(5, AlertPriority.init(word:)) ?? priority
    case .kind: kind = segment.word(5, AlertKind.init(word:)) ?? kind
    case .text where text == nil: text = segment.wholeText(5)
    case .text, .source, .other: break
    }
    guard facet != .event else { return }
    segment.dropFacetForm()
    // Of which facet a word was that is in no list is a detail like the word.
    if let word = segment.first(5), segment.source.isUnread(word.id) { return }
    facet.takeCode(segment)
    if let place = segment.first(4), let range = place.bytes(1),
      let numbers = Containment.numbers(segment.source.bytes[range]),
      numbers.count == 5, numbers[4] == facet.number, Array(numbers.prefix(4)) == containment
    {
      place.take()
    }
  }

  /// Facet 1. The event's code is OBX-3, or OBX-5 where OBX-3 only says that it is an alarm.
  private mutating func readEvent(_ segment: Segment, oneDevice: Bool) {
    let type = segment.first(2)?.peek() ?? ""
    segment.dropFacetForm()
    if ["CE", "CWE", "CNE"].contains(type), AlertFacet.isAnyAlarm(segment) {
      code = segment.first(5)?.concept()
      AlertFacet.takeAnyAlarm(segment, 3)
    } else {
      code = segment.concept(3)
      if ["ST", "TX", "FT"].contains(type) { text = segment.wholeText(5) }
    }
    if let place = segment.first(4), let range = place.bytes(1),
      let numbers = Containment.numbers(segment.source.bytes[range])
    {
      containment = Array(numbers.prefix(4))
      if numbers.count == 4 || numbers.dropFirst(4).elementsEqual([1]) { place.take() }
    }
    for occurrence in segment.all(8) {
      if let word = occurrence.word(AlertPriority.init(word:)) {
        priority = word
      } else if let word = occurrence.word(AlertKind.init(word:)) {
        kind = word
      } else if let concept = occurrence.concept(table: 78) {
        interpretations.append(concept)
      }
    }
    // Without OBX-14 it is OBR-7; one that can't be read is not missing.
    if segment.has(14) { occurred = segment.time(14) }
    if oneDevice {
      for occurrence in segment.all(18) { occurrence.take(components: 1...4) }
    } else {
      devices = segment.all(18).compactMap { Device($0) }
    }
  }
}

extension Segment {
  /// How a facet was written (a text, a code; reported, final) says nothing of the alert. Any other
  /// word there does.
  fileprivate func dropFacetForm() {
    let types: [StaticString] = ["ST", "TX", "FT", "CE", "CWE", "CNE", "IS", "ID"]
    let states: [StaticString] = ["R", "F"]
    for (number, words) in [(2, types), (11, states)] {
      guard let word = first(number), words.contains(where: { word.equals($0) }) else { continue }
      drop(number, .facet)
    }
  }

  /// The first repetition of a field as a word of a list.
  fileprivate func word<Word>(_ number: Int, _ meaning: (String) -> Word?) -> Word? {
    first(number)?.word(meaning)
  }
}

extension Occurrence {
  /// Its first component as a word of a list, in any case; unread where it is none.
  fileprivate func word<Word>(_ meaning: (String) -> Word?) -> Word? {
    guard let text = peek(), let word = meaning(text.lowercased()) else { return nil }
    take(components: 1...1)
    return word
  }
}

import NormalizedFormat

/// What an OBX of an alert is about (IHE PCD ACM). The code decides; the fifth number of OBX-4 only
/// where there is no code that does.
enum AlertFacet: Equatable {
  /// 1: which alert it is.
  case event
  /// 2: the measurement that it is about.
  case source
  /// 3.
  case phase
  /// 4.
  case state
  /// 5.
  case inactivation
  /// 6.
  case priority
  /// 7.
  case kind
  /// 8.
  case text
  /// Anything else that was measured.
  case other

  /// `isFirst` says that the event is still to come.
  init(_ segment: Segment, isFirst: Bool) {
    if let code = segment.first(3) {
      for known in Self.known where known.isSaid(by: code) {
        self = known.facet
        return
      }
    }
    let place = segment.first(4)?.bytes(1)
    let numbers = place.flatMap { Containment.numbers(segment.source.bytes[$0]) } ?? []
    switch numbers.count > 4 ? numbers[4] : 0 {
    case 1 where isFirst: self = .event
    case 2: self = .source
    case 8: self = .text
    case 0 where isFirst && Self.isEvent(segment): self = .event
    default: self = .other
    }
  }

  /// The fifth number of its OBX-4.
  var number: UInt32 {
    switch self {
    case .event: 1
    case .source: 2
    case .phase: 3
    case .state: 4
    case .inactivation: 5
    case .priority: 6
    case .kind: 7
    case .text: 8
    case .other: 0
    }
  }

  /// Whether OBX-3 says no more than that there is an alarm.
  static func isAnyAlarm(_ segment: Segment) -> Bool {
    segment.first(3).map { alarm.isSaid(by: $0) } ?? false
  }

  /// Marks what OBX-3 says as read, as far as it is what the facet says already.
  func takeCode(_ segment: Segment) {
    guard let code = segment.first(3) else { return }
    for known in Self.known where known.facet == self { known.take(code) }
  }

  /// The same for a field that says no more than that there is an alarm.
  static func takeAnyAlarm(_ segment: Segment, _ number: Int) {
    if let code = segment.first(number), alarm.isSaid(by: code) { alarm.take(code) }
  }

  private static func isEvent(_ segment: Segment) -> Bool {
    guard let code = segment.first(3) else { return false }
    return [1, 2].contains { code.peek($0)?.hasPrefix("MDC_EVT_") == true }
      || [1, 2].contains { code.peek($0)?.hasPrefix("MDCX_EVT_") == true }
  }

  private struct Known {
    let facet: AlertFacet
    let code: StaticString
    /// The REFID, and the names that were in use before there was one.
    let names: [StaticString]

    func isSaid(by occurrence: Occurrence) -> Bool {
      (occurrence.equals(code) && occurrence.equals("MDC", 3))
        || names.contains { occurrence.equals($0) || occurrence.equals($0, 2) }
    }

    func take(_ occurrence: Occurrence) {
      if occurrence.equals(code) || names.contains(where: { occurrence.equals($0) }) {
        occurrence.take(components: 1...1)
      }
      if names.contains(where: { occurrence.equals($0, 2) }) {
        occurrence.take(components: 2...2)
      }
      if occurrence.equals("MDC", 3) { occurrence.take(components: 3...3) }
    }
  }

  private static let alarm = Known(facet: .event, code: "196616", names: ["MDC_EVT_ALARM"])

  private static let known: [Known] = [
    Known(facet: .phase, code: "68481", names: ["MDC_ATTR_EVENT_PHASE", "EVENT_PHASE"]),
    Known(
      facet: .state, code: "68482",
      names: ["MDC_ATTR_ALARM_STATE", "MDC_ATTR_ALERT_STATE", "ALARM_STATE", "ALERT_STATE"]),
    Known(
      facet: .inactivation, code: "68483",
      names: [
        "MDC_ATTR_ALARM_INACTIVATION_STATE", "MDC_ATTR_ALERT_INACTIVATION_STATE",
        "INACTIVATION_STATE",
      ]),
    Known(
      facet: .priority, code: "68484",
      names: ["MDC_ATTR_ALARM_PRIORITY", "MDC_ATTR_ALERT_PRIORITY", "ALARM_PRIORITY"]),
    Known(facet: .kind, code: "68485", names: ["MDC_ATTR_ALERT_TYPE", "ALERT_TYPE"]),
  ]
}

extension AlertPhase {
  /// The words of IHE PCD ACM, small.
  init?(word: String) {
    switch word {
    case "deescalate", "de_escalate": self = .deescalate
    default: self.init(code: word)
    }
  }
}

extension AlertInactivation {
  /// The words of IHE PCD ACM, small.
  init?(word: String) {
    switch word {
    case "ack", "alert-acknowledged", "alarm-acknowledged": self = .acknowledged
    case "alert-paused": self = .alarmPaused
    case "alert-off": self = .alarmOff
    default: self.init(code: word)
    }
  }
}

extension AlertPriority {
  /// The words of IHE PCD ACM, small.
  init?(word: String) {
    switch word {
    case "pn": self = .noPriority
    case "pl": self = .low
    case "pm": self = .medium
    case "ph": self = .high
    default: self.init(code: word)
    }
  }
}

extension AlertKind {
  /// The words of IHE PCD ACM, small.
  init?(word: String) {
    switch word {
    case "sp": self = .physiological
    case "st": self = .technical
    case "sa": self = .advisory
    default: self.init(code: word)
    }
  }
}

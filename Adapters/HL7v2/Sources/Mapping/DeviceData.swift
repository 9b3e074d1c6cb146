import NormalizedFormat

/// What tells a device's ORU from a laboratory's, and which device sent it.
enum DeviceData {
  /// ORU^R40: alerts.
  static let alertTrigger = "R40"

  /// By profile (MSH-21 of IHE PCD), else by codes of IEEE 11073 in OBX-3.
  static func isDeviceData(_ header: MessageHeader, _ source: SourceMessage) -> Bool {
    guard header.code == "ORU" else { return false }
    if header.trigger == alertTrigger { return true }
    let isProfiled = header.source.profiles.contains { profile in
      profile.assigner?.universalID?.hasPrefix("1.3.6.1.4.1.19376.1.6.") == true
        || profile.value?.hasPrefix("IHE_PCD") == true
        || profile.assigner?.namespace == "IHE PCD"
    }
    if isProfiled { return true }
    for (position, entry) in source.segments.enumerated() where entry.name == "OBX" {
      guard let code = source.segment(position).first(3) else { continue }
      if code.equals("MDC", 3) || code.equals("MDC", 6) { return true }
    }
    return false
  }

  /// The device of the whole message: where every row that names one names the same.
  static func device(_ source: SourceMessage) -> Device? {
    var named: Occurrence?
    var type: Concept?
    for (position, entry) in source.segments.enumerated() where entry.name == "OBX" {
      let segment = source.segment(position)
      guard segment.repetitions(18) <= 1 else { return nil }
      if let occurrence = segment.first(18) {
        if let named, !named.says(sameAs: occurrence) { return nil }
        named = named ?? occurrence
      }
      if type == nil, isSystem(segment) { type = segment.concept(3) }
    }
    guard let named, var device = Device(named) else { return nil }
    device.type = type
    return device
  }

  /// Whether a row is the MDS: `1.0.0.0`.
  private static func isSystem(_ segment: Segment) -> Bool {
    guard let range = segment.first(4)?.bytes(1),
      let numbers = Containment.numbers(segment.source.bytes[range])
    else { return false }
    return numbers[0] > 0 && numbers.dropFirst().allSatisfy { $0 == 0 }
  }
}

extension Occurrence {
  /// Whether two occurrences have the same bytes.
  func says(sameAs other: Occurrence) -> Bool {
    source.same(range, other.range)
  }
}

/// Content kind 13: how equipment is: on, ready, calibrated, charged, in fault; IEEE 11073-10201
/// MDS, FHIR Device and DeviceMetric.
public struct DeviceStatuses: Equatable, Sendable {
  /// One a device, or a part of one.
  public var statuses: [DeviceStatus] = []
  /// Remarks.
  public var notes: [Note] = []

  /// Makes one of these parts.
  public init(statuses: [DeviceStatus] = []) {
    self.statuses = statuses
  }
}

extension DeviceStatuses: Record {
  package static let rule: StaticString = "device-statuses"

  package init() { self.init(statuses: []) }

  package func visit(_ visitor: inout some FieldVisitor) {
    visitor.list(1, "status", statuses)
    visitor.list(2, "note", notes)
  }

  package mutating func read(
    _ key: UInt64, from decoder: inout MessageDecoder
  ) throws(FormatError) {
    switch key {
    case 1: try decoder.list(&statuses)
    case 2: try decoder.list(&notes)
    default: throw decoder.unknownKey()
    }
  }
}

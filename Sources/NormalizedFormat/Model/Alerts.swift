/// Content kind 10: what devices call people for; IHE PCD-04, IEEE 11073-10201 alert.
public struct Alerts: Equatable, Sendable {
  /// One an OBR.
  public var alerts: [Alert] = []
  /// NTE before the first of them.
  public var notes: [Note] = []

  /// Makes one of these parts.
  public init(alerts: [Alert] = []) {
    self.alerts = alerts
  }
}

extension Alerts: Record {
  package static let rule: StaticString = "alerts"

  package init() { self.init(alerts: []) }

  package func visit(_ visitor: inout some FieldVisitor) {
    visitor.list(1, "alert", alerts)
    visitor.list(2, "note", notes)
  }

  package mutating func read(
    _ key: UInt64, from decoder: inout MessageDecoder
  ) throws(FormatError) {
    switch key {
    case 1: try decoder.list(&alerts)
    case 2: try decoder.list(&notes)
    default: throw decoder.unknownKey()
    }
  }
}

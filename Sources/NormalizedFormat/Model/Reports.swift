/// Content kind 2: results of laboratories, imaging, functional tests.
public struct Reports: Equatable, Sendable {
  /// One an OBR.
  public var reports: [Report] = []

  /// Makes one of these parts.
  public init(reports: [Report] = []) {
    self.reports = reports
  }
}

extension Reports: Record {
  package static let rule: StaticString = "reports"

  package init() { self.init(reports: []) }

  package func visit(_ visitor: inout some FieldVisitor) {
    visitor.list(1, "report", reports)
  }

  package mutating func read(
    _ key: UInt64, from decoder: inout MessageDecoder
  ) throws(FormatError) {
    switch key {
    case 1: try decoder.list(&reports)
    default: throw decoder.unknownKey()
    }
  }
}

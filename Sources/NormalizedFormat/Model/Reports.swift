/// Content kind 2: results of laboratories, imaging, functional tests.
public struct Reports: Equatable, Sendable {
  /// One an OBR.
  public var reports: [Report] = []

  /// Makes one of these parts.
  public init(reports: [Report] = []) {
    self.reports = reports
  }
}

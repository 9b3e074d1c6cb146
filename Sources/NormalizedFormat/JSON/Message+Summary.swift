extension Message {
  /// One line without any of the patient's data: kind, source type, adapter, how much of what, and
  /// the loss.
  ///
  /// `report ORU^R01 by hl7v2 1.0 at 2026-09-12T12:00:00Z: 2 reports, 14 observations; 210 mapped,
  /// 30 dropped, 2 unknown`
  public func text() -> String {
    var line = content.name
    if let type = provenance.source.type { line += " " + Self.visible(type) }
    line +=
      " by \(Self.visible(provenance.adapter.name)) \(Self.visible(provenance.adapter.version))"
    if let created = provenance.created { line += " at \(created)" }
    line += ": " + content.amounts
    guard let loss else { return line }
    return line
      + "; \(loss.mapped) mapped, \(loss.droppedCount) dropped, \(loss.unknownCount) unknown"
  }

  /// What a terminal can't take for a command; types and names come from the peer.
  private static func visible(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.prefix(64).map { (" "..."~").contains($0) ? $0 : "?" }))
  }
}

extension Content {
  /// How much of what there is.
  fileprivate var amounts: String {
    switch self {
    case .observations(let content):
      Self.amount(content.sets.reduce(0) { $0 + $1.observations.count }, "observation")
    case .report(let content):
      Self.amount(content.reports.count, "report") + ", "
        + Self.amount(content.reports.reduce(0) { $0 + $1.results.count }, "observation")
    case .admission(let content): content.event.code
    case .order(let content): Self.amount(content.orders.count, "order")
    case .appointment(let content): Self.amount(content.participants.count, "participant")
    case .document(let content): Self.amount(content.parts.count, "part")
    case .immunization(let content): Self.amount(content.immunizations.count, "immunization")
    case .quarantine(let content):
      "reason \(content.reason), " + Self.amount(content.raw.count, "byte")
    case .other(let content): Self.amount(content.groups.count, "segment")
    case .alert(let content): Self.amount(content.alerts.count, "alert")
    case .imaging(let content): Self.amount(content.series.count, "series", "series")
    case .position(let content): Self.amount(content.positions.count, "position")
    case .deviceStatus(let content): Self.amount(content.statuses.count, "status", "statuses")
    }
  }

  private static func amount(_ count: Int, _ noun: String, _ plural: String? = nil) -> String {
    "\(count) \(count == 1 ? noun : plural ?? noun + "s")"
  }
}

import AdapterKit
import NormalizedFormat
import Testing

@testable import HL7v2

/// ORU^R40, in the styles that are in use.
@Suite struct AlertTests {
  private func alerts(_ rows: String) throws -> [Alert] {
    let message = try Mapped.message("MSH|^~\\&|M|B|||2026||ORU^R40^ORU_R40|1|P|2.6\n" + rows)
    guard case .alert(let content) = message.content else {
      Issue.record("\(message.content.name) instead of alert")
      return []
    }
    return content.alerts
  }

  private func alert(_ rows: String) throws -> Alert {
    try #require(
      try alerts("OBR|1||17^M|196616^MDC_EVT_ALARM^MDC|||20261124123104+0100\n" + rows).first)
  }

  private static let event = "OBX|1|ST|196648^MDC_EVT_HI^MDC|1.2.1.9.1|HIGH\n"

  @Test(arguments: [
    ("68481^MDC_ATTR_EVENT_PHASE^MDC", 3), ("EVENT_PHASE", 3), ("EVENT_PHASE^EVENT_PHASE", 0),
    ("0^MDC_ATTR_EVENT_PHASE^MDC", 9),
  ])
  func `a facet is known by its code, whatever its number`(code: String, number: Int) throws {
    let alert = try alert(Self.event + "OBX|2|ST|\(code)|1.2.1.9.\(number)|Start||||||R")
    #expect(alert.phase == .start)
  }

  @Test func `priority and kind are read in OBX-8 of the event, and the rest of it stays`() throws {
    let alert = try alert("OBX|1|ST|196648^MDC_EVT_HI^MDC|1.2.1.9.1|HIGH|||H~PH~SP")
    #expect(alert.priority == .high)
    #expect(alert.kind == .physiological)
    #expect(alert.interpretations.map { $0.codings.first?.code } == ["H"])
  }

  @Test func `priority and kind are read in facets of their own`() throws {
    let alert = try alert(
      Self.event + "OBX|2|ST|68484^MDC_ATTR_ALARM_PRIORITY^MDC|1.2.1.9.6|PL\n"
        + "OBX|3|ST|68485^MDC_ATTR_ALERT_TYPE^MDC|1.2.1.9.7|ST")
    #expect(alert.priority == .low)
    #expect(alert.kind == .technical)
  }

  @Test func `the event is OBX-5 where OBX-3 only says that it is an alarm`() throws {
    let alert = try alert("OBX|1|CWE|196616^MDC_EVT_ALARM^MDC|1.2.1.9.1|196648^MDC_EVT_HI^MDC")
    #expect(alert.code?.codings.first?.code == "196648")
    #expect(alert.details.isEmpty)
  }

  @Test func `a word that is in no list is kept and not guessed`() throws {
    let alert = try alert(Self.event + "OBX|2|ST|68482^MDC_ATTR_ALARM_STATE^MDC|1.2.1.9.4|sleeping")
    #expect(alert.state == nil)
    // With it stands of what it was said.
    #expect(alert.details.last == NamedField(name: "OBX(2)-5", value: "sleeping"))
    #expect(alert.details.first == NamedField(name: "OBX(2)-3.1", value: "68482"))
  }

  @Test func `a status that is neither reported nor final is kept`() throws {
    let alert = try alert(
      Self.event + "OBX|2|ST|68482^MDC_ATTR_ALARM_STATE^MDC|1.2.1.9.4|active||||||D")
    #expect(alert.details == [NamedField(name: "OBX(2)-11", value: "D")])
  }

  @Test func `limits are the device's own, and the measurement is the alert's source`() throws {
    let alert = try alert(
      Self.event + "OBX|2|NM|149530^MDC_PULS_OXIM_PULS_RATE^MDC|1.2.1.9.2|160|/min|50-120")
    #expect(alert.source?.values == [.quantity(quantity(160))])
    #expect(alert.source?.alarmLimits?.high == quantity(120))
    #expect(alert.source?.referenceRanges == [])
  }

  private func quantity(_ value: Int64) -> Quantity {
    Quantity(value: DecimalNumber(value), unit: UnitOfMeasure(ucum: "/min"))
  }

  @Test func `what else was measured is evidence, also a second source`() throws {
    let alert = try alert(
      Self.event + "OBX|2|NM|1^A^MDC|1.2.1.9.2|1\nOBX|3|NM|2^B^MDC|1.2.1.9.2|2\n"
        + "OBX|4|NM|3^C^MDC|1.2.1.8|3")
    #expect(alert.source?.code.codings.first?.code == "1")
    #expect(alert.evidence.map { $0.code.codings.first?.code } == ["2", "3"])
  }

  @Test func `two OBR are two alerts, and rows go to the one before them`() throws {
    let rows = { (id: Int) in
      "OBR|1||\(id)^M\n" + Self.event
        + "OBX|2|ST|68481^MDC_ATTR_EVENT_PHASE^MDC|1.2.1.9.3|\(id == 1 ? "start" : "end")\n"
    }
    let alerts = try alerts(rows(1) + rows(2))
    #expect(alerts.map { $0.identifiers.first?.value } == ["1", "2"])
    #expect(alerts.map(\.phase) == [.start, .end])
  }

  @Test func `an alert of the format tells what a station shows`() throws {
    var active = ActiveAlerts()
    let phase = { (word: String) in
      Self.event + "OBX|2|ST|68481^MDC_ATTR_EVENT_PHASE^MDC|1.2.1.9.3|\(word)"
    }
    #expect(active.take(try alert(phase("start"))).kind == .began)
    #expect(active.take(try alert(phase("escalate"))).kind == .changed)
    #expect(active.take(try alert(phase("end"))).kind == .ended)
  }

  @Test func `rows without an OBR are an alert without a name`() throws {
    let alerts = try alerts(Self.event)
    #expect(alerts.count == 1)
    #expect(alerts.first?.identifiers == [])
    #expect(alerts.first?.text == "HIGH")
  }

  @Test func `R40 is known by its trigger, without a profile and without codes of 11073`() throws {
    let message = try Mapped.message(
      "MSH|^~\\&|M|B|||2026||ORU^R40|1|P|2.6\nOBR|1||17\nOBX|1|ST|HI^High^L|1.1.1.1.1|HIGH")
    #expect(message.content.name == "alert")
  }
}

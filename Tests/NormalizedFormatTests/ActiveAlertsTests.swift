import NormalizedFormat
import Testing

@Suite struct ActiveAlertsTests {
  private func alert(
    _ id: String, _ phase: AlertPhase? = nil, state: AlertState? = nil,
    priority: AlertPriority? = nil, at seconds: Int64? = nil
  ) -> Alert {
    var alert = Alert()
    var identifier = Identifier()
    identifier.value = id
    if !id.isEmpty { alert.identifiers = [identifier] }
    alert.phase = phase
    alert.state = state
    alert.priority = priority
    alert.occurred = seconds.map { Timestamp(milliseconds: $0 * 1_000) }
    return alert
  }

  @Test func `an alert begins, changes and ends`() {
    var alerts = ActiveAlerts()
    #expect(alerts.take(alert("1", .start, at: 1)).kind == .began)
    #expect(alerts.take(alert("1", .escalate, priority: .high, at: 2)).kind == .changed)
    #expect(alerts.all == [alert("1", .escalate, priority: .high, at: 2)])
    #expect(alerts.take(alert("1", .end, at: 3)).kind == .ended)
    #expect(alerts.all.isEmpty)
  }

  @Test func `an end without a start is an end`() {
    var alerts = ActiveAlerts()
    #expect(alerts.take(alert("1", .end)).kind == .endedUnseen)
    #expect(alerts.all.isEmpty)
  }

  @Test(arguments: [AlertPhase.continue, .present, .update, .escalate, .deescalate, .reset])
  func `an alert whose start was never seen is there all the same`(phase: AlertPhase) {
    var alerts = ActiveAlerts()
    #expect(alerts.take(alert("1", phase)).kind == .began)
  }

  @Test func `an alert that its source holds is there after its end, until it is inactive`() {
    var alerts = ActiveAlerts()
    _ = alerts.take(alert("1", .start, state: .active))
    #expect(alerts.take(alert("1", .end, state: .latched)).kind == .changed)
    #expect(alerts.all.count == 1)
    #expect(alerts.take(alert("1", .update, state: .inactive)).kind == .ended)
  }

  @Test func `what has no duration is never in the table`() {
    var alerts = ActiveAlerts()
    #expect(alerts.take(alert("1", .timePoint)).kind == .happened)
    #expect(alerts.all.isEmpty)
  }

  @Test func `alerts without an identifier are told apart by nobody`() {
    var alerts = ActiveAlerts()
    #expect(alerts.take(alert("", .start)).kind == .unidentified)
    #expect(alerts.all.isEmpty)
  }

  @Test func `the same number of two assigners is two alerts`() {
    var alerts = ActiveAlerts()
    for name in ["monitor-1", "monitor-2"] {
      var one = alert("1", .start)
      one.identifiers[0].assigner = Authority(namespace: name)
      #expect(alerts.take(one).kind == .began)
    }
    #expect(alerts.all.count == 2)
  }

  @Test func `an old message is taken and marked, for a clock may have been set back`() {
    var alerts = ActiveAlerts()
    _ = alerts.take(alert("1", .start, at: 100))
    let change = alerts.take(alert("1", .escalate, priority: .high, at: 50))
    #expect(change.kind == .changed)
    #expect(change.isLate)
    #expect(alerts.all[0].priority == .high)
  }

  @Test func `a start that is older than the end is marked, and begins`() {
    var alerts = ActiveAlerts()
    _ = alerts.take(alert("1", .end, at: 100))
    let change = alerts.take(alert("1", .start, at: 50))
    #expect(change.kind == .began)
    #expect(change.isLate)
  }

  @Test func `a full table shows the high one, and says which had to go`() {
    var alerts = ActiveAlerts(countMax: 2)
    _ = alerts.take(alert("low", .start, priority: .low))
    _ = alerts.take(alert("high", .start, priority: .high))
    #expect(alerts.take(alert("other low", .start, priority: .low)).kind == .full)
    let change = alerts.take(alert("other high", .start, priority: .high))
    #expect(change.kind == .began)
    #expect(change.displaced == alert("low", .start, priority: .low))
    #expect(alerts.take(alert("third high", .start, priority: .high)).kind == .full)
    #expect(alerts.all.map(\.identifiers[0].value) == ["high", "other high"])
  }

  @Test func `what is remembered of alerts that are over is bounded`() {
    var alerts = ActiveAlerts(countMax: 2)
    for id in ["1", "2", "3"] { _ = alerts.take(alert(id, .end, at: 100)) }
    #expect(!alerts.take(alert("1", .start, at: 50)).isLate)
    #expect(alerts.take(alert("3", .start, at: 50)).isLate)
  }
}

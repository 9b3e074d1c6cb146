/// What a message says: one kind a message.
///
/// The kinds of later versions take new numbers; a number never changes its meaning. The numbers
/// stand in ``number``.
public enum Content: Equatable, Sendable {
  /// 1: measurements of devices.
  case observations(Observations)
  /// 2: results.
  case report(Reports)
  /// 3: patient and encounter events.
  case admission(Admission)
  /// 4: orders.
  case order(Orders)
  /// 5: an appointment.
  case appointment(Appointment)
  /// 6: a document.
  case document(Document)
  /// 7: vaccinations.
  case immunization(Immunizations)
  /// 8: what could not be understood.
  case quarantine(Quarantine)
  /// 9: what has no model of its own.
  case other(Other)
  /// 10: what devices call people for.
  case alert(Alerts)
  /// 11: an imaging study.
  case imaging(Imaging)
  /// 12: where things and people are.
  case position(Positions)
  /// 13: how equipment is.
  case deviceStatus(DeviceStatuses)

  /// The names of all kinds, by their numbers.
  public static let names = [
    "observations", "report", "admission", "order", "appointment", "document", "immunization",
    "quarantine", "other", "alert", "imaging", "position", "deviceStatus",
  ]

  /// The kind's number on the wire.
  public var number: UInt64 {
    switch self {
    case .observations: 1
    case .report: 2
    case .admission: 3
    case .order: 4
    case .appointment: 5
    case .document: 6
    case .immunization: 7
    case .quarantine: 8
    case .other: 9
    case .alert: 10
    case .imaging: 11
    case .position: 12
    case .deviceStatus: 13
    }
  }

  /// The kind's name, as in JSON.
  public var name: String {
    switch self {
    case .observations: "observations"
    case .report: "report"
    case .admission: "admission"
    case .order: "order"
    case .appointment: "appointment"
    case .document: "document"
    case .immunization: "immunization"
    case .quarantine: "quarantine"
    case .other: "other"
    case .alert: "alert"
    case .imaging: "imaging"
    case .position: "position"
    case .deviceStatus: "deviceStatus"
    }
  }
}

/// The demo's own statement of who may have what, written apart from the policies that it checks.
enum DemoHospital {
  static let admissionsFlows = [
    "admissions", "appointments", "orders", "documents", "immunizations", "reports",
    "observations", "other",
  ]

  /// Subscriber → the flows, as the whole site names them, that it may have.
  static let entitled: [String: Set<String>] = [
    "admissions/dashboard": Set(admissionsFlows.map { "admissions/\($0)" }),
    "icu/dashboard": [
      "icu/vitals", "icu/alerts", "icu/waveforms", "lab/results", "admissions/admissions",
    ],
    "lab/dashboard": ["lab/results", "lab/orders", "admissions/admissions"],
    "cardiology/dashboard": ["cardiology/reports", "icu/vitals", "admissions/admissions"],
    "logistics/dashboard": ["logistics/positions"],
    "admissions/officer": ["admissions/quarantine"],
    "icu/officer": ["icu/quarantine"],
    "lab/officer": ["lab/quarantine"],
    "cardiology/officer": ["cardiology/quarantine"],
  ]

  /// A kind of device: where it connects, what it says, how often.
  struct DeviceKind: Sendable {
    let name: String
    /// The adapter link it connects to.
    let link: String
    /// The flow its messages belong to, by message; nil for what is not to be understood.
    let flow: @Sendable (Int) -> String?
    let message: @Sendable (Int, String, String) -> [UInt8]
    let perSecond: Double
  }

  static let devices: [DeviceKind] = [
    DeviceKind(
      name: "monitor-a", link: "icu-hl7", flow: { _ in "icu/vitals" },
      message: { DemoTraffic.bedsideMonitor($0, id: $1, at: $2) }, perSecond: 20),
    DeviceKind(
      name: "monitor-b", link: "icu-hl7", flow: { _ in "icu/vitals" },
      message: { DemoTraffic.bedsideMonitor($0 + 3, id: $1, at: $2) }, perSecond: 20),
    DeviceKind(
      name: "alarms", link: "icu-hl7", flow: { _ in "icu/alerts" },
      message: { DemoTraffic.alarm($0, id: $1, at: $2) }, perSecond: 2),
    DeviceKind(
      name: "laboratory", link: "lab-hl7", flow: { _ in "lab/results" },
      message: { DemoTraffic.laboratory($0, id: $1, at: $2) }, perSecond: 10),
    DeviceKind(
      name: "admissions", link: "admissions-hl7",
      flow: { $0 % 5 == 4 ? "admissions/appointments" : "admissions/admissions" },
      message: { DemoTraffic.admissions($0, id: $1, at: $2) }, perSecond: 10),
    DeviceKind(
      name: "echo", link: "cardiology-hl7", flow: { _ in "cardiology/reports" },
      message: { DemoTraffic.cardiology($0, id: $1, at: $2) }, perSecond: 5),
    DeviceKind(
      name: "broken", link: "icu-hl7", flow: { _ in nil },
      message: { counter, _, _ in DemoTraffic.unreadable(counter) }, perSecond: 1),
  ]
}

import Policy

extension SitePlan {
  /// A whole hospital, as `vaguemestre site new` makes it: the five departments of
  /// ``hospital(site:time:)`` with radiology, pharmacy and psychiatry, and one example of
  /// everything that policies can say.
  ///
  /// Psychiatry sees the admissions and the laboratory's results and lets nothing out: no link, and
  /// a deny besides, so that an export added in error stays without effect. Intensive care may
  /// introduce pumps and monitors at the bedside and open its flows in an emergency.
  package static func wholeHospital(site: String = "hospital", time: Int64) -> SitePlan {
    var icu = icu
    icu.hasIssuer = true
    icu.hasBreakGlass = true
    icu.imports.append(FlowID("radiology", "reports"))
    var plan = SitePlan(
      site: site,
      compartments: [
        admissions, icu, lab, cardiology, radiology, pharmacy, psychiatry, logistics,
      ], sensitivities: ["genetic", "hiv", "psy", "substance", "study"], time: time)
    plan.neverOpened = ["genetic"]
    plan.suites = ["es256"]
    return plan
  }

  private static let radiology = CompartmentPlan(
    "radiology",
    publisher: PublisherPlan(
      "hl7", .adapter,
      linkFlows: [
        "report": "reports", "document": "reports", "order": "orders", "quarantine": "quarantine",
      ], subject: "radiology/ris"),
    flows: [
      FlowPlan("reports", .event, days: 365, isSensitive: true),
      FlowPlan("orders", .event, days: 365, isSensitive: true), quarantine,
    ],
    imports: [FlowID("admissions", "admissions")])

  private static let pharmacy = CompartmentPlan(
    "pharmacy",
    publisher: PublisherPlan(
      "hl7", .adapter,
      linkFlows: ["order": "orders", "quarantine": "quarantine"], subject: "pharmacy/dispensary"),
    flows: [FlowPlan("orders", .event, days: 365, isSensitive: true), quarantine],
    imports: [FlowID("admissions", "admissions"), FlowID("lab", "results")])

  private static let psychiatry: CompartmentPlan = {
    var plan = CompartmentPlan(
      "psychiatry",
      publisher: PublisherPlan(
        "hl7", .adapter,
        linkFlows: ["document": "notes", "report": "notes", "quarantine": "quarantine"],
        subject: "psychiatry/ward"),
      flows: [FlowPlan("notes", .event, days: 365, isSensitive: true), quarantine],
      imports: [FlowID("admissions", "admissions"), FlowID("lab", "results")])
    plan.denies = [
      Deny(
        flow: FlowID("psychiatry", "notes"), action: .export,
        reason: "notes of psychiatry leave it by no link")
    ]
    plan.hasBreakGlass = true
    return plan
  }()
}

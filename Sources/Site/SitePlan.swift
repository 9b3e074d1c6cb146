package import Policy

/// What a new site is to be: compartments, flows, principals and links, in words. Keys and
/// signatures are made from it by ``Site/create(_:at:)``.
package struct SitePlan: Sendable {
  /// The site's name.
  package var site: String
  package var compartments: [CompartmentPlan]
  /// Values of the restrictive tag set `sensitivity`.
  package var sensitivities: [String]
  /// Those of them that no emergency opens.
  package var neverOpened: [String] = []
  /// Signature suites that the charter names.
  package var suites: [String] = []
  /// What runs its adapters: then the charter names who releases adapters, and it is released; nil
  /// for a site that starts whatever lies there.
  package var adapterProgram: AdapterProgram?
  /// The first of the ports that the site takes on 127.0.0.1; nil for any that are free.
  package var basePort: Int?
  /// Seconds since the Unix epoch.
  package var time: Int64

  package init(
    site: String, compartments: [CompartmentPlan], sensitivities: [String] = [], time: Int64
  ) {
    self.site = site
    self.compartments = compartments
    self.sensitivities = sensitivities
    self.time = time
  }
}

/// What one compartment is to be.
package struct CompartmentPlan: Sendable {
  package var name: String
  package var flows: [FlowPlan]
  /// Flows of other compartments that this one imports and its dashboard sees; they export them in
  /// turn.
  package var imports: [FlowID] = []
  /// The principal that publishes; every flow is open to it.
  package var publisher: PublisherPlan
  package var denies: [Deny] = []
  /// Whether someone at the bedside may introduce devices.
  package var hasIssuer = false
  /// Whether officers may open the compartment's flows to its dashboard in an emergency.
  package var hasBreakGlass = false

  package init(_ name: String, publisher: PublisherPlan, flows: [FlowPlan], imports: [FlowID] = [])
  {
    self.name = name
    self.publisher = publisher
    self.flows = flows
    self.imports = imports
  }
}

/// What one flow is to be.
package struct FlowPlan: Sendable {
  package var name: String
  package var service: ServiceClass
  /// Days.
  package var retention: Int64
  /// Whether labels may carry sensitivities.
  package var isSensitive: Bool
  package var isCritical: Bool

  package init(
    _ name: String, _ service: ServiceClass, days: Int64, isSensitive: Bool = false,
    isCritical: Bool = false
  ) {
    self.name = name
    self.service = service
    retention = days
    self.isSensitive = isSensitive
    self.isCritical = isCritical
  }
}

/// Who publishes in a compartment, and the MLLP link on which it listens if it is an adapter.
package struct PublisherPlan: Sendable {
  package var name: String
  package var role: Role
  /// Kind of normalized message to flow; empty for no link.
  package var linkFlows: [String: String]
  /// Subject of what comes over the link.
  package var subject: String

  package init(
    _ name: String, _ role: Role, linkFlows: [String: String] = [:], subject: String = ""
  ) {
    self.name = name
    self.role = role
    self.linkFlows = linkFlows
    self.subject = subject
  }
}

extension SitePlan {
  /// A hospital of five departments, as the demo runs it.
  ///
  /// Cardiology sees the intensive care unit's vital signs, intensive care the laboratory's
  /// results, all three clinical departments the admissions; logistics sees nothing of any.
  package static func hospital(site: String = "hospital", time: Int64) -> SitePlan {
    SitePlan(
      site: site, compartments: [admissions, icu, lab, cardiology, logistics],
      sensitivities: ["genetic", "hiv", "psy", "substance", "study"], time: time)
  }

  static let admissions = CompartmentPlan(
    "admissions",
    publisher: PublisherPlan(
      "hl7", .adapter,
      linkFlows: [
        "admission": "admissions", "appointment": "appointments", "order": "orders",
        "document": "documents", "immunization": "immunizations", "report": "reports",
        "observations": "observations", "other": "other", "quarantine": "quarantine",
      ], subject: "admissions/desk"),
    flows: [
      FlowPlan("admissions", .event, days: 365, isSensitive: true),
      FlowPlan("appointments", .event, days: 365, isSensitive: true),
      FlowPlan("orders", .event, days: 365, isSensitive: true),
      FlowPlan("documents", .event, days: 365, isSensitive: true),
      FlowPlan("immunizations", .event, days: 365, isSensitive: true),
      FlowPlan("reports", .event, days: 365, isSensitive: true),
      FlowPlan("observations", .event, days: 90, isSensitive: true),
      FlowPlan("other", .event, days: 365, isSensitive: true),
      quarantine,
    ])

  static let icu = CompartmentPlan(
    "icu",
    publisher: PublisherPlan(
      "hl7", .adapter,
      linkFlows: ["observations": "vitals", "alert": "alerts", "quarantine": "quarantine"],
      subject: "icu/bed-1"),
    flows: [
      FlowPlan("vitals", .state, days: 30, isCritical: true),
      FlowPlan("alerts", .alert, days: 90, isCritical: true),
      FlowPlan("waveforms", .stream, days: 2),
      quarantine,
    ],
    imports: [FlowID("lab", "results"), FlowID("admissions", "admissions")])

  static let lab = CompartmentPlan(
    "lab",
    publisher: PublisherPlan(
      "hl7", .adapter,
      linkFlows: [
        "report": "results", "observations": "results", "order": "orders",
        "quarantine": "quarantine",
      ], subject: "lab/analyzers"),
    flows: [
      FlowPlan("results", .event, days: 365, isSensitive: true),
      FlowPlan("orders", .event, days: 365, isSensitive: true),
      quarantine,
    ],
    imports: [FlowID("admissions", "admissions")])

  static let cardiology = CompartmentPlan(
    "cardiology",
    publisher: PublisherPlan(
      "hl7", .adapter,
      linkFlows: [
        "report": "reports", "observations": "reports", "document": "reports",
        "quarantine": "quarantine",
      ], subject: "cardiology/echo-1"),
    flows: [FlowPlan("reports", .event, days: 365, isSensitive: true), quarantine],
    imports: [FlowID("icu", "vitals"), FlowID("admissions", "admissions")])

  static let logistics = CompartmentPlan(
    "logistics", publisher: PublisherPlan("beacons", .device),
    flows: [FlowPlan("positions", .state, days: 7), quarantine])

  static let quarantine = FlowPlan("quarantine", .event, days: 90, isSensitive: true)
}

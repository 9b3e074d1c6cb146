import Cryptography
import Labels
import Policy

/// A compartment's policy without keys, worked out from the plan of the whole site: an import here
/// is an export there, so both halves come from one list.
struct PolicyDraft {
  let plan: SitePlan
  let compartment: CompartmentPlan
  let scheme: LabelScheme

  init(_ plan: SitePlan, _ compartment: CompartmentPlan, _ scheme: LabelScheme) {
    self.plan = plan
    self.compartment = compartment
    self.scheme = scheme
  }

  /// A principal without its keys.
  struct PrincipalDraft {
    let name: String
    let role: Role
    let clearance: Clearance
    var publish: [Grant] = []
    var subscribe: [Grant] = []
  }

  private static let quarantine = "quarantine"

  var flows: [Flow] {
    compartment.flows.map { flow in
      let isQuarantine = flow.name == Self.quarantine
      // What was not understood may be anything, so it is guarded as the most sensitive is.
      let least = label(isQuarantine ? .restricted : .normal, compartment.name)
      var most = label(flow.isSensitive ? .veryRestricted : .restricted, compartment.name)
      if flow.isSensitive, !plan.sensitivities.isEmpty {
        most.restrictive[Self.sensitivity] = plan.sensitivities
      }
      return Flow(
        name: flow.name, service: flow.service, labels: (least, most, least),
        retention: flow.retention * 86_400, isCritical: flow.isCritical)
    }
  }

  var imports: [Import] {
    compartment.imports.map { flow in
      Import(
        from: flow.compartment, flow: flow.name, link: Self.link(flow.compartment),
        ceiling: label(.restricted, flow.compartment))
    }
  }

  var exports: [Export] {
    plan.compartments.flatMap { other in
      other.imports.filter { $0.compartment == compartment.name }.map { flow in
        Export(
          flow: flow.name, to: other.name, link: Self.link(compartment.name),
          ceiling: label(.restricted, compartment.name),
          release: clearance(.restricted, [compartment.name]))
      }
    }
  }

  var principals: [PrincipalDraft] {
    let own = compartment.flows.map { FlowID(compartment.name, $0.name) }
    let quarantine = FlowID(compartment.name, Self.quarantine)
    let seen = own.filter { $0 != quarantine } + compartment.imports
    let sources = Set(compartment.imports.map(\.compartment)).sorted()
    let all = clearance(.veryRestricted, [compartment.name], plan.sensitivities)
    return [
      PrincipalDraft(
        name: compartment.publisher.name, role: compartment.publisher.role, clearance: all,
        publish: own.map { Grant($0) }),
      PrincipalDraft(
        name: "dashboard", role: .subscriber,
        clearance: clearance(.restricted, [compartment.name] + sources),
        subscribe: seen.map { Grant($0) }),
      PrincipalDraft(
        name: "officer", role: .subscriber, clearance: all, subscribe: [Grant(quarantine)]),
    ]
      + sources.map { source in
        PrincipalDraft(
          name: Self.link(source), role: .link, clearance: clearance(.restricted, [source]))
      }
  }

  /// Who may introduce devices that publish what the compartment's own adapter does.
  func issuer(_ key: VerificationKey, until end: Int64) -> Issuer {
    var template = CredentialTemplate(
      roles: [.device], clearance: clearance(.restricted, [compartment.name]),
      lifetime: 365 * 86_400)
    template.publish = compartment.flows.map(\.name).filter { $0 != Self.quarantine }.map {
      Grant(FlowID(compartment.name, $0))
    }
    template.purposes = [Self.treatment]
    return Issuer(name: "bedside", keys: [key], expires: end, template: template)
  }

  /// Everything of the compartment's own flows but what is never opened, to its dashboard.
  func breakGlass(_ officers: [VerificationKey]) -> BreakGlassTemplate {
    let sensitivities = plan.sensitivities.filter { !plan.neverOpened.contains($0) }
    var template = BreakGlassTemplate(
      name: "emergency",
      clearance: clearance(.veryRestricted, [compartment.name], sensitivities),
      duration: 4 * 3600, approvalWithin: 1800, reviewWithin: 7 * 86_400)
    template.flows = compartment.flows.map(\.name).filter { $0 != Self.quarantine }
    template.grantees = ["dashboard"]
    template.officers = officers
    template.renewals = 2
    template.reasons = ["life-threatening", "unconscious", "disaster"]
    return template
  }

  private static let treatment = "treatment"
  private static let sensitivity = "sensitivity"

  private static func link(_ source: String) -> String { "link-\(source)" }

  private func label(_ classification: Classification, _ compartment: String) -> Label {
    var label = Label(policy: scheme.policy, classification: classification)
    label.restrictive[LabelScheme.compartmentTagSet] = [compartment]
    return label
  }

  private func clearance(
    _ highest: Classification, _ compartments: [String], _ sensitivities: [String] = []
  ) -> Clearance {
    var categories = CategorySet()
    categories[LabelScheme.compartmentTagSet] = compartments
    if !sensitivities.isEmpty { categories[Self.sensitivity] = sensitivities }
    return Clearance(
      policy: scheme.policy, classifications: ClassificationSet(upTo: highest),
      categories: categories)
  }
}

extension LabelScheme {
  /// HL7 confidentiality, a compartment tag for each compartment, sensitivities, and release lists.
  init(of plan: SitePlan, _ layout: SiteLayout) throws(SiteError) {
    let names = plan.compartments.map(\.name)
    var tagSets = [TagSet(Self.compartmentTagSet, .restrictive, names)]
    if !plan.sensitivities.isEmpty {
      let values = plan.sensitivities.map { name in
        TagValue(name, isNeverOpened: plan.neverOpened.contains(name))
      }
      tagSets.append(TagSet("sensitivity", kind: .restrictive, values: values))
    }
    tagSets.append(
      TagSet("rel", title: "Releasable to", kind: .permissive, values: names.map { TagValue($0) }))
    do throws(LabelSchemeFault) {
      try self.init(policy: plan.site, classifications: .all, tagSets: tagSets)
    } catch {
      throw SiteError(
        .malformedName, layout.root, "\(error.text)",
        remedy: "a name is 1 to 32 of a-z, 0-9 and -, and stands once")
    }
  }
}

import BreakGlass
import Cryptography
import Policy
import Site

/// An activation for people and tools; without the patient unless asked for.
struct ActivationLine {
  let activation: Activation
  let state: String
  let patient: PatientIdentifier?
  private let compartment: String

  init(_ activation: Activation, _ basis: StepBasis, withPatient: Bool = false) {
    self.activation = activation
    compartment = basis.compartment
    patient = withPatient ? activation.patient : nil
    state = Self.state(activation, basis)
  }

  private static func state(_ activation: Activation, _ basis: StepBasis) -> String {
    switch activation.state {
    case .active, .approved:
      guard basis.time < activation.until else { return "ended" }
      return activation.state == .active ? "active" : "approved"
    case .ended:
      let template = basis.snapshot.template(activation.template)
        .flatMap { basis.snapshot.entry($0)?.template }
      return template.map { activation.isOverdue($0, at: basis.time) } == true
        ? "overdue" : "ended"
    }
  }

  private var needed: String {
    switch state {
    case "active": "OPEN, needs approval before \(UTCTime.text(activation.until) ?? "")"
    case "approved": "OPEN until \(UTCTime.text(activation.until) ?? "")"
    case "overdue": "closed, REVIEW OVERDUE: the template gives nothing new"
    default: "closed, needs review"
    }
  }

  private var opened: String {
    let flows = activation.openedFlows.sorted().joined(separator: ", ")
    return "opened \(activation.count) messages of \(flows.isEmpty ? "no flow" : flows)"
  }

  var lines: [String] {
    [
      "\(compartment)  \(activation.digest)",
      "  \(needed)",
      "  \(activation.template) for \(compartment)/\(activation.grantee), reason "
        + "\(activation.reason), since \(UTCTime.text(activation.began) ?? "")",
      "  activated by \(activation.activator), signed by \(activation.officers.count) in all",
      "  \(opened)",
    ] + (patient.map { ["  patient \($0.system)|\($0.value)"] } ?? [])
  }

  var node: SourceNode {
    .map([
      ("compartment", .text(compartment)),
      ("activation", .text(activation.digest.description)),
      ("state", .text(state)),
      ("template", .text(activation.template)),
      ("grantee", .text("\(compartment)/\(activation.grantee)")),
      ("reason", .text(activation.reason)),
      ("since", UTCTime.text(activation.began).map { .text($0) }),
      ("until", UTCTime.text(activation.until).map { .text($0) }),
      ("activator", .text(activation.activator.description)),
      ("officers", .list(activation.officers.sorted().map { .text($0.description) })),
      ("renewals", .number(activation.renewals)),
      ("flows", .list(activation.openedFlows.sorted().map { .text($0) })),
      ("messages", .number(Int64(clamping: activation.count))),
      ("system", patient.map { .text($0.system) }),
      ("value", patient.map { .text($0.value) }),
    ])
  }
}

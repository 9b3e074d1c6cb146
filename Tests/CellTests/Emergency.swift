import Cryptography
import Labels
import NormalizedFormat
import Policy
import SignedPolicy

/// A hospital whose ICU lets officers open notes to its trainee.
struct Emergency {
  static let seconds = Hospital.wall / 1_000

  var hospital: Hospital
  let officers: [SigningKey]

  init(of given: Hospital? = nil) throws {
    var hospital = try given ?? Hospital()
    officers = try (0..<3).map { _ in try SigningKey.generate() }
    let scheme = try Hospital.scheme()
    for index in hospital.icu.flows.indices where hospital.icu.flows[index].name == "notes" {
      hospital.icu.flows[index].ceiling = try scheme.label(
        "R//compartment=icu//sensitivity=hiv,psy")
    }
    // Who writes notes may write all there are.
    hospital.icu.principals[0].clearance = try scheme.clearance(
      "N,R//compartment=icu//sensitivity=hiv,psy")
    hospital.icu.principals[0].publish.append(Grant(FlowID("icu", "notes")))
    var template = BreakGlassTemplate(
      name: "emergency", clearance: try scheme.clearance("N,R//compartment=icu//sensitivity=hiv"),
      duration: 3_600, approvalWithin: 600, reviewWithin: 86_400)
    template.flows = ["notes", "vitals"]
    template.grantees = ["trainee"]
    template.officers = officers.map(\.publicKey)
    template.renewals = 2
    template.reasons = ["resuscitation"]
    hospital.icu.breakGlass = [template]
    self.hospital = hospital
  }

  static func patient(_ value: String = "700101") throws -> PatientIdentifier {
    guard let patient = PatientIdentifier(system: "HOPITAL", value: value) else {
      throw Hospital.Missing()
    }
    return patient
  }

  /// A signed step.
  func step(
    _ action: BreakGlassStep.Action, by officer: Int = 0, at time: Int64 = Emergency.seconds,
    nonce: UInt8 = 1
  ) throws -> [UInt8] {
    try BreakGlassStep(
      site: "north", compartment: "icu", template: "emergency", action, issued: time,
      expires: time + 3_600, nonce: [UInt8](repeating: nonce, count: 16)
    ).signed(with: officers[officer])
  }

  func activate(
    _ value: String = "700101", by officer: Int = 0, at time: Int64 = Emergency.seconds,
    nonce: UInt8 = 1
  ) throws -> [UInt8] {
    try step(
      .activate(
        grantee: "trainee", patient: try Self.patient(value), reason: "resuscitation"),
      by: officer, at: time, nonce: nonce)
  }

  /// A normalized message about a patient, or about nobody.
  static func note(_ value: String?, _ content: Other = Other()) -> [UInt8] {
    var message = Message(provenance: Provenance(), content: .other(content))
    if let value {
      var identifier = Identifier()
      identifier.value = value
      identifier.assigner = Authority(namespace: "HOPITAL")
      var patient = Patient()
      patient.identifiers = [identifier]
      message.patient = patient
    }
    return message.encoded()
  }
}

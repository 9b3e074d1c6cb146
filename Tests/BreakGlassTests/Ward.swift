import Cryptography
import Labels
import Policy
import SignedPolicy

/// An ICU with one template, `emergency`: three officers, a dashboard that may get notes by it.
struct Ward {
  static let time: Int64 = 1_700_000_000
  static let day: Int64 = 86_400

  var charter: Charter
  var icu: CompartmentPolicy

  init() throws {
    let scheme = try Self.scheme()
    let edition = Edition(
      version: 1, previous: nil, issued: Self.time - 30 * Self.day,
      expires: Self.time + 30 * Self.day, grace: 7 * Self.day)
    charter = Charter(
      site: "north", edition: edition, roots: try Keys.quorum(20), scheme: scheme)
    charter.compartments.append(
      CharteredCompartment(
        name: "icu", authority: try Keys.quorum(21), endpoint: "tcp://127.0.0.1:7700",
        curveKey: try Keys.curve(200)))
    icu = CompartmentPolicy(site: "north", compartment: "icu", edition: edition)
    let labels = (
      floor: try scheme.label("N//compartment=icu"),
      ceiling: try scheme.label("V//compartment=icu//sensitivity=psy,hiv"),
      default: try scheme.label("N//compartment=icu")
    )
    icu.flows = ["vitals", "notes", "orders"].map {
      Flow(name: $0, service: .event, labels: labels, retention: 3_600)
    }
    let narrow = try scheme.clearance("N//compartment=icu")
    for (number, name) in ["dashboard", "trainee"].enumerated() {
      var who = Principal(
        name: name, role: .subscriber, curveKey: try Keys.curve(UInt8(number + 1)),
        clearance: narrow, expires: Self.time + 90 * Self.day)
      who.subscribe = [Grant(FlowID("icu", "vitals"))]
      icu.principals.append(who)
    }
    icu.breakGlass = [try Self.template(scheme)]
  }

  static func scheme() throws -> LabelScheme {
    try LabelScheme(
      policy: "north", classifications: .all,
      tagSets: [
        TagSet("compartment", .restrictive, ["icu", "lab"]),
        TagSet(
          "sensitivity", kind: .restrictive,
          values: [TagValue("hiv"), TagValue("psy", isNeverOpened: true)]),
      ])
  }

  static func template(_ scheme: LabelScheme) throws -> BreakGlassTemplate {
    var template = BreakGlassTemplate(
      name: "emergency", clearance: try scheme.clearance("N,R//compartment=icu//sensitivity=hiv"),
      duration: 3_600, approvalWithin: 600, reviewWithin: 86_400)
    template.flows = ["vitals", "notes"]
    template.grantees = ["dashboard"]
    template.officers = try (0..<3).map { try Keys.signing($0).publicKey }
    template.renewals = 2
    template.reasons = ["resuscitation", "unconscious"]
    return template
  }

  func snapshot(_ restrictions: Restrictions = Restrictions()) throws -> PolicySnapshot {
    try PolicySnapshot(
      dangerouslyTrusting: PolicySet(charter: charter, own: icu, restrictions: restrictions))
  }

  /// A step as an officer writes it.
  static func step(
    _ action: BreakGlassStep.Action, at time: Int64 = Ward.time, nonce: UInt8 = 1
  ) -> BreakGlassStep {
    BreakGlassStep(
      site: "north", compartment: "icu", template: "emergency", action, issued: time,
      expires: time + 3_600, nonce: [UInt8](repeating: nonce, count: 16))
  }

  static func activate(
    _ value: String = "700101", grantee: String = "dashboard", reason: String = "resuscitation"
  ) throws -> BreakGlassStep.Action {
    .activate(grantee: grantee, patient: try patient(value), reason: reason)
  }

  static func patient(_ value: String = "700101") throws -> PatientIdentifier {
    guard let patient = PatientIdentifier(system: "HOPITAL", value: value) else {
      throw Keys.NoKey()
    }
    return patient
  }
}

/// Keys made once, and asked for by number: 0 to 2 are officers.
enum Keys {
  private static let pool = Result { try (0..<24).map { _ in try SigningKey.generate() } }

  struct NoKey: Error {}

  static func signing(_ number: Int) throws -> SigningKey { try pool.get()[number] }

  static func quorum(_ number: Int) throws -> KeyQuorum {
    KeyQuorum(keys: [try signing(number).publicKey], threshold: 1)
  }

  static func curve(_ number: UInt8) throws -> CurveKey {
    guard let key = CurveKey([UInt8](repeating: number, count: 32)) else { throw NoKey() }
    return key
  }
}

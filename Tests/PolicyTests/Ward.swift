import Cryptography
import Labels
import Policy
import PolicyTesting

/// The site that most tests of this module speak of: an ICU that exports vitals to cardiology.
struct Ward {
  static let time: Int64 = 1_700_000_000
  static let day: Int64 = 86_400

  var charter: Charter
  var icu: CompartmentPolicy
  var cardiology: CompartmentPolicy

  init() throws {
    let scheme = try Self.scheme()
    charter = Charter(
      site: "north", edition: Self.edition, roots: KeyQuorum(keys: try Keys.take(3), threshold: 2),
      scheme: scheme)
    for (index, name) in ["icu", "cardiology", "lab"].enumerated() {
      charter.compartments.append(
        CharteredCompartment(
          name: name, authority: KeyQuorum(keys: [try Keys.signing(40 + index)], threshold: 1),
          endpoint: "tcp://127.0.0.1:\(7700 + index)", curveKey: Keys.curve(200 + index)))
    }
    icu = try Self.icu(scheme)
    cardiology = try Self.cardiology(scheme)
  }

  static let edition = Edition(
    version: 1, previous: nil, issued: time - 30 * day, expires: time + 30 * day, grace: 7 * day)

  static func scheme() throws -> LabelScheme {
    try LabelScheme(
      policy: "north", classifications: .all,
      tagSets: [
        TagSet("compartment", .restrictive, ["icu", "cardiology", "lab"]),
        TagSet("sensitivity", .restrictive, ["psy", "hiv"]),
        TagSet("rel", .permissive, ["cardiology", "lab"]),
      ])
  }

  private static func icu(_ scheme: LabelScheme) throws -> CompartmentPolicy {
    var policy = CompartmentPolicy(site: "north", compartment: "icu", edition: edition)
    let vitals = (
      floor: try scheme.label("N//compartment=icu"),
      ceiling: try scheme.label("R//compartment=icu//sensitivity=hiv"),
      default: try scheme.label("N//compartment=icu")
    )
    policy.flows = [
      Flow(name: "vitals", service: .state, labels: vitals, retention: 3600, isCritical: true),
      Flow(name: "notes", service: .event, labels: vitals, retention: 3600),
    ]
    let clearance = try scheme.clearance("N,R//compartment=icu//sensitivity=hiv//rel=cardiology")
    var monitor = Principal(
      name: "monitor", role: .device, curveKey: Keys.curve(1), clearance: clearance,
      expires: time + 90 * day)
    monitor.signingKeys = [try Keys.signing(1)]
    monitor.publish = [Grant(FlowID("icu", "vitals"), subject: "bed-1")]
    monitor.purposes = ["treatment"]
    var dashboard = Principal(
      name: "dashboard", role: .subscriber, curveKey: Keys.curve(2), clearance: clearance,
      expires: time + 90 * day)
    dashboard.subscribe = [Grant(FlowID("icu", "vitals"))]
    policy.principals = [monitor, dashboard]
    policy.exports = [
      Export(
        flow: "vitals", to: "cardiology", ceiling: try scheme.label("N//compartment=icu"),
        release: try scheme.clearance("N//compartment=icu//rel=cardiology"))
    ]
    return policy
  }

  private static func cardiology(_ scheme: LabelScheme) throws -> CompartmentPolicy {
    var policy = CompartmentPolicy(site: "north", compartment: "cardiology", edition: edition)
    let clearance = try scheme.clearance("N//compartment=icu,cardiology//rel=cardiology")
    let link = Principal(
      name: "link-icu", role: .link, curveKey: Keys.curve(11), clearance: clearance,
      expires: time + 90 * day)
    var board = Principal(
      name: "board", role: .subscriber, curveKey: Keys.curve(12), clearance: clearance,
      expires: time + 90 * day)
    board.subscribe = [Grant(FlowID("icu", "vitals"))]
    policy.principals = [link, board]
    policy.imports = [
      Import(
        from: "icu", flow: "vitals", link: "link-icu",
        ceiling: try scheme.label("N//compartment=icu"))
    ]
    return policy
  }

  /// An issuer that may introduce pumps at the beds for a year, and readers of vital signs.
  static func issuer() throws -> Issuer {
    let scheme = try scheme()
    var template = CredentialTemplate(
      roles: [.device, .subscriber], clearance: try scheme.clearance("N,R//compartment=icu"),
      lifetime: 365 * day)
    template.publish = [Grant(FlowID("icu", "vitals"), subject: "bed-1")]
    template.subscribe = [Grant(FlowID("icu", "vitals"))]
    template.purposes = ["treatment"]
    template.equipment = [requirement()]
    return Issuer(
      name: "bedside", keys: [try Keys.signing(30)], expires: time + 400 * day, template: template)
  }

  static func pump() -> Equipment {
    var pump = Equipment(maker: "Fresenius Kabi", model: "Agilia")
    pump.firmware = SHA256.hash([1])
    pump.country = "FR"
    pump.registration = "04086000300786"
    return pump
  }

  /// What the pump is.
  static func requirement() -> EquipmentRequirement {
    var requirement = EquipmentRequirement()
    requirement.maker = "Fresenius Kabi"
    requirement.model = "Agilia"
    requirement.firmware = [SHA256.hash([1]), SHA256.hash([2])]
    requirement.countries = ["FR", "DE"]
    requirement.isRegistered = true
    return requirement
  }

  /// A credential of the issuer for one more pump.
  static func credential() throws -> Credential {
    var principal = Principal(
      name: "pump-7", role: .device, curveKey: Keys.curve(70),
      clearance: try scheme().clearance("N//compartment=icu"), expires: time + 90 * day)
    principal.signingKeys = [try Keys.signing(31)]
    principal.publish = [Grant(FlowID("icu", "vitals"), subject: "bed-1/pump-7")]
    principal.equipment = pump()
    return Credential(
      site: "north", compartment: "icu", issuer: "bedside", issued: time, principal: principal)
  }

  /// What the cell of the ICU decides by.
  func source(_ restrictions: Restrictions = Restrictions()) throws -> PolicySnapshot {
    try PolicySnapshot(
      dangerouslyTrusting: PolicySet(
        charter: charter, own: icu, peers: [cardiology], restrictions: restrictions))
  }

  /// What the cell of cardiology decides by.
  func destination(_ restrictions: Restrictions = Restrictions()) throws -> PolicySnapshot {
    try PolicySnapshot(
      dangerouslyTrusting: PolicySet(
        charter: charter, own: cardiology, peers: [icu], restrictions: restrictions))
  }
}

/// Questions to which the ward's policies say yes, until something is changed.
enum Ask {
  static let vitals = FlowID("icu", "vitals")

  static func publish() throws -> Question {
    var question = Question(
      .publish, by: PrincipalID("icu", "monitor"), on: vitals, at: Ward.time)
    question.signer = question.principal
    return try message(question)
  }

  static func subscribe() -> Question {
    Question(.subscribe, by: PrincipalID("icu", "dashboard"), on: vitals, at: Ward.time)
  }

  static func deliver() throws -> Question {
    try message(
      Question(.deliver, by: PrincipalID("icu", "dashboard"), on: vitals, at: Ward.time))
  }

  static func export() throws -> Question {
    try message(
      Question(.export, by: PrincipalID("cardiology", "link-icu"), on: vitals, at: Ward.time))
  }

  static func `import`() throws -> Question {
    var question = Question(
      .import, by: PrincipalID("cardiology", "link-icu"), on: vitals, at: Ward.time)
    question.signer = PrincipalID("icu", "monitor")
    return try message(question)
  }

  /// Delivery, in cardiology, of what came over the link.
  static func onward() throws -> Question {
    try message(
      Question(.deliver, by: PrincipalID("cardiology", "board"), on: vitals, at: Ward.time))
  }

  private static func message(_ question: Question) throws -> Question {
    var question = question
    question.label = try Ward.scheme().label("N//compartment=icu")
    question.subject = "bed-1/monitor-3"
    return question
  }
}

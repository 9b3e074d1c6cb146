import CBOR
import Cryptography
import Labels
import Policy
import SignedPolicy

/// What people with keys sign for a small site, with something in every place that a document has.
/// Its keys are kept by nobody: see ``SignedVectors``.
struct FuzzHospital {
  static let time: Int64 = 1_789_207_205
  private static let day: Int64 = 86_400

  private let scheme: LabelScheme
  private let edition = Edition(
    version: 1, previous: nil, issued: time - day, expires: time + 90 * day, grace: 7 * day)
  private let roots: [SigningKey]
  private let authority: [SigningKey]
  private let officers: [SigningKey]
  private let issuer: SigningKey
  private let device: SigningKey

  init() throws {
    scheme = try LabelScheme(
      policy: "hospital", classifications: .all,
      tagSets: [
        TagSet("compartment", .restrictive, ["icu", "lab"]),
        TagSet(
          "sensitivity", kind: .restrictive,
          values: [TagValue("psy", isNeverOpened: true), TagValue("hiv")]),
        TagSet("team", .permissive, ["red", "blue"]),
      ])
    let keys = { (count: Int) in try (0..<count).map { _ in try SigningKey.generate() } }
    roots = try keys(2)
    authority = try keys(2)
    officers = try keys(3)
    issuer = try SigningKey.generate()
    device = try SigningKey.generate()
  }

  /// Each kind of document with its versions, all as they must be.
  func documents() throws -> [String: [[UInt8]]] {
    let (charter, policy) = (try charter(), try policy())
    var later = charter
    later.edition = edition.next(after: SHA256.hash(try charter.encoded()))
    later.revocations.signingKeys = [device.publicKey.keyID]
    var next = policy
    next.edition = edition.next(after: SHA256.hash(try policy.encoded()))
    next.flows[1].retention = 60
    var narrower = policy
    narrower.edition = next.edition
    narrower.exports = []
    return [
      "charter": [
        try sign(PolicySigner(charter), roots), try sign(PolicySigner(later), roots),
        try sign(PolicySigner(later), [roots[0]]),
      ],
      "policy": [
        try sign(PolicySigner(policy), authority), try sign(PolicySigner(next), authority),
        try sign(PolicySigner(narrower), [authority[1]]),
      ],
      "credential": [try sign(PolicySigner(credential()), [issuer])],
      "step": try steps(),
      "enrolment": [try enrolment().encoded()],
    ]
  }

  private func sign(_ signer: PolicySigner, _ keys: [SigningKey]) throws -> [UInt8] {
    var signer = signer
    for key in keys { try signer.sign(with: key) }
    return signer.encoded
  }

  private func charter() throws -> Charter {
    var charter = Charter(
      site: "north", edition: edition, roots: try quorum(roots), scheme: scheme)
    for (number, name) in ["icu", "lab"].enumerated() {
      var compartment = CharteredCompartment(
        name: name, authority: try number == 0 ? quorum(authority) : others(),
        endpoint: "tcp://127.0.0.1:\(7_700 + number)", curveKey: try curve(200 + number))
      compartment.ledgerKey = try SigningKey.generate().publicKey
      charter.compartments.append(compartment)
    }
    charter.adapterRelease = try others()
    charter.partners = [
      Partner(site: "south", roots: try others(), clearance: try clearance())
    ]
    charter.revocations.signingKeys = [try SigningKey.generate().publicKey.keyID]
    charter.revocations.curveKeys = [try curve(99)]
    charter.suites = [SignatureSuite.es256]
    return charter
  }

  private func policy() throws -> CompartmentPolicy {
    var policy = CompartmentPolicy(site: "north", compartment: "icu", edition: edition)
    let labels = (
      floor: try scheme.label("N//compartment=icu"),
      ceiling: try scheme.label("R//compartment=icu//sensitivity=psy,hiv"),
      default: try scheme.label("N//compartment=icu")
    )
    for name in ["vitals", "notes"] {
      policy.flows.append(
        Flow(
          name: name, service: .event, labels: labels, retention: 3_600,
          isCritical: name == "vitals"))
    }
    policy.flows[0].equipment = [try requirement()]
    policy.principals = [try principal("monitor", .device), try principal("board", .subscriber)]
    policy.principals.append(try principal("link-lab", .link))
    policy.exports = [
      Export(flow: "notes", to: "lab", ceiling: labels.ceiling, release: try clearance())
    ]
    policy.imports = [
      Import(
        from: "lab", flow: "results", link: "link-lab",
        ceiling: try scheme.label("N//compartment=lab"), retention: 60)
    ]
    policy.denies = [
      Deny(
        principal: PrincipalID("icu", "board"), flow: FlowID("icu", "notes"), action: .deliver,
        reason: "by order")
    ]
    var template = CredentialTemplate(
      roles: [.device, .subscriber], clearance: try clearance(), lifetime: 30 * Self.day)
    template.publish = [Grant(FlowID("icu", "vitals"), subject: "ward")]
    template.equipment = [try requirement()]
    policy.issuers = [
      Issuer(
        name: "bedside", keys: [issuer.publicKey], expires: edition.expires, template: template)
    ]
    policy.breakGlass = [try emergency()]
    return policy
  }

  private func principal(_ name: String, _ role: Role) throws -> Principal {
    let number = ["monitor", "board", "link-lab", "pump"].firstIndex(of: name) ?? 9
    var principal = Principal(
      name: name, role: role, curveKey: try curve(number), clearance: try clearance(),
      expires: Self.time + 20 * Self.day)
    if role == .device {
      principal.signingKeys = [
        try name == "monitor" ? device.publicKey : SigningKey.generate().publicKey
      ]
      principal.publish = [Grant(FlowID("icu", "vitals"), subject: "ward/bed-1")]
      principal.equipment = try equipment()
      principal.purposes = ["care"]
    }
    if role == .subscriber { principal.subscribe = [Grant(FlowID("icu", "notes"))] }
    return principal
  }

  private func emergency() throws -> BreakGlassTemplate {
    var template = BreakGlassTemplate(
      name: "emergency", clearance: try scheme.clearance("N,R//compartment=icu//sensitivity=hiv"),
      duration: 3_600, approvalWithin: 600, reviewWithin: Self.day)
    template.flows = ["notes"]
    template.grantees = ["board"]
    template.officers = officers.map(\.publicKey)
    template.renewals = 2
    template.reasons = ["resuscitation"]
    return template
  }

  private func credential() throws -> Credential {
    var principal = try principal("pump", .device)
    principal.purposes = []
    return Credential(
      site: "north", compartment: "icu", issuer: "bedside", issued: Self.time,
      principal: principal)
  }

  private func enrolment() throws -> EnrolmentRequest {
    var request = EnrolmentRequest(
      site: "north", compartment: "icu", name: "pump", role: .device, curveKey: try curve(3))
    request.signingKeys = [try SigningKey.generate().publicKey]
    request.equipment = try equipment()
    return request
  }

  private func steps() throws -> [[UInt8]] {
    guard let patient = PatientIdentifier(system: "urn:oid:1.2.3", value: "700101") else {
      return []
    }
    let name = SHA256.hash([1])
    let actions: [BreakGlassStep.Action] = [
      .activate(grantee: "board", patient: patient, reason: "resuscitation"),
      .approve(name), .renew(name), .end(name), .review(name),
    ]
    return try actions.enumerated().map { number, action in
      try BreakGlassStep(
        site: "north", compartment: "icu", template: "emergency", action, issued: Self.time,
        expires: Self.time + 3_600, nonce: [UInt8](repeating: UInt8(number), count: 16)
      ).signed(with: officers[number % 3])
    }
  }

  private func requirement() throws -> EquipmentRequirement {
    var requirement = EquipmentRequirement()
    requirement.maker = "Maker"
    requirement.countries = ["FR"]
    requirement.firmware = [SHA256.hash([2])]
    requirement.isRegistered = true
    return requirement
  }

  private func equipment() throws -> Equipment {
    var equipment = Equipment(maker: "Maker", model: "M 1")
    equipment.firmware = SHA256.hash([2])
    equipment.country = "FR"
    equipment.registration = "EUDAMED-1"
    return equipment
  }

  private func clearance() throws -> Clearance { try scheme.clearance("N//compartment=icu") }

  private func quorum(_ keys: [SigningKey]) throws -> KeyQuorum {
    KeyQuorum(keys: keys.map(\.publicKey), threshold: 2)
  }

  private func others() throws -> KeyQuorum {
    KeyQuorum(keys: [try SigningKey.generate().publicKey], threshold: 1)
  }

  private func curve(_ number: Int) throws -> CurveKey {
    guard let key = CurveKey([UInt8](repeating: UInt8(number), count: 32)) else {
      throw DocumentFault(.malformedKey, at: "curve-key")
    }
    return key
  }
}

extension Edition {
  fileprivate func next(after digest: Digest) -> Edition {
    Edition(version: 2, previous: digest, issued: issued + 1, expires: expires, grace: grace)
  }
}

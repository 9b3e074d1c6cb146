import Client
import Cryptography
import Labels
import Policy
import SignedMessage
import ZeroMQ

/// A site of two compartments for these tests: the ICU publishes, cardiology imports its vitals.
struct Hospital {
  static let day: Int64 = 86_400
  /// Milliseconds since the Unix epoch in tests with a clock of their own.
  static let wall: Int64 = 1_700_000_000_000

  var charter: Charter
  var icu: CompartmentPolicy
  var cardiology: CompartmentPolicy
  /// Policies of further compartments.
  var others: [CompartmentPolicy] = []
  /// By `compartment/name`; cells under the compartment's name.
  let curve: [String: CurveKeyPair]
  let signing: [String: SigningKey]

  /// - Parameters:
  ///   - seconds: the time at which the documents are fresh.
  ///   - former: a hospital whose principals these are; by default they get new keys.
  init(at seconds: Int64 = Hospital.wall / 1_000, keysOf former: Hospital? = nil) throws {
    let principals = [
      "icu/monitor", "icu/pump", "icu/dashboard", "icu/trainee", "cardiology/link-icu",
      "cardiology/board", "icu", "cardiology",
    ]
    curve =
      try former?.curve
      ?? Dictionary(uniqueKeysWithValues: principals.map { ($0, try CurveKeyPair.generate()) })
    signing =
      try former?.signing
      ?? Dictionary(
        uniqueKeysWithValues: ["icu/monitor", "icu/pump"].map { ($0, try SigningKey.generate()) })
    let edition = Edition(
      version: 1, previous: nil, issued: seconds - 30 * Self.day,
      expires: seconds + 30 * Self.day, grace: 7 * Self.day)
    let scheme = try Self.scheme()
    charter = Charter(
      site: "north", edition: edition, roots: try Self.authority(), scheme: scheme)
    for name in ["icu", "cardiology"] {
      charter.compartments.append(
        CharteredCompartment(
          name: name, authority: try Self.authority(),
          endpoint: "tcp://127.0.0.1:\(name == "icu" ? 7700 : 7701)",
          curveKey: try Self.key(curve[name])))
    }
    icu = CompartmentPolicy(site: "north", compartment: "icu", edition: edition)
    cardiology = CompartmentPolicy(site: "north", compartment: "cardiology", edition: edition)
    try fillICU(scheme, seconds)
    try fillCardiology(scheme, seconds)
  }

  fileprivate static func authority() throws -> KeyQuorum {
    KeyQuorum(keys: [try SigningKey.generate().publicKey], threshold: 1)
  }

  /// Names of further compartments; see ``add(_:exportingVitalsTo:)``.
  static let wards = (1...13).map { "ward-\($0)" }

  static func scheme() throws -> LabelScheme {
    try LabelScheme(
      policy: "north", classifications: .all,
      tagSets: [
        TagSet("compartment", .restrictive, ["icu", "cardiology"] + wards),
        TagSet(
          "sensitivity", kind: .restrictive,
          values: [TagValue("psy", isNeverOpened: true), TagValue("hiv")]),
      ])
  }

  static func label(_ text: String = "N//compartment=icu") throws -> Label {
    try scheme().label(text)
  }

  fileprivate static func key(_ pair: CurveKeyPair?) throws -> CurveKey {
    guard let pair, let key = CurveKey(pair.publicKey.bytes) else { throw Missing() }
    return key
  }

  private mutating func fillICU(_ scheme: LabelScheme, _ seconds: Int64) throws {
    let labels = (
      floor: try Self.label(), ceiling: try Self.label("R//compartment=icu//sensitivity=hiv"),
      default: try Self.label()
    )
    icu.flows = [
      Flow(name: "vitals", service: .state, labels: labels, retention: 3_600, isCritical: true),
      Flow(name: "alerts", service: .alert, labels: labels, retention: 3_600, isCritical: true),
      Flow(name: "notes", service: .event, labels: labels, retention: 3_600),
    ]
    let full = try scheme.clearance("N,R//compartment=icu//sensitivity=hiv")
    for name in ["monitor", "pump"] {
      var device = try principal("icu/\(name)", .device, full, seconds)
      device.publish = ["vitals", "alerts"].map { Grant(FlowID("icu", $0), subject: "bed-1") }
      icu.principals.append(device)
    }
    var dashboard = try principal("icu/dashboard", .subscriber, full, seconds)
    dashboard.subscribe = ["vitals", "alerts"].map { Grant(FlowID("icu", $0)) }
    var trainee = try principal(
      "icu/trainee", .subscriber, try scheme.clearance("N//compartment=icu"), seconds)
    trainee.subscribe = [Grant(FlowID("icu", "vitals"))]
    icu.principals += [dashboard, trainee]
    icu.exports = [
      Export(
        flow: "vitals", to: "cardiology", ceiling: try Self.label(),
        release: try scheme.clearance("N//compartment=icu"))
    ]
  }

  private mutating func fillCardiology(_ scheme: LabelScheme, _ seconds: Int64) throws {
    let clearance = try scheme.clearance("N//compartment=icu,cardiology")
    let link = try principal("cardiology/link-icu", .link, clearance, seconds)
    var board = try principal("cardiology/board", .subscriber, clearance, seconds)
    board.subscribe = [Grant(FlowID("icu", "vitals"))]
    cardiology.principals = [link, board]
    cardiology.imports = [
      Import(from: "icu", flow: "vitals", link: "link-icu", ceiling: try Self.label())
    ]
  }

  private func principal(
    _ name: String, _ role: Role, _ clearance: Clearance, _ seconds: Int64
  ) throws -> Principal {
    var principal = Principal(
      name: String(name.split(separator: "/")[1]), role: role, curveKey: try Self.key(curve[name]),
      clearance: clearance, expires: seconds + 90 * Self.day)
    principal.signingKeys = signing[name].map { [$0.publicKey] } ?? []
    return principal
  }

  /// Takes cardiology's half of the consent away, and the grant that rests on it.
  mutating func dropImports() {
    cardiology.imports = []
    for index in cardiology.principals.indices { cardiology.principals[index].subscribe = [] }
  }

  /// What the cell of a compartment decides by.
  func snapshot(of compartment: String = "icu") throws -> PolicySnapshot {
    let (own, peer) = compartment == "icu" ? (icu, cardiology) : (cardiology, icu)
    return try PolicySnapshot(
      dangerouslyTrusting: PolicySet(charter: charter, own: own, peers: [peer] + others))
  }

  /// The CURVE keys of a principal, or of a cell.
  func keys(of name: String) throws -> CurveKeyPair {
    guard let keys = curve[name] else { throw Missing() }
    return keys
  }

  /// The signing key of a publisher.
  func signingKey(of name: String) throws -> SigningKey {
    guard let key = signing[name] else { throw Missing() }
    return key
  }

  /// Whom a principal believes, by the policy of its compartment.
  func trust(of name: String) throws -> ProducerTrust {
    let snapshot = try snapshot(of: String(name.prefix { $0 != "/" }))
    return ProducerTrust(
      site: snapshot.site, compartment: snapshot.compartment,
      key: { snapshot.publisher($0, in: $1)?.key },
      refusal: { message in
        snapshot.refusalToBelieve(
          message.keyID, on: FlowID(message.compartment, message.flow), subject: message.subject,
          label: snapshot.scheme.compile(encoded: Array(message.encodedLabel)))?.code
      })
  }

  struct Missing: Error {}
}

extension Hospital {
  /// Adds compartments that each export their vitals to the ICU, which imports them.
  mutating func addWards() throws {
    let scheme = try Self.scheme()
    for (number, name) in Self.wards.enumerated() {
      charter.compartments.append(
        CharteredCompartment(
          name: name, authority: try Self.authority(), endpoint: "tcp://127.0.0.1:\(7800 + number)",
          curveKey: try Self.key(try CurveKeyPair.generate())))
      var ward = CompartmentPolicy(site: "north", compartment: name, edition: icu.edition)
      let label = try Self.label("N//compartment=\(name)")
      let clearance = try scheme.clearance("N//compartment=\(name)")
      ward.flows = [
        Flow(name: "vitals", service: .state, labels: (label, label, label), retention: 60)
      ]
      ward.exports = [
        Export(flow: "vitals", to: "icu", ceiling: label, release: clearance)
      ]
      others.append(ward)
      icu.principals.append(
        Principal(
          name: "link-\(name)", role: .link, curveKey: try Self.key(try CurveKeyPair.generate()),
          clearance: clearance, expires: icu.edition.expires))
      icu.imports.append(
        Import(from: name, flow: "vitals", link: "link-\(name)", ceiling: label))
    }
  }
}

/// Signs what a publisher of the hospital says.
final class Producer {
  let key: SigningKey
  private let signer: MessageSigner
  var issuedAt = Hospital.wall

  init(
    _ hospital: Hospital, _ name: String = "icu/monitor", site: String = "north",
    compartment: String = "icu", epoch: UInt64 = 1
  ) throws {
    key = try hospital.signingKey(of: name)
    signer = MessageSigner(key: key, site: site, compartment: compartment, epoch: epoch)
  }

  func sign(
    _ count: Int = 1, flow: String = "vitals", label: String = "N//compartment=icu",
    subject: String = "bed-1", bytes: Int = 40
  ) throws -> [[UInt8]] {
    let label = try Hospital.label(label)
    let drafts = (0..<count).map { number in
      MessageDraft(
        flow: flow, label: label, subject: subject,
        payload: [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: bytes))
    }
    return try signer.sign(drafts, issuedAt: issuedAt)
  }

  /// Messages with these payloads.
  func sign(
    _ payloads: [[UInt8]], flow: String, label: String = "N//compartment=icu"
  ) throws -> [[UInt8]] {
    let label = try Hospital.label(label)
    return try signer.sign(
      payloads.map { MessageDraft(flow: flow, label: label, subject: "bed-1", payload: $0) },
      issuedAt: issuedAt)
  }

  func one(
    flow: String = "vitals", label: String = "N//compartment=icu", subject: String = "bed-1"
  ) throws -> [UInt8] {
    try sign(1, flow: flow, label: label, subject: subject)[0]
  }
}

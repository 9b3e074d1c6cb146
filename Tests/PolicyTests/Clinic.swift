import Cryptography
import Labels
import Policy
import PolicyTesting

/// A site of two: psychiatry, whose appointments management may have as long as nothing on them
/// says psychiatry.
struct Clinic {
  static let time = Ward.time

  var charter: Charter
  var psychiatry: CompartmentPolicy
  var management: CompartmentPolicy

  init() throws {
    let scheme = try Self.scheme()
    charter = Charter(
      site: "clinic", edition: Ward.edition,
      roots: KeyQuorum(keys: [try Keys.signing(63)], threshold: 1), scheme: scheme)
    for (index, name) in ["psychiatry", "management"].enumerated() {
      charter.compartments.append(
        CharteredCompartment(
          name: name, authority: KeyQuorum(keys: [try Keys.signing(40 + index)], threshold: 1),
          endpoint: "tcp://127.0.0.1:\(7800 + index)", curveKey: Keys.curve(200 + index)))
    }
    psychiatry = CompartmentPolicy(site: "clinic", compartment: "psychiatry", edition: Ward.edition)
    let labels = (
      floor: try scheme.label("N//compartment=psychiatry"),
      ceiling: try scheme.label("R//compartment=psychiatry//sensitivity=psy"),
      default: try scheme.label("N//compartment=psychiatry")
    )
    psychiatry.flows = ["notes", "appointments"].map {
      Flow(name: $0, service: .event, labels: labels, retention: 60)
    }
    var ehr = Self.principal("ehr", .adapter, 1, try scheme.clearance(Self.full))
    ehr.signingKeys = [try Keys.signing(1)]
    ehr.publish = ["notes", "appointments"].map { Grant(FlowID("psychiatry", $0)) }
    var ward = Self.principal("ward", .subscriber, 2, try scheme.clearance(Self.full))
    ward.subscribe = ehr.publish
    psychiatry.principals = [ehr, ward]
    psychiatry.exports = [
      Export(
        flow: "appointments", to: "management", link: "link",
        ceiling: try scheme.label("R//compartment=psychiatry"),
        release: try scheme.clearance("N//compartment=psychiatry"))
    ]
    management = CompartmentPolicy(site: "clinic", compartment: "management", edition: Ward.edition)
    let plain = try scheme.clearance("N,R//compartment=psychiatry")
    var billing = Self.principal("billing", .subscriber, 4, plain)
    billing.subscribe = [Grant(FlowID("psychiatry", "appointments"))]
    management.principals = [Self.principal("link", .link, 3, plain), billing]
    management.imports = [
      Import(
        from: "psychiatry", flow: "appointments", link: "link",
        ceiling: try scheme.label("R//compartment=psychiatry"))
    ]
  }

  func cells() throws -> [PolicySnapshot] {
    try [(psychiatry, management), (management, psychiatry)].map { own, peer in
      try PolicySnapshot(
        dangerouslyTrusting: PolicySet(charter: charter, own: own, peers: [peer]))
    }
  }

  func reach(at time: Int64 = time, in space: LabelSpace? = nil) throws -> ReachSite {
    ReachSite(try cells(), at: time, in: space)
  }

  private static let full = "N,R//compartment=psychiatry//sensitivity=psy"

  static func scheme() throws -> LabelScheme {
    try LabelScheme(
      policy: "clinic", classifications: .all,
      tagSets: [
        TagSet("compartment", .restrictive, ["psychiatry", "management"]),
        TagSet("sensitivity", .restrictive, ["psy"]), TagSet("rel", .permissive, ["management"]),
      ])
  }

  private static func principal(
    _ name: String, _ role: Role, _ number: Int, _ clearance: Clearance
  ) -> Principal {
    Principal(
      name: name, role: role, curveKey: Keys.curve(number), clearance: clearance,
      expires: time + 90 * Ward.day)
  }
}

import Cryptography
import Labels
import Policy
import SignedPolicy

/// A site with three roots of which two sign, and an ICU, cardiology and lab with authorities of
/// their own.
struct Hospital {
  static let time: Int64 = 1_700_000_000
  static let day: Int64 = 86_400
  static let compartments = ["icu", "cardiology", "lab"]

  var charter: Charter

  init() throws {
    let scheme = try LabelScheme(
      policy: "north", classifications: .all,
      tagSets: [TagSet("compartment", .restrictive, Self.compartments)])
    charter = Charter(
      site: "north", edition: Self.edition, roots: try Keys.quorum([0, 1, 2], 2), scheme: scheme)
    for (index, name) in Self.compartments.enumerated() {
      charter.compartments.append(
        CharteredCompartment(
          name: name, authority: try Keys.quorum((0..<3).map { 10 * (index + 1) + $0 }, 2),
          endpoint: "tcp://127.0.0.1:\(7700 + index)", curveKey: try Keys.curve(200 + index)))
    }
  }

  static let edition = Edition(
    version: 1, previous: nil, issued: time - day, expires: time + 30 * day, grace: 7 * day)

  var pin: RootPin { RootPin(of: charter.roots) }

  /// The policy of a compartment: one flow, one device.
  func policy(_ compartment: String = "icu") throws -> CompartmentPolicy {
    var policy = CompartmentPolicy(site: "north", compartment: compartment, edition: Self.edition)
    let label = try charter.scheme.label("N//compartment=\(compartment)")
    policy.flows = [
      Flow(name: "vitals", service: .state, labels: (label, label, label), retention: 3600)
    ]
    var monitor = Principal(
      name: "monitor", role: .device, curveKey: try Keys.curve(1),
      clearance: try charter.scheme.clearance("N//compartment=\(compartment)"),
      expires: Self.time + Self.day)
    monitor.publish = [Grant(FlowID(compartment, "vitals"))]
    monitor.signingKeys = [try Keys.signing(50).publicKey]
    policy.principals = [monitor]
    return policy
  }

  /// The charter signed by these keys.
  func signed(_ keys: [Int]) throws -> UnverifiedCharter {
    var signer = try PolicySigner(charter)
    for key in keys { try signer.sign(with: Keys.signing(key)) }
    return try UnverifiedCharter(signer.encoded)
  }

  func signed(_ policy: CompartmentPolicy, _ keys: [Int]) throws -> UnverifiedPolicy {
    var signer = try PolicySigner(policy)
    for key in keys { try signer.sign(with: Keys.signing(key)) }
    return try UnverifiedPolicy(signer.encoded)
  }

  func verified(_ keys: [Int] = [0, 1]) throws -> VerifiedCharter {
    try PolicyVerifier.verify(
      try signed(keys), trusting: .pinned(pin, accepted: nil), at: Self.time)
  }

  /// The policy of a compartment, signed as it should be and verified under the charter.
  func verified(
    _ policy: CompartmentPolicy, under charter: VerifiedCharter? = nil,
    accepted: AcceptedVersion? = nil
  ) throws -> VerifiedPolicy {
    let place = try Self.place(policy.compartment)
    return try PolicyVerifier.verify(
      try signed(policy, [place, place + 1]), of: policy.compartment,
      under: CharterSuccession(try charter ?? verified()), accepted: accepted, at: Self.time)
  }

  static func place(_ compartment: String) throws -> Int {
    10 * ((compartments.firstIndex(of: compartment) ?? 0) + 1)
  }
}

extension VerifiedSet {
  /// One version of each.
  init(
    _ charter: VerifiedCharter, own: VerifiedPolicy, peers: [VerifiedPolicy] = [],
    after former: VerifiedSet? = nil
  ) throws(VerificationFault) {
    try self.init(
      charter: CharterSuccession(charter), own: PolicySuccession(own),
      peers: peers.map { PolicySuccession($0) }, after: former)
  }
}

extension Edition {
  /// The edition after this one.
  func next(after digest: Digest) -> Edition {
    Edition(version: version + 1, previous: digest, issued: issued, expires: expires, grace: grace)
  }
}

/// Keys made once, and asked for by number.
enum Keys {
  private static let pool = Result { try (0..<64).map { _ in try SigningKey.generate() } }

  struct NoKey: Error {}

  static func signing(_ number: Int) throws -> SigningKey { try pool.get()[number] }

  static func quorum(_ numbers: [Int], _ threshold: Int) throws -> KeyQuorum {
    KeyQuorum(keys: try numbers.map { try signing($0).publicKey }, threshold: threshold)
  }

  static func curve(_ number: Int) throws -> CurveKey {
    guard let key = CurveKey([UInt8](repeating: UInt8(truncatingIfNeeded: number), count: 32))
    else {
      throw NoKey()
    }
    return key
  }
}

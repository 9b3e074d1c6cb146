import Cryptography
import Labels
import Policy

/// What questions to policies cost on a large site, made in memory: 50 compartments, 5,000
/// principals, 2,000 exports; and a decision among 10,000 grants.
struct PolicyBench {
  private static let time: Int64 = 1_800_000_000

  func run() throws -> [Measurement] {
    let site = try BenchSite()
    let cells = try site.snapshots()
    let claims = [
      ("query", { try Self.query("who can receive psy", cells) }),
      ("prove", { try Self.prove("no path * with psy -> c7/*", cells) }),
      ("prove-all", { try Self.prove("no path c3/* -> *", cells) }),
    ]
    return try claims.map { scenario, ask in try Self.measure(scenario, count: 5, ask) }
      + [try Self.decisions(cells[0], site.grants)]
  }

  private static func query(_ text: String, _ cells: [PolicySnapshot]) throws {
    let reach = ReachSite(cells, at: time)
    let paths = try PolicyQuery(text, at: reach).answer(at: reach)
    guard !paths.isEmpty else { throw CommandFailure("the bench's query found nothing") }
  }

  private static func prove(_ text: String, _ cells: [PolicySnapshot]) throws {
    let reach = ReachSite(cells, at: time)
    _ = try reach.proveNoPath(try PathClaim(text, at: reach).scope)
  }

  private static func measure(
    _ scenario: String, count: Int, _ body: () throws -> Void
  ) throws -> Measurement {
    var latencies = Latencies()
    let start = MonotonicTime.nanoseconds()
    for _ in 0..<count {
      let before = MonotonicTime.nanoseconds()
      try body()
      latencies.add(MonotonicTime.nanoseconds() - before)
    }
    let seconds = Double(MonotonicTime.nanoseconds() - start) / 1e9
    return Measurement(
      system: "policy", scenario: scenario, payloadBytes: 0,
      messagesPerSecond: Double(count) / seconds, p50Micros: latencies.micros(at: 0.5),
      p99Micros: latencies.micros(at: 0.99), durable: false, signed: false, encrypted: false)
  }

  /// Deliveries to every reader of a cell of that many grants, in batches of a thousand: one takes
  /// less time than the clock tells.
  private static func decisions(_ cell: PolicySnapshot, _ grants: Int) throws -> Measurement {
    let label = cell.scheme.compile(
      try BenchSite.label("N//compartment=\(cell.compartment)", cell.scheme))
    let requests = try (0..<1_000).map { number in
      let id = PrincipalID(cell.compartment, "reader-\(number % BenchSite.readers)")
      guard let principal = cell.principal(id),
        let flow = cell.flow(FlowID(cell.compartment, "flow-\(number % BenchSite.flows)"))
      else { throw CommandFailure("the bench's site lacks a principal") }
      var request = Request(.deliver, by: principal, on: flow, at: time)
      request.label = label
      request.subject = "ward/bed-\(number % BenchSite.beds)"
      return request
    }
    guard requests.allSatisfy({ cell.decide($0).isPermit }), grants >= 10_000 else {
      throw CommandFailure("the bench's decisions are not what they should be")
    }
    let batch = try measure("decide-1000", count: 1_000) {
      var permits = 0
      for request in requests where cell.decide(request).isPermit { permits += 1 }
      guard permits == requests.count else { throw CommandFailure("a decision changed") }
    }
    return Measurement(
      system: "policy", scenario: "decide", payloadBytes: 0,
      messagesPerSecond: batch.messagesPerSecond * 1_000, p50Micros: batch.p50Micros / 1_000,
      p99Micros: batch.p99Micros / 1_000, durable: false, signed: false, encrypted: false)
  }
}

/// A large site in memory: every compartment has the same flows and exports each to two others.
struct BenchSite {
  static let compartments = 50
  static let flows = 20
  static let beds = 5
  static let readers = 84
  private static let publishers = 5
  /// How far away, in the circle of compartments, those are that get a compartment's flows.
  private static let distances = [1, 7]

  private let charter: Charter
  private let policies: [CompartmentPolicy]

  /// Grants in one policy.
  var grants: Int {
    policies[0].principals.reduce(0) { $0 + $1.publish.count + $1.subscribe.count }
  }

  init() throws {
    let names = (0..<Self.compartments).map { "c\($0)" }
    let scheme = try LabelScheme(
      policy: "bench", classifications: .all,
      tagSets: [
        TagSet("compartment", .restrictive, names),
        TagSet("sensitivity", .restrictive, ["psy", "hiv"]), TagSet("rel", .permissive, names),
      ])
    var charter = Charter(
      site: "bench", edition: Self.edition,
      roots: KeyQuorum(keys: [try SigningKey.generate().publicKey], threshold: 1), scheme: scheme)
    for (place, name) in names.enumerated() {
      let authority = KeyQuorum(keys: [try SigningKey.generate().publicKey], threshold: 1)
      charter.compartments.append(
        CharteredCompartment(
          name: name, authority: authority, endpoint: "tcp://127.0.0.1:\(7_000 + place)",
          curveKey: Self.key(place, 200)))
    }
    self.charter = charter
    policies = try names.indices.map { try Self.policy($0, names, scheme) }
  }

  /// What each cell decides by.
  func snapshots() throws -> [PolicySnapshot] {
    try policies.enumerated().map { place, own in
      let near = Self.distances.flatMap { distance in
        [place + distance, place + Self.compartments - distance]
      }.map { $0 % Self.compartments }
      return try PolicySnapshot(
        dangerouslyTrusting: PolicySet(
          charter: charter, own: own, peers: Set(near).sorted().map { policies[$0] }))
    }
  }

  static func label(_ text: String, _ scheme: LabelScheme) throws -> Label {
    do throws(LabelCodecError) {
      return try scheme.label(text)
    } catch {
      throw CommandFailure("the bench's label: \(error.refusal.text)")
    }
  }

  private static let edition = Edition(
    version: 1, previous: nil, issued: 1_700_000_000, expires: 1_900_000_000)

  private static func policy(
    _ place: Int, _ names: [String], _ scheme: LabelScheme
  ) throws -> CompartmentPolicy {
    let home = names[place]
    let normal = try label("N//compartment=\(home)", scheme)
    // Every other compartment has what is psychiatric in some of its flows.
    let most = try label("R//compartment=\(home)//sensitivity=psy", scheme)
    var policy = CompartmentPolicy(site: "bench", compartment: home, edition: edition)
    policy.flows = (0..<flows).map { number in
      Flow(
        name: "flow-\(number)", service: .event,
        labels: (normal, place % 2 == 0 && number < 5 ? most : normal, normal), retention: 60)
    }
    let sources = distances.map { names[(place + names.count - $0) % names.count] }
    for number in 0..<flows {
      for distance in distances {
        let to = names[(place + distance) % names.count]
        policy.exports.append(
          Export(
            flow: "flow-\(number)", to: to, link: "link-\(home)", ceiling: normal,
            release: Clearance(
              policy: "bench", classifications: .all, categories: [Category("compartment", home)])))
      }
      for source in sources {
        policy.imports.append(
          Import(
            from: source, flow: "flow-\(number)", link: "link-\(source)",
            ceiling: try label("N//compartment=\(source)", scheme)))
      }
    }
    policy.principals = try principals(place, home, sources)
    return policy
  }

  private static func principals(
    _ place: Int, _ home: String, _ sources: [String]
  ) throws -> [Principal] {
    let own = (0..<flows).map { FlowID(home, "flow-\($0)") }
    let all = own + sources.flatMap { source in (0..<flows).map { FlowID(source, "flow-\($0)") } }
    var held: CategorySet = [Category("sensitivity", "psy")]
    held["compartment"] = [home] + sources
    let plain = Clearance(
      policy: "bench", classifications: .all,
      categories: CategorySet(held.categories.filter { $0.tagSet == "compartment" }))
    let full = Clearance(policy: "bench", classifications: .all, categories: held)
    var principals: [Principal] = []
    func add(_ name: String, _ role: Role, _ clearance: Clearance) -> Principal {
      Principal(
        name: name, role: role, curveKey: key(place, principals.count), clearance: clearance,
        expires: edition.expires)
    }
    for number in 0..<publishers {
      var publisher = add("monitor-\(number)", .device, full)
      publisher.signingKeys = [try SigningKey.generate().publicKey]
      publisher.publish = own.map { Grant($0) }
      principals.append(publisher)
    }
    for number in 0..<readers {
      var reader = add("reader-\(number)", .subscriber, number % 3 == 0 ? full : plain)
      reader.subscribe =
        own.flatMap { flow in (0..<beds).map { Grant(flow, subject: "ward/bed-\($0)") } }
        + all.filter { $0.compartment != home }.map { Grant($0) }
      principals.append(reader)
    }
    for source in sources { principals.append(add("link-\(source)", .link, plain)) }
    while principals.count < 100 {
      principals.append(add("officer-\(principals.count)", .officer, full))
    }
    return principals
  }

  private static func key(_ place: Int, _ number: Int) -> CurveKey {
    let bytes =
      [UInt8(place), UInt8(truncatingIfNeeded: number)] + [UInt8](repeating: 7, count: 30)
    guard let key = CurveKey(bytes) else { preconditionFailure("32 bytes are a key") }
    return key
  }
}

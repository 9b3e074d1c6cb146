import Cryptography
import Labels
import Policy
import PolicyTesting
import Testing

@Suite struct PolicyGraphTests {
  private func graph(_ clinic: Clinic) throws -> PolicyGraph {
    try PolicyGraph(clinic.reach(), policies: [clinic.psychiatry, clinic.management])
  }

  @Test func `the rows say where each flow arrives, up to which class, or why not`() throws {
    var clinic = try Clinic()
    func end(_ clinic: Clinic) throws -> PolicyGraph.End? {
      try graph(clinic).rows.first { $0.flow.name == "appointments" }?.ends["management"]
    }
    #expect(try end(clinic) == .open(.normal))
    let other = try Clinic.scheme().label("N//compartment=management")
    clinic.management.imports[0].ceiling = other
    #expect(try end(clinic) == .stopped(.aboveImportCeiling))
    clinic.management.imports = []
    clinic.management.principals[1].subscribe = []
    #expect(try end(clinic) == .exportOnly)
    clinic = try Clinic()
    clinic.psychiatry.exports = []
    #expect(try end(clinic) == .importOnly)
  }

  @Test func `the drawing is well-formed, escapes what it is given, and is the same each time`()
    throws
  {
    let hostile = "</title><script>alert(1)</script> & \"quoted\" 'x' ]]> \u{1}\n"
    let svg = try graph(Clinic()).svg(title: hostile)
    #expect(svg == (try graph(Clinic()).svg(title: hostile)))
    #expect(!svg.contains("<script") && svg.contains("&lt;script&gt;"))
    try #require(wellFormed(svg))
    #expect(svg.contains("psychiatry/appointments") && svg.contains(">N</text>"))
    #expect(!wellFormed("<a><b></a></b>") && !wellFormed("<a>&</a>") && !wellFormed("<a x='<'/>"))
  }

  @Test func `of twenty compartments no two texts lie over each other`() throws {
    var random = Random(seed: 41)
    let site = try GraphSite(20, &random)
    let graph = try PolicyGraph(site.reach(), policies: site.policies)
    #expect(graph.columns.count == 20 && graph.rows.count == 60)
    let svg = graph.svg()
    try #require(wellFormed(svg))
    let boxes = svg.split(separator: "\n").compactMap(TextBox.init)
    #expect(boxes.count > 80)
    for (place, box) in boxes.enumerated() {
      for other in boxes[(place + 1)...] { #expect(!box.overlaps(other), "\(box) \(other)") }
    }
  }

  /// Whether elements nest, attributes are quoted, and no reference or markup stands unescaped.
  private func wellFormed(_ text: String) -> Bool {
    var open: [Substring] = []
    var rest = Substring(text)
    if rest.hasPrefix("<?xml"), let end = rest.firstIndex(of: ">") {
      rest = rest[rest.index(after: end)...]
    }
    var roots = 0
    while let start = rest.firstIndex(of: "<") {
      guard isText(rest[..<start]), let end = rest[start...].firstIndex(of: ">") else {
        return false
      }
      let tag = rest[rest.index(after: start)..<end]
      rest = rest[rest.index(after: end)...]
      if tag.hasPrefix("/") {
        guard open.popLast() == tag.dropFirst() else { return false }
        continue
      }
      let isEmpty = tag.hasSuffix("/")
      let body = isEmpty ? tag.dropLast() : tag
      guard hasGoodAttributes(body.drop { $0 != " " }) else { return false }
      if open.isEmpty { roots += 1 }
      if !isEmpty { open.append(body.prefix { $0 != " " }) }
    }
    return open.isEmpty && roots == 1 && isText(rest)
  }

  private func isText(_ text: Substring) -> Bool {
    let parts = text.split(separator: "&", omittingEmptySubsequences: false).dropFirst()
    return !text.contains("]]>")
      && text.unicodeScalars.allSatisfy { $0.value >= 0x20 || $0 == "\n" }
      && parts.allSatisfy { part in
        ["amp;", "lt;", "gt;", "quot;", "#39;"].contains { part.hasPrefix($0) }
      }
  }

  private func hasGoodAttributes(_ text: Substring) -> Bool {
    let parts = text.split(separator: "\"", omittingEmptySubsequences: false)
    guard parts.count % 2 == 1 else { return false }
    return parts.enumerated().allSatisfy { place, part in
      place % 2 == 1
        ? isText(part) && !part.contains("<")
        : place == parts.count - 1
          ? part.allSatisfy { $0 == " " } : part.hasSuffix("=") && part.hasPrefix(" ")
    }
  }
}

/// Where a text that is not turned lies, in pixels, generously.
private struct TextBox {
  let x: ClosedRange<Int>
  let y: ClosedRange<Int>

  init?(_ element: Substring) {
    guard element.hasPrefix("<text"), !element.contains("rotate") else { return nil }
    let parts = element.split(separator: "\"").map(String.init)
    guard parts.count > 5, let left = Int(parts[1]), let base = Int(parts[3]) else { return nil }
    let text = element.drop { $0 != ">" }.dropFirst().prefix { $0 != "<" }
    let width = text.count * (parts[5].hasPrefix("code") ? 6 : 7)
    let start = parts[5].hasSuffix("before") ? left - width : left
    x = start...(start + width)
    y = (base - 9)...base
  }

  func overlaps(_ other: TextBox) -> Bool { x.overlaps(other.x) && y.overlaps(other.y) }
}

/// A site of many compartments with three flows each and links at random, some of them halves.
private struct GraphSite {
  let charter: Charter
  private(set) var policies: [CompartmentPolicy] = []

  init(_ count: Int, _ random: inout Random) throws {
    let names = (0..<count).map { "department-\($0)" }
    let scheme = try LabelScheme(
      policy: "g", classifications: .all, tagSets: [TagSet("compartment", .restrictive, names)])
    var charter = Charter(
      site: "g", edition: Ward.edition,
      roots: KeyQuorum(keys: [try Keys.signing(63)], threshold: 1), scheme: scheme)
    for (index, name) in names.enumerated() {
      charter.compartments.append(
        CharteredCompartment(
          name: name, authority: KeyQuorum(keys: [try Keys.signing(30 + index)], threshold: 1),
          endpoint: "tcp://127.0.0.1:\(7100 + index)", curveKey: Keys.curve(200 + index)))
    }
    self.charter = charter
    let clearance = Clearance(
      policy: "g", classifications: .all,
      categories: CategorySet(names.map { Category("compartment", $0) }))
    for (index, name) in names.enumerated() {
      let low = try scheme.label("N//compartment=\(name)")
      let high = try scheme.label("V//compartment=\(name)")
      var policy = CompartmentPolicy(site: "g", compartment: name, edition: Ward.edition)
      for flow in ["alarms", "measurements", "reports"] {
        policy.flows.append(
          Flow(
            name: flow, service: random.pick(ServiceClass.allCases), labels: (low, high, low),
            retention: 60))
      }
      var source = Principal(
        name: "source", role: .device, curveKey: Keys.curve(index), clearance: clearance,
        expires: Ward.time + Ward.day)
      source.signingKeys = [try Keys.signing(index)]
      source.publish = policy.flows.map { Grant(FlowID(name, $0.name)) }
      let link = Principal(
        name: "link", role: .link, curveKey: Keys.curve(100 + index), clearance: clearance,
        expires: Ward.time + Ward.day)
      policy.principals = [source, link]
      policies.append(policy)
    }
    link(names, clearance, &random)
  }

  private mutating func link(_ names: [String], _ clearance: Clearance, _ random: inout Random) {
    for source in policies.indices {
      for destination in policies.indices where destination != source && random.chance(6) {
        let flow = random.pick(policies[source].flows)
        var release = clearance
        if random.chance(10) { release.categories = .none }
        if random.chance(93) {
          policies[source].exports.append(
            Export(
              flow: flow.name, to: names[destination], ceiling: flow.ceiling, release: release))
        }
        if random.chance(93) {
          policies[destination].imports.append(
            Import(
              from: names[source], flow: flow.name, link: "link", ceiling: flow.ceiling))
        }
      }
    }
  }

  func reach() throws -> ReachSite {
    let cells = try policies.map { own in
      try PolicySnapshot(
        dangerouslyTrusting: PolicySet(
          charter: charter, own: own,
          peers: policies.filter { $0.compartment != own.compartment }))
    }
    return ReachSite(cells, at: Ward.time)
  }
}

@Suite struct PolicyReplayTests {
  private func message(_ label: String, _ flow: String = "appointments") throws -> ReplayedMessage {
    ReplayedMessage(
      flow: FlowID("psychiatry", flow), source: PrincipalID("psychiatry", "ehr"),
      key: try Keys.signing(1).keyID,
      about: ("ward", try Clinic.scheme().label(label).encoded),
      times: (Clinic.time, Clinic.time))
  }

  @Test func `a draft's losses and gains are counted by who, which flow and why`() throws {
    let old = try Clinic()
    var new = old
    new.psychiatry.principals[1].clearance.classifications = ClassificationSet([.normal])
    new.psychiatry.exports[0].release.classifications = ClassificationSet([.normal, .restricted])
    new.psychiatry.principals[0].publish.removeFirst()
    var replay = PolicyReplay(from: try old.cells()[0], to: try new.cells()[0])
    for _ in 0..<3 { replay.add(try message("R//compartment=psychiatry")) }
    replay.add(try message("N//compartment=psychiatry", "notes"))
    #expect(replay.count == 4)
    #expect(
      replay.lost.map { "\($0.value) \($0.key.action) \($0.key.principal) \($0.key.reason.code)" }
        .sorted() == ["1 publish psychiatry/ehr 2261", "3 deliver psychiatry/ward 2217"])
    #expect(
      replay.gained.map { "\($0.value) \($0.key.action) \($0.key.principal) \($0.key.reason.code)" }
        == ["3 export management/link 2276"])
  }

  @Test func `without a draft, what was taken is held against what is in force`() throws {
    var clinic = try Clinic()
    clinic.charter.revocations.signingKeys = [try Keys.signing(1).keyID]
    var replay = PolicyReplay(from: nil, to: try clinic.cells()[0])
    replay.add(try message("N//compartment=psychiatry"))
    #expect(replay.gained.isEmpty && replay.lost.values.reduce(0, +) == 1)
    #expect(replay.lost.keys.first?.reason == .signerRevoked)
  }
}

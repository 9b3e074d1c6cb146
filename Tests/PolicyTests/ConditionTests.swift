import Cryptography
import Foundation
import Labels
import Policy
import PolicyTesting
import Testing

/// Every reason of the README's tables denies, for itself alone: a question that is permitted, one
/// thing changed, and exactly this reason.
@Suite struct ConditionTests {
  /// A permitted question to one of the ward's cells.
  struct Scene {
    var ward: Ward
    var question: Question
    var isSource = true

    func decision() throws -> Decision {
      try (isSource ? ward.source() : ward.destination()).decide(question)
    }
  }

  typealias Change = @Sendable (inout Scene) throws -> Void

  /// Those that no question in names can come to, and the tests that do.
  private static let elsewhere: Set<Int> = [
    2201,  // `what is no label compiles to a refusal`
    2215,  // `case 14: a label compiled under one scheme is refused under another of the same name`
    2253,  // `handles of another snapshot are refused`
    2285, 2286, 2287, 2288,  // BreakGlassDecisionTests
  ]

  private static func scene(_ question: Question, isSource: Bool = true) throws -> Scene {
    var ward = try Ward()
    let north = ward.charter.scheme
    // The ward's vocabulary, and one value for each rule of validity.
    let odd = TagSet(
      "odd", kind: .informative, isSingleSelection: true,
      values: [
        TagValue("a"), TagValue("b"), TagValue("old", isObsolete: true),
        TagValue("low", excluded: ClassificationSet([.normal])),
      ])
    let rule = Requirement(
      when: ClassificationSet([.restricted]), .oneOrMore,
      of: [Category("odd", "a"), Category("sensitivity", "hiv")])
    ward.charter.scheme = try LabelScheme(
      policy: "north", classifications: ClassificationSet([.unrestricted, .normal, .restricted]),
      tagSets: north.tagSets + [odd], requirements: [rule])
    return Scene(ward: ward, question: question, isSource: isSource)
  }

  private static let publishing: [Int: Change] = [
    2280: { $0.ward.icu.flows[0].equipment = [Ward.requirement()] },
    2251: { $0.question.principal = PrincipalID("icu", "nobody") },
    2252: { $0.question.flow = FlowID("icu", "nothing") },
    2254: { $0.ward.charter.revocations.curveKeys = [Keys.curve(1)] },
    2255: { $0.ward.icu.principals[0].expires = Ward.time },
    2256: { $0.ward.charter.compartments[0].isClosed = true },
    2257: {
      $0.ward.charter.edition.expires = Ward.time
      $0.question.isNew = true
    },
    2258: {
      $0.ward.icu.edition.expires = Ward.time - 8 * Ward.day
      $0.ward.icu.flows[0].isCritical = false
    },
    2259: { $0.question.purpose = "research" },
    2260: { $0.ward.icu.denies = [Deny(principal: nil, flow: nil, action: .publish, reason: "x")] },
    2261: { $0.ward.icu.principals[0].publish = [] },
    2265: { $0.question.subject = "bed-1//monitor" },
    2266: { $0.question.subject = "bed-12" },
    2267: { $0.question.signer = nil },
    2268: { $0.question.signer = PrincipalID("icu", "dashboard") },
    2270: { $0.question.label = nil },
    2271: { $0.question.label?.classification = .unrestricted },
    2272: { $0.ward.icu.flows[0].ceiling.classification = .unrestricted },
    2275: { $0.question.label?.restrictive["compartment"] = ["lab"] },
    2278: { $0.question.principal = PrincipalID("cardiology", "link-icu") },
    2279: {
      $0.ward.charter.revocations.signingKeys = [try Keys.signing(1).keyID]
      $0.question.signingKey = try Keys.signing(1).keyID
    },
    2202: { $0.question.label?.permissive["rel"] = (0..<41).map { "v\($0)" } },
    2203: { $0.question.label?.policy = "south" },
    2204: { $0.question.label?.classification = .moderate },
    2205: { $0.question.label?.informative["odd"] = ["A"] },
    2206: { $0.question.label?.informative["mood"] = ["good"] },
    2207: { $0.question.label?.permissive["odd"] = ["a"] },
    2208: { $0.question.label?.informative["odd"] = ["c"] },
    2209: { $0.question.label?.informative["odd"] = ["old"] },
    2210: { $0.question.label?.informative["odd"] = ["low"] },
    2211: { $0.question.label?.informative["odd"] = ["a", "b"] },
    2212: { $0.question.label?.informative["odd"] = [] },
    2213: { $0.question.label?.restrictive["compartment"] = nil },
    2214: { $0.question.label?.classification = .restricted },
    2216: { $0.ward.icu.principals[0].clearance.policy = "south" },
    2217: {
      $0.ward.icu.principals[0].clearance.classifications = ClassificationSet([.restricted])
    },
    2218: { $0.ward.icu.principals[0].clearance.categories["compartment"] = ["lab"] },
    2219: { $0.question.label?.permissive["rel"] = [] },
    2220: { $0.question.label?.permissive["rel"] = ["lab"] },
  ]

  private static let exporting: [Int: Change] = [
    2262: {
      $0.ward.cardiology.imports = []
      $0.ward.cardiology.principals[1].subscribe = []
    },
    2263: {
      var other = $0.ward.cardiology.principals[0]
      other = Principal(
        name: "link-2", role: .link, curveKey: Keys.curve(13), clearance: other.clearance,
        expires: other.expires)
      $0.ward.cardiology.principals.append(other)
      $0.question.principal = PrincipalID("cardiology", "link-2")
    },
    2273: { $0.ward.icu.exports[0].ceiling.classification = .unrestricted },
    2274: { $0.ward.cardiology.imports[0].ceiling.classification = .unrestricted },
    2276: { $0.ward.icu.exports[0].release.classifications = .none },
    2277: { $0.ward.cardiology.principals[0].clearance.classifications = .none },
  ]

  private static let importing: [Int: Change] = [
    2264: {
      // A link of the source, which asks the destination for what it imported.
      $0.ward.icu.principals.append(
        Principal(
          name: "link-c", role: .link, curveKey: Keys.curve(14),
          clearance: $0.ward.icu.principals[0].clearance, expires: Ward.time + Ward.day))
      $0.question.principal = PrincipalID("icu", "link-c")
      $0.question.action = .export
    },
    2269: { $0.ward.icu.principals[0].publish = [] },
  ]

  private static let all: [(Int, Scene, Change)] = {
    do {
      let scenes = [
        (publishing, try scene(Ask.publish())), (exporting, try scene(Ask.export())),
        (importing, try scene(Ask.import(), isSource: false)),
      ]
      return scenes.flatMap { changes, scene in changes.map { ($0.key, scene, $0.value) } }
    } catch { preconditionFailure("the ward's questions are made of constants") }
  }()

  @Test func `what nothing is changed about is permitted`() throws {
    for (_, scene, _) in Self.all {
      let decision = try scene.decision()
      #expect(decision.isPermit, "\(decision)")
    }
  }

  @Test func `one change, one reason`() throws {
    for (code, scene, change) in Self.all {
      var changed = scene
      try change(&changed)
      let decision = try changed.decision()
      #expect(decision.reason?.code == code, "\(code): \(decision)")
    }
  }

  @Test func `every reason has its change, and every code of the README is a reason`() throws {
    let codes = Set(Reason.all.map(\.code))
    let tried = Self.all.map(\.0)
    #expect(Set(tried).count == tried.count)
    #expect(Set(tried).union(Self.elsewhere) == codes)
    let folder = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let text = try String(
      contentsOf: folder.appending(path: "Routing/Policy/README.md"), encoding: .utf8)
    let section = try #require(text.components(separatedBy: "## The decision").last)
    let named = section.matches(of: /\b22[0-9]{2}\b/).compactMap { Int($0.output) }
    // The README counts some from to: 2201 … 2215, 2216 … 2220, 2251 … 2253,
    // 2285 … 2288.
    let ranges = Set(2201...2220).union(2251...2253).union(2285...2288)
    #expect(Set(named).union(ranges) == codes)
  }
}

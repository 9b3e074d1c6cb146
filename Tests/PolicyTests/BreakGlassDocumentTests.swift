import CBOR
import Cryptography
import Labels
import Policy
import PolicyTesting
import Testing

/// Templates in a policy, and the mark of what they never open in a scheme.
@Suite struct BreakGlassDocumentTests {
  private func policy(
    _ change: (inout BreakGlassTemplate) throws -> Void = { _ in }
  ) throws -> CompartmentPolicy {
    var policy = try Ward().icu
    var template = try BreakGlassDecisionTests.template(try Ward.scheme())
    try change(&template)
    policy.breakGlass = [template]
    return policy
  }

  private func fault(
    _ change: (inout BreakGlassTemplate) throws -> Void
  ) throws -> String? {
    do {
      try policy(change).check()
      return nil
    } catch {
      return "\(error)"
    }
  }

  @Test func `a policy with a template has one encoding, which decodes to it`() throws {
    let policy = try policy()
    #expect(try CompartmentPolicy(encoded: policy.encoded()) == policy)
  }

  @Test func `without templates the bytes are those of before`() throws {
    guard case .map(let pairs) = try Ward().icu.value else { return }
    #expect(!pairs.contains { $0.key == .text("break-glass") })
    let empty = CBORValue.map(pairs + [.init(.text("break-glass"), .array([]))])
    #expect(throws: DocumentFault(.notCanonical, at: "break-glass")) {
      try CompartmentPolicy(encoded: try empty.encoded())
    }
  }

  @Test func `a template's key is taken or refused`() throws {
    guard case .map(let pairs) = try policy().value["break-glass"].flatMap(Self.first) else {
      Issue.record("no template")
      return
    }
    for index in pairs.indices {
      var short = pairs
      short.remove(at: index)
      #expect(throws: DocumentFault.self) { try decode(.map(short)) }
    }
    let more = CBORValue.map(pairs + [.init(.text("other"), .unsigned(1))])
    #expect(throws: DocumentFault(.unknownKey, at: "break-glass[0]")) { try decode(more) }
  }

  private static func first(_ value: CBORValue) -> CBORValue? {
    guard case .array(let items) = value else { return nil }
    return items.first
  }

  private func decode(_ template: CBORValue) throws {
    guard case .map(var pairs) = try Ward().icu.value else { return }
    pairs.append(.init(.text("break-glass"), .array([template])))
    _ = try CompartmentPolicy(encoded: try CBORValue.map(pairs).encoded())
  }

  @Test func `a template that does not hold together is refused where it does not`() throws {
    #expect(try fault { _ in } == nil)
    #expect(try fault { $0.flows = ["other"] } == "VGM-2314 at break-glass[0].flows")
    #expect(try fault { $0.flows = [] } == "VGM-2309 at break-glass[0].flows")
    #expect(try fault { $0.flows += $0.flows } == "VGM-2311 at break-glass[0].flows")
    #expect(try fault { $0.grantees = ["nobody"] } == "VGM-2314 at break-glass[0].grantees")
    #expect(try fault { $0.grantees = ["monitor"] } == "VGM-2318 at break-glass[0].grantees")
    #expect(try fault { $0.reasons = [] } == "VGM-2309 at break-glass[0].reasons")
    #expect(try fault { $0.reasons = ["Why"] } == "VGM-2306 at break-glass[0].reasons")
    #expect(try fault { $0.duration = 43_201 } == "VGM-2309 at break-glass[0].duration")
    #expect(try fault { $0.duration = 0 } == "VGM-2309 at break-glass[0].duration")
    #expect(
      try fault { $0.approvalWithin = 3_601 } == "VGM-2309 at break-glass[0].approval-within")
    #expect(try fault { $0.renewals = 9 } == "VGM-2309 at break-glass[0].renewals")
    #expect(try fault { $0.reviewWithin = 0 } == "VGM-2309 at break-glass[0].review-within")
    #expect(try fault { $0.name = "Emergency" } == "VGM-2306 at break-glass[0].name")
  }

  @Test func `officers are enough to do what the template promises`() throws {
    #expect(try fault { $0.officers.removeLast() } == "VGM-2380 at break-glass[0].officers")
    #expect(try fault { $0.renewals = 1 } == nil)
    #expect(try fault { $0.renewals = 2 } == "VGM-2380 at break-glass[0].officers")
    #expect(
      try fault {
        $0.renewals = 2
        $0.officers.append(try Keys.signing(32))
      } == nil)
    #expect(
      try fault { $0.officers[1] = $0.officers[0] } == "VGM-2311 at break-glass[0].officers")
  }

  @Test func `one key, one use: an officer's serves for nothing else`() throws {
    #expect(
      try fault { $0.officers[0] = try Keys.signing(1) } == "VGM-2311 at break-glass[0].officers")
    let ward = try Ward()
    for key in [try Keys.signing(60), try Keys.signing(40), try Keys.signing(41)] {
      let policy = try policy { $0.officers[0] = key }
      #expect(throws: DocumentFault(.duplicate, at: "break-glass[0].officers")) {
        try policy.check(under: ward.charter)
      }
    }
    try policy().check(under: ward.charter)
  }

  @Test func `a clearance that the scheme does not admit, or may never be opened, is refused`()
    throws
  {
    var ward = try Ward()
    let unknown = try policy { $0.clearance.categories.insert(Category("sensitivity", "other")) }
    #expect(throws: DocumentFault(.invalidClearance, at: "break-glass[0].clearance")) {
      try unknown.check(under: ward.charter)
    }
    ward.charter.scheme = try Self.sealing("hiv")
    let policy = try policy()
    #expect(throws: DocumentFault(.neverOpened, at: "break-glass[0].clearance")) {
      try policy.check(under: ward.charter)
    }
  }

  private static func sealing(_ name: String) throws -> LabelScheme {
    let scheme = try Ward.scheme()
    return try LabelScheme(
      policy: scheme.policy, classifications: scheme.classifications,
      tagSets: scheme.tagSets.map { tagSet in
        TagSet(
          tagSet.id, kind: tagSet.kind,
          values: tagSet.values.map { TagValue($0.name, isNeverOpened: $0.name == name) })
      })
  }

  @Test func `a scheme says it in its own bytes, and is another scheme by it`() throws {
    var charter = try Ward().charter
    let before = try charter.encoded()
    charter.scheme = try Self.sealing("none")
    #expect(try charter.encoded() == before)
    #expect(charter.scheme.fingerprint == (try Ward.scheme().fingerprint))
    charter.scheme = try Self.sealing("psy")
    #expect(try charter.encoded() != before)
    #expect(charter.scheme.fingerprint != (try Ward.scheme().fingerprint))
    let decoded = try Charter(encoded: charter.encoded())
    #expect(decoded == charter)
    #expect(decoded.scheme.neverOpened == [Category("sensitivity", "psy")])
  }

  @Test func `the mark of a scheme that says nothing of it is that of before`() throws {
    // FNV-1a over what a scheme could say before, worked out by hand of another program.
    #expect(try Ward.scheme().fingerprint == 0xa843_8974_dc5a_b5a3)
  }

  @Test func `a step has one encoding, which decodes to it`() throws {
    let patient = try #require(PatientIdentifier(system: "urn:oid:1.2", value: "7|1"))
    let digest = SHA256.hash([1])
    let actions: [BreakGlassStep.Action] = [
      .activate(grantee: "dashboard", patient: patient, reason: "resuscitation"),
      .approve(digest), .renew(digest), .end(digest), .review(digest),
    ]
    for action in actions {
      var step = BreakGlassStep(
        site: "north", compartment: "icu", template: "emergency", action, issued: 5, expires: 6,
        nonce: [UInt8](repeating: 1, count: 16))
      let bytes = try step.encoded()
      #expect(try BreakGlassStep(encoded: bytes) == step)
      #expect(try CBORValue(decoding: bytes).encoded() == bytes)
      for cut in bytes.indices {
        #expect(throws: DocumentFault.self) {
          try BreakGlassStep(encoded: Array(bytes.prefix(cut)))
        }
      }
      step.expires = 5
      #expect(throws: DocumentFault(.outOfRange, at: "expires")) { try step.encoded() }
      step.expires = 5 + BreakGlassLimit.stepLifeMax + 1
      #expect(throws: DocumentFault(.outOfRange, at: "expires")) { try step.encoded() }
    }
  }

  @Test func `a patient is a system and a value, without anything that hides`() {
    #expect(PatientIdentifier("HOPITAL|1")?.value == "1")
    #expect(PatientIdentifier("a|b|c")?.system == "a|b")
    for text in ["", "|", "HOPITAL|", "|1", "HOPITAL1", "HOPITAL|1\n"] {
      #expect(PatientIdentifier(text) == nil)
    }
    let long = String(repeating: "x", count: 129)
    #expect(PatientIdentifier(system: "a", value: long) == nil)
    // The same letter in two spellings of Unicode is two ids.
    #expect(
      PatientIdentifier(system: "a", value: "e\u{301}")
        != PatientIdentifier(system: "a", value: "\u{e9}"))
  }
}

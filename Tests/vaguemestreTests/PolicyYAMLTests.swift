import Cryptography
import Foundation
import Labels
import Policy
import SignedPolicy
import Site
import Testing

@testable import vaguemestre

/// A site made once: its documents are the templates that people begin with.
enum Template {
  static let site: Result<CreatedSite, any Error> = Result {
    let directory = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: directory) }
    return try Site.create(.hospital(time: 1_800_000_000), at: directory.path)
  }

  static func charter() throws -> Charter { try site.get().charter }

  static func policy(_ compartment: String = "icu") throws -> CompartmentPolicy {
    try #require(try site.get().policies.first { $0.compartment == compartment })
  }

  /// The intensive care unit's policy with one text exchanged for another.
  static func source(_ text: String, _ replacement: String) throws -> String {
    let yaml = try policy().source.yaml
    let range = try #require(yaml.range(of: text))
    return yaml.replacingCharacters(in: range, with: replacement)
  }
}

@Suite struct PolicyRoundTripTests {
  @Test(arguments: ["admissions", "icu", "lab", "cardiology", "logistics"])
  func `a policy's text compiles to the same document`(compartment: String) throws {
    let policy = try Template.policy(compartment)
    let read = try PolicyYAML(policy.source.yaml).policy(under: Template.charter())
    #expect(read == policy)
    #expect(try read.encoded() == policy.encoded())
  }

  @Test func `a charter's text compiles to the same document`() throws {
    let charter = try Template.charter()
    #expect(try PolicyYAML(charter.source.yaml).charter() == charter)
  }

  @Test func `everything that a policy can say comes back`() throws {
    var policy = try Template.policy()
    policy.edition.version = 2
    policy.edition.previous = try RootPin(of: Template.charter().roots).digest
    policy.denies = [
      Deny(principal: PrincipalID("icu", "dashboard"), reason: "until the audit: \"no\" #1"),
      Deny(flow: FlowID("lab", "results"), action: .deliver, reason: "yes"),
    ]
    policy.principals[0].purposes = ["treatment"]
    policy.principals[1].subscribe[0].subject = "icu/bed-1"
    policy.exports[0].subject = "icu/bed-1"
    policy.exports[0].link = nil
    policy.imports[0].retention = 0
    policy.principals[1].clearance.classifications = .none
    policy.breakGlass = [try Self.breakGlass(policy)]
    #expect(try PolicyYAML(policy.source.yaml).policy(under: Template.charter()) == policy)
  }

  static func breakGlass(_ policy: CompartmentPolicy) throws -> BreakGlassTemplate {
    var template = BreakGlassTemplate(
      name: "emergency", clearance: policy.principals[0].clearance, duration: 5_400,
      approvalWithin: 61, reviewWithin: 86_400)
    template.flows = ["vitals", "alerts"]
    template.grantees = ["officer"]
    template.officers = try (0..<3).map { _ in try SigningKey.generate().publicKey }
    template.renewals = 2
    template.reasons = ["resuscitation", "no"]
    return template
  }

  @Test func `everything that a charter can say comes back`() throws {
    var charter = try Template.charter()
    let lab = try #require(charter.compartment("lab"))
    charter.compartments[0].isClosed = true
    charter.compartments[0].minimumVersion = 7
    charter.revocations = Revocations(
      signingKeys: [charter.roots.keys[2].keyID], curveKeys: [lab.curveKey])
    charter.partners = [
      Partner(
        site: "other", roots: KeyQuorum(keys: [try SigningKey.generate().publicKey], threshold: 1),
        clearance: try charter.scheme.clearance("U,N//compartment=icu"))
    ]
    var tagSets = charter.scheme.tagSets
    tagSets[1].isSingleSelection = true
    tagSets[1].values[0].isObsolete = true
    tagSets[1].values[2].isNeverOpened = true
    tagSets[1].values[1].excluded = ClassificationSet([.unrestricted])
    charter.scheme = try LabelScheme(
      policy: "hospital", classifications: .all, tagSets: tagSets,
      requirements: [
        Requirement(
          when: ClassificationSet([.veryRestricted]), .oneOrMore,
          of: [Category("sensitivity", "psy"), Category("sensitivity", "hiv")]),
        Requirement(when: .none, .all, of: [Category("sensitivity", "psy")]),
      ])
    #expect(try PolicyYAML(charter.source.yaml).charter() == charter)
  }
}

@Suite struct PolicyYAMLRefusalTests {
  /// Compiles and gives the fault.
  private func fault(_ source: String) throws -> PolicySourceFault? {
    let charter = try Template.charter()
    return #expect(throws: PolicySourceFault.self) {
      try PolicyYAML(source).policy(under: charter)
    }
  }

  @Test(arguments: [
    ("site: hospital", "site: &a hospital", 2364),
    ("site: hospital", "site: *a", 2362),
    ("site: hospital", "site: !!str hospital", 2364),
    ("site: hospital", "site: !own hospital", 2364),
    ("site: hospital", "site: ! hospital", 2364),
    ("site: hospital", "&a site: hospital", 2364),
    ("site: hospital", "!!str site: hospital", 2364),
    ("site: hospital", "<<: {site: hospital}", 2366),
    ("site: hospital", "site: hospital\nsite: hospital", 2363),
    ("site: hospital", "site: hospital\nsiet: hospital", 2365),
    ("site: hospital\n", "", 2366),
    ("site: hospital", "site: |\n  hospital", 2367),
    ("site: hospital", "site: >\n  hospital", 2367),
    ("site: hospital", "site: [hospital]", 2367),
    ("site: hospital", "site:", 2367),
    ("site: hospital", "\"site\": hospital", 2367),
    ("site: hospital", "? [site]\n: hospital", 2367),
    ("site: hospital", "site: Hospital", 2368),
    ("site: hospital", "site: other", 2314),
    ("site: hospital", "site:\thospital", 2361),
    ("site: hospital", "site: hospital\r", 2361),
    ("site: hospital", "site: hospital # \u{85}x: &a b", 2361),
    ("site: hospital", "site: hospital # \u{2028}", 2361),
    ("site: hospital", "site: hospital # \u{202e}", 2361),
    ("site: hospital", "site: hospital # \u{200b}", 2361),
    ("site: hospital", "site: hospital\n---\nsite: other", 2362),
    ("format: vaguemestre-policy-1", "format: vaguemestre-policy-2", 2362),
    ("version: 1", "version: 1.0", 2368),
    ("version: 1", "version: 0x1", 2368),
    ("version: 1", "version: 01", 2368),
    ("version: 1", "version: -1", 2368),
    ("version: 1", "version: 0", 2309),
    ("version: 1", "version: 2", 2309),
    ("grace: 90d", "grace: 90", 2368),
    ("grace: 90d", "grace: 90 d", 2368),
    ("issued: 2027-01-15T08:00:00Z", "issued: 2027-01-15", 2368),
    ("issued: 2027-01-15T08:00:00Z", "issued: 2027-02-30T08:00:00Z", 2368),
    ("critical: true", "critical: yes", 2368),
    ("critical: true", "critical: True", 2368),
    ("critical: true", "critical: 1", 2368),
    ("service: state", "service: State", 2368),
    ("floor: N//compartment=icu", "floor: N", 2368),
    ("floor: N//compartment=icu", "floor: N//compartment=xray", 2368),
    ("floor: N//compartment=icu", "floor: V//compartment=icu", 2317),
    ("role: adapter", "role: superuser", 2368),
    ("role: adapter", "role: officer", 2318),
    ("      - lab/results", "      - lab/orders", 2314),
    ("      - lab/results", "      - icu/vitals", 2368),
    ("      - lab/results", "      - {flow: lab/results}", 2366),
    ("      - lab/results", "      - {flow: lab/results, subject: a b}", 2307),
    ("    to: cardiology", "    to: xray", 2320),
    ("    to: cardiology", "    to: icu", 2320),
  ])
  func `a source is refused for`(text: String, replacement: String, code: Int) throws {
    // A format of another kind is found before a policy is read, so it is asked for apart.
    let source = try Template.source(text, replacement)
    if replacement.hasPrefix("format") {
      #expect(throws: PolicySourceFault.self) { try PolicyYAML(source).isCharter() }
    } else {
      #expect(try fault(source)?.code == code)
    }
  }

  @Test func `a fault names the line and column of its field`() throws {
    let fault = try fault(Template.source("site: hospital", "site: Hospital"))
    #expect(fault?.line == 2)
    #expect(fault?.column == 7)
    #expect(fault?.description(in: "icu.yaml").hasPrefix("icu.yaml:2:7: VGM-2368 ") == true)
  }

  @Test func `a rule of the document is shown at the entry that breaks it`() throws {
    let source = try Template.source("      - lab/results", "      - lab/orders")
    let line = try #require(
      source.split(separator: "\n", omittingEmptySubsequences: false)
        .firstIndex(of: "      - lab/orders"))
    #expect(try fault(source)?.line == line + 1)
  }

  @Test func `an unknown key is shown where it stands`() throws {
    let fault = try fault(Template.source("    critical: true", "    critical: true\n    x: 1"))
    #expect(fault?.code == 2365)
    #expect(fault?.column == 5)
  }

  @Test(arguments: ["", "\n", "# nothing\n", "---\n", "a", "[]", "~", "\u{feff}a: 1", "a: 'b"])
  func `what is no map of a policy is refused`(source: String) {
    #expect(throws: PolicySourceFault.self) {
      try PolicyYAML(source).policy(under: Template.charter())
    }
  }

  @Test(arguments: ["[", "{a: ", "- ", "? "])
  func `nesting without end is refused and does not exhaust the stack`(opening: String) {
    let source = String(repeating: opening, count: 100_000)
    #expect(throws: PolicySourceFault.self) { try PolicyYAML(source) }
  }

  @Test func `nesting that YAML admits and policies don't is refused`() {
    let source = String(repeating: "[", count: 17) + String(repeating: "]", count: 17)
    let fault = #expect(throws: PolicySourceFault.self) { try PolicyYAML(source) }
    #expect(fault?.code == 2367)
  }

  @Test func `aliases that would unfold to billions are refused at the first anchor`() {
    var source = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1..<30 {
      let alias = "*a\(level - 1)"
      let items = Array(repeating: alias, count: 10).joined(separator: ", ")
      source += "a\(level): &a\(level) [\(items)]\n"
    }
    let fault = #expect(throws: PolicySourceFault.self) { try PolicyYAML(source) }
    #expect(fault?.code == 2364 && fault?.line == 1)
  }

  @Test func `a key that is written with a second spelling of base64 is refused`() throws {
    let key = try #require(try Template.policy().principals[0].signingKeys.first)
    let text = Data(key.spki).base64EncodedString()
    let other = text.dropLast(3) + "h=="  // other unused bits, if decoders let them pass
    try #require(text.hasSuffix("=="))
    #expect(throws: PolicySourceFault.self) {
      try PolicyYAML(Template.source(text, String(other))).policy(under: Template.charter())
    }
  }

  @Test func `a source larger than the bound is refused`() {
    let source = "# " + String(repeating: "x", count: PolicyYAML.bytesMax)
    let fault = #expect(throws: PolicySourceFault.self) { try PolicyYAML(source) }
    #expect(fault?.code == 2369)
  }
}

import Cryptography
import Labels
import Policy
import PolicyTesting
import Testing

@Suite struct DocumentCheckTests {
  private func charterFault(_ change: (inout Charter) throws -> Void) throws -> DocumentFault? {
    var charter = try Ward().charter
    try change(&charter)
    return fault { () throws(DocumentFault) in try charter.check() }
  }

  private func policyFault(
    _ change: (inout CompartmentPolicy) throws -> Void
  ) throws -> DocumentFault? {
    var policy = try Ward().icu
    try change(&policy)
    return fault { () throws(DocumentFault) in try policy.check() }
  }

  private func fault(of body: () throws(DocumentFault) -> Void) -> DocumentFault? {
    do throws(DocumentFault) {
      try body()
      return nil
    } catch {
      return error
    }
  }

  @Test func `the unchanged documents are in order`() throws {
    #expect(try charterFault { _ in } == nil)
    #expect(try policyFault { _ in } == nil)
    let ward = try Ward()
    try ward.icu.check(under: ward.charter)
    try ward.cardiology.check(under: ward.charter)
  }

  @Test func `the first version has no previous, every other has`() throws {
    let expected = DocumentFault(.outOfRange, at: "previous")
    #expect(try charterFault { $0.edition.version = 2 } == expected)
    #expect(
      try charterFault { charter in
        charter.edition.previous = SHA256.hash([])
      } == expected)
  }

  @Test func `case 42: a version that uses up the numbers is refused`() throws {
    #expect(
      try charterFault { charter in
        charter.edition.version = 1 << 63
        charter.edition.previous = SHA256.hash([])
      } == DocumentFault(.outOfRange, at: "version"))
  }

  @Test func `a document expires after it was issued`() throws {
    #expect(
      try charterFault { charter in
        charter.edition.expires = charter.edition.issued
      } == DocumentFault(.outOfRange, at: "expires"))
  }

  @Test func `a threshold is at least one and at most all`() throws {
    for threshold in [0, 4, -1] {
      #expect(
        try charterFault { $0.roots.threshold = threshold }
          == DocumentFault(.outOfRange, at: "roots.threshold"))
    }
  }

  @Test func `case 33: the same key twice in a quorum is refused`() throws {
    #expect(
      try charterFault { $0.roots.keys[1] = $0.roots.keys[0] }
        == DocumentFault(.duplicate, at: "roots.keys"))
  }

  @Test func `one key serves one use: no root is an authority too`() throws {
    #expect(
      try charterFault { $0.compartments[0].authority.keys = [$0.roots.keys[0]] }
        == DocumentFault(.duplicate, at: "compartments[0].authority"))
    #expect(
      try charterFault { $0.compartments[1].authority = $0.compartments[0].authority }
        == DocumentFault(.duplicate, at: "compartments[1].authority"))
    #expect(
      try charterFault { $0.adapterRelease = $0.roots }
        == DocumentFault(.duplicate, at: "adapter-release"))
  }

  @Test func `one key serves one use: a ledger's key is nobody else's`() throws {
    let expected = DocumentFault(.duplicate, at: "compartments[0].ledger-key")
    #expect(try charterFault { $0.compartments[0].ledgerKey = $0.roots.keys[0] } == expected)
    #expect(
      try charterFault { $0.compartments[0].ledgerKey = $0.compartments[1].authority.keys[0] }
        == expected)
    #expect(
      try charterFault { charter in
        let key = try Keys.signing(50)
        charter.compartments[0].ledgerKey = key
        charter.compartments[1].ledgerKey = key
      } == DocumentFault(.duplicate, at: "compartments[1].ledger-key"))
    let ward = try Ward()
    var charter = ward.charter
    charter.compartments[0].ledgerKey = ward.icu.principals[0].signingKeys[0]
    try charter.check()
    #expect(
      fault { () throws(DocumentFault) in try ward.icu.check(under: charter) }
        == DocumentFault(.duplicate, at: "principals[0].signing-keys"))
  }

  @Test func `a charter with a ledger key reads back, and one without is the bytes it was`()
    throws
  {
    var charter = try Ward().charter
    let before = try charter.encoded()
    charter.compartments[1].ledgerKey = try Keys.signing(50)
    let bytes = try charter.encoded()
    #expect(bytes.count == before.count + 1 + 10 + 2 + 91)
    #expect(try Charter(encoded: bytes) == charter)
    charter.compartments[1].ledgerKey = nil
    #expect(try charter.encoded() == before)
  }

  @Test func `a compartment stands once and in the label scheme`() throws {
    #expect(
      try charterFault { $0.compartments.append($0.compartments[0]) }
        == DocumentFault(.duplicate, at: "compartments[3].name"))
    #expect(
      try charterFault { $0.compartments[1].curveKey = $0.compartments[0].curveKey }
        == DocumentFault(.duplicate, at: "compartments[1].curve-key"))
    #expect(
      try charterFault { $0.compartments[0].name = "morgue" }
        == DocumentFault(.unknownReference, at: "compartments[0].name"))
  }

  @Test(arguments: [
    "", "tcp://", "tcp://127.0.0.1", "tcp://127.0.0.1:", "tcp://:7700", "tcp://127.0.0.1:0",
    "tcp://127.0.0.1:70000", "tcp://127.0.0.1:07700", "tcp://*:7700", "ipc:///tmp/x",
    "tcp://a b:1", "tcp://a;b:1", "tcp://::1:7700",
  ])
  func `an endpoint that is no host and port is refused`(_ endpoint: String) throws {
    #expect(
      try charterFault { $0.compartments[0].endpoint = endpoint }
        == DocumentFault(.malformedText, at: "compartments[0].endpoint"))
  }

  @Test(arguments: ["tcp://cell-1.icu.local:7700", "tcp://[::1]:65535", "tcp://10.0.0.1:1"])
  func `a host and port is an endpoint`(_ endpoint: String) throws {
    #expect(try charterFault { $0.compartments[0].endpoint = endpoint } == nil)
  }

  @Test func `entries stand once`() throws {
    #expect(
      try policyFault { $0.flows.append($0.flows[0]) }
        == DocumentFault(.duplicate, at: "flows[2].name"))
    #expect(
      try policyFault { $0.principals.append($0.principals[0]) }
        == DocumentFault(.duplicate, at: "principals[2].name"))
    #expect(
      try policyFault { $0.exports.append($0.exports[0]) }
        == DocumentFault(.duplicate, at: "exports[1]"))
    #expect(
      try policyFault { $0.principals[0].publish.append($0.principals[0].publish[0]) }
        == DocumentFault(.duplicate, at: "principals[0].publish[1]"))
  }

  @Test func `one key, one principal`() throws {
    #expect(
      try policyFault { $0.principals[1].curveKey = $0.principals[0].curveKey }
        == DocumentFault(.duplicate, at: "principals[1].curve-key"))
    #expect(
      try policyFault { policy in
        var copy = policy.principals[0]
        copy.name = "monitor-2"
        copy.curveKey = Keys.curve(77)
        policy.principals.append(copy)
      } == DocumentFault(.duplicate, at: "principals[2].signing-keys"))
  }

  @Test func `grants, exports and imports name what there is`() throws {
    #expect(
      try policyFault { $0.principals[0].publish = [Grant(FlowID("icu", "alerts"))] }
        == DocumentFault(.unknownReference, at: "principals[0].publish[0].flow"))
    #expect(
      try policyFault { $0.principals[0].publish = [Grant(FlowID("lab", "vitals"))] }
        == DocumentFault(.unknownReference, at: "principals[0].publish[0].flow"))
    #expect(
      try policyFault { $0.principals[1].subscribe = [Grant(FlowID("lab", "results"))] }
        == DocumentFault(.unknownReference, at: "principals[1].subscribe[0].flow"))
    #expect(
      try policyFault { $0.exports[0].flow = "alerts" }
        == DocumentFault(.unknownReference, at: "exports[0].flow"))
    #expect(
      try policyFault { policy in
        policy.imports = [
          Import(from: "lab", flow: "results", link: "dashboard", ceiling: policy.flows[0].ceiling)
        ]
      } == DocumentFault(.unknownReference, at: "imports[0].link"))
  }

  @Test func `a compartment has no link to itself`() throws {
    #expect(
      try policyFault { $0.exports[0].to = "icu" }
        == DocumentFault(.unknownCompartment, at: "exports[0].to"))
  }

  @Test func `a role bounds what may be granted`() throws {
    #expect(
      try policyFault { $0.principals[0].role = .subscriber }
        == DocumentFault(.roleForbids, at: "principals[0].signing-keys"))
    #expect(
      try policyFault {
        $0.principals[0].role = .subscriber
        $0.principals[0].signingKeys = []
      } == DocumentFault(.roleForbids, at: "principals[0].publish"))
    for role in [Role.link, .officer] {
      #expect(
        try policyFault { $0.principals[1].role = role }
          == DocumentFault(.roleForbids, at: "principals[1].subscribe"))
    }
  }

  @Test func `a deny says why`() throws {
    for reason in [
      "", "line\nbreak", String(repeating: "x", count: 201), "a\u{202e}b", "a\u{200b}b",
      "a\u{2028}b", "a\u{7f}b", "a\u{85}b",
    ] {
      #expect(
        try policyFault { $0.denies = [Deny(reason: reason)] }
          == DocumentFault(.malformedText, at: "denies[0].reason"))
    }
  }

  @Test func `case 47: what the charter's scheme does not admit refuses the policy`() throws {
    let ward = try Ward()
    var policy = ward.icu
    policy.flows[1].ceiling = Label(policy: "north", classification: .normal)
    #expect(
      fault { () throws(DocumentFault) in try policy.check(under: ward.charter) }
        == DocumentFault(.invalidLabel, at: "flows[1].ceiling"))
    policy = ward.icu
    policy.principals[0].clearance.policy = "south"
    #expect(
      fault { () throws(DocumentFault) in try policy.check(under: ward.charter) }
        == DocumentFault(.invalidClearance, at: "principals[0].clearance"))
    policy = ward.icu
    policy.exports[0].to = "morgue"
    #expect(
      fault { () throws(DocumentFault) in try policy.check(under: ward.charter) }
        == DocumentFault(.unknownCompartment, at: "exports[0].to"))
  }

  @Test func `case 20: a device's key is none that signs documents`() throws {
    let ward = try Ward()
    var charter = ward.charter
    charter.adapterRelease = KeyQuorum(keys: [try Keys.signing(30)], threshold: 1)
    let quorums = [charter.roots.keys[0], charter.compartments[2].authority.keys[0]]
    for key in quorums + [try Keys.signing(30)] {
      var policy = ward.icu
      policy.principals[0].signingKeys = [key]
      #expect(
        fault { () throws(DocumentFault) in try policy.check(under: charter) }
          == DocumentFault(.duplicate, at: "principals[0].signing-keys"))
    }
  }

  @Test func `a principal's CURVE key is no cell's`() throws {
    let ward = try Ward()
    for compartment in ward.charter.compartments {
      var policy = ward.icu
      policy.principals[1].curveKey = compartment.curveKey
      #expect(
        fault { () throws(DocumentFault) in try policy.check(under: ward.charter) }
          == DocumentFault(.duplicate, at: "principals[1].curve-key"))
    }
  }

  @Test func `a default outside floor and ceiling refuses the policy`() throws {
    let ward = try Ward()
    for text in ["U", "V//compartment=icu"] {
      var policy = ward.icu
      policy.flows[0].defaultLabel = try ward.charter.scheme.label(text)
      #expect(
        fault { () throws(DocumentFault) in try policy.check(under: ward.charter) }
          == DocumentFault(.boundsInverted, at: "flows[0].default"))
    }
  }
}

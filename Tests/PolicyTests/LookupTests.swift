import Cryptography
import Labels
import Policy
import PolicyTesting
import Testing

@Suite struct LookupTests {
  private func names(_ key: CurveKey, in snapshot: PolicySnapshot) -> [String] {
    snapshot.principals(curveKey: key).compactMap { snapshot.entry($0)?.id.description }
  }

  @Test func `a connection is known by its key`() throws {
    let snapshot = try Ward().source()
    #expect(names(Keys.curve(1), in: snapshot) == ["icu/monitor"])
    #expect(names(Keys.curve(11), in: snapshot) == ["cardiology/link-icu"])
    #expect(snapshot.principal(curveKey: Keys.curve(1), named: "icu/monitor") != nil)
    #expect(snapshot.principal(curveKey: Keys.curve(1), named: "icu/dashboard") == nil)
  }

  @Test(arguments: [12, 99])
  func `case 27: a key without an entry is nobody`(_ number: Int) throws {
    // 12 is a subscriber of another compartment: known there, not here.
    #expect(try Ward().source().principals(curveKey: Keys.curve(number)).isEmpty)
  }

  @Test func `a key of another length is nobody`() throws {
    #expect(CurveKey([1, 2, 3]) == nil && CurveKey([UInt8](repeating: 0, count: 33)) == nil)
  }

  @Test func `keys keep their bytes and their order`() throws {
    let bytes = (0..<32).map { UInt8($0) }
    #expect(try #require(CurveKey(bytes)).bytes == bytes)
    #expect(Keys.curve(1) < Keys.curve(2) && !(Keys.curve(2) < Keys.curve(1)))
  }

  @Test func `a link that no export names may not connect`() throws {
    var ward = try Ward()
    ward.icu.exports = []
    #expect(try ward.source().principals(curveKey: Keys.curve(11)).isEmpty)
  }

  @Test func `the keys that may connect are those of own principals and agreed links`() throws {
    let snapshot = try Ward().source()
    #expect(snapshot.allowedCurveKeys == [1, 2, 11].map(Keys.curve))
  }

  @Test func `case 24: who was taken out of the policy is nobody, by key, name or old handle`()
    throws
  {
    var ward = try Ward()
    let before = try ward.source()
    let kept = try #require(before.principal(PrincipalID("icu", "dashboard")))
    ward.icu.principals.removeLast()
    let after = try ward.source()
    #expect(after.principals(curveKey: Keys.curve(2)).isEmpty)
    #expect(!after.allowedCurveKeys.contains(Keys.curve(2)))
    #expect(after.decide(Ask.subscribe()) == .deny(.unknownPrincipal))
    let flow = try #require(after.flow(Ask.vitals))
    let request = Request(.subscribe, by: kept, on: flow, at: Ward.time)
    #expect(after.decide(request) == .deny(.staleHandle))
  }

  @Test func `a revoked principal may not connect`() throws {
    var ward = try Ward()
    ward.charter.revocations.curveKeys = [Keys.curve(1)]
    let snapshot = try ward.source()
    #expect(snapshot.allowedCurveKeys == [2, 11].map(Keys.curve))
    let monitor = try #require(snapshot.principal(PrincipalID("icu", "monitor")))
    #expect(snapshot.refusal(of: monitor, at: Ward.time) == .revoked)
  }

  @Test func `case 45: no clock changes who may knock; who has expired is refused at HELLO`() throws
  {
    var ward = try Ward()
    ward.icu.principals[1].expires = Ward.time
    let snapshot = try ward.source()
    #expect(snapshot.allowedCurveKeys.contains(Keys.curve(2)))
    let dashboard = try #require(
      snapshot.principal(curveKey: Keys.curve(2), named: "icu/dashboard"))
    #expect(snapshot.refusal(of: dashboard, at: Ward.time) == .expired)
    #expect(snapshot.refusal(of: dashboard, at: Ward.time - 1) == nil)
  }

  @Test func `a principal of a closed compartment may not connect`() throws {
    var ward = try Ward()
    ward.charter.compartments[1].isClosed = true
    #expect(try ward.source().allowedCurveKeys == [1, 2].map(Keys.curve))
  }

  @Test func `another compartment can't take over a key by naming it`() throws {
    var ward = try Ward()
    ward.cardiology.principals[0].curveKey = Keys.curve(1)
    let snapshot = try ward.source()
    #expect(names(Keys.curve(1), in: snapshot) == ["icu/monitor"])
    #expect(snapshot.principal(curveKey: Keys.curve(1), named: "cardiology/link-icu") == nil)
  }

  @Test func `case 33: a link's key that two others name is each one's, and shuts out none`() throws
  {
    let ward = try Ward()
    var icu = ward.icu
    icu.exports.append(icu.exports[0])
    icu.exports[1].to = "lab"
    var lab = CompartmentPolicy(site: "north", compartment: "lab", edition: Ward.edition)
    lab.principals = [ward.cardiology.principals[0]]
    lab.imports = ward.cardiology.imports
    let snapshot = try PolicySnapshot(
      dangerouslyTrusting: PolicySet(
        charter: ward.charter, own: icu, peers: [ward.cardiology, lab]))
    #expect(names(Keys.curve(11), in: snapshot) == ["cardiology/link-icu", "lab/link-icu"])
    for name in ["cardiology/link-icu", "lab/link-icu"] {
      let link = try #require(snapshot.principal(curveKey: Keys.curve(11), named: name))
      #expect(snapshot.entry(link)?.id.description == name)
    }
    #expect(snapshot.allowedCurveKeys.contains(Keys.curve(11)))
  }

  @Test func `a publisher is known by its key, here and where its flow is imported`() throws {
    let key = try Keys.signing(1)
    for snapshot in [try Ward().source(), try Ward().destination()] {
      let publisher = try #require(snapshot.publisher(key.keyID, in: "icu"))
      #expect(publisher.key == key && publisher.id == PrincipalID("icu", "monitor"))
      #expect(snapshot.publisher(key.keyID, in: "cardiology") == nil)
    }
  }

  @Test func `a revoked signing key is nobody's, and the principal's other key goes on`() throws {
    var ward = try Ward()
    ward.icu.principals[0].signingKeys.append(try Keys.signing(2))
    ward.charter.revocations.signingKeys = [try Keys.signing(1).keyID]
    let snapshot = try ward.source()
    #expect(snapshot.publisher(try Keys.signing(1).keyID, in: "icu") == nil)
    #expect(snapshot.publisher(try Keys.signing(2).keyID, in: "icu") != nil)
    #expect(snapshot.decide(try Ask.publish()).isPermit)
  }

  @Test func `a signing key that another compartment names too is still ours`() throws {
    var ward = try Ward()
    ward.cardiology.principals[1].role = .adapter
    ward.cardiology.principals[1].signingKeys = [try Keys.signing(1)]
    let publisher = try ward.source().publisher(try Keys.signing(1).keyID, in: "icu")
    #expect(publisher?.id == PrincipalID("icu", "monitor"))
  }

  @Test func `case 33: a key that two other compartments name is each one's own, and shadows none`()
    throws
  {
    let ward = try Ward()
    let key = try Keys.signing(1)
    var lab = CompartmentPolicy(site: "north", compartment: "lab", edition: Ward.edition)
    var thief = ward.icu.principals[0]
    thief.name = "thief"
    thief.publish = []
    lab.principals = [thief]
    let snapshot = try PolicySnapshot(
      dangerouslyTrusting: PolicySet(
        charter: ward.charter, own: ward.cardiology, peers: [ward.icu, lab]))
    #expect(snapshot.publisher(key.keyID, in: "icu")?.id == PrincipalID("icu", "monitor"))
    #expect(snapshot.publisher(key.keyID, in: "lab")?.id == PrincipalID("lab", "thief"))
    #expect(snapshot.decide(try Ask.import()).isPermit)
  }

  @Test func `a principal's flows are listed`() throws {
    let source = try Ward().source()
    func names(_ flows: [FlowHandle]) -> [String] {
      flows.compactMap { source.entry($0)?.id.description }
    }
    let monitor = try #require(source.principal(PrincipalID("icu", "monitor")))
    #expect(names(source.flows(publishableBy: monitor)) == ["icu/vitals"])
    #expect(names(source.flows(subscribableBy: monitor)).isEmpty)
    let link = try #require(source.principal(PrincipalID("cardiology", "link-icu")))
    #expect(names(source.flows(subscribableBy: link)) == ["icu/vitals"])
    #expect(names(source.allFlows) == ["icu/vitals", "icu/notes"])
  }

  @Test func `a policy of another site or of no chartered compartment does not compile`() throws {
    var ward = try Ward()
    ward.cardiology.site = "south"
    #expect(throws: DocumentFault(.unknownCompartment, at: "cardiology")) { try ward.source() }
    ward = try Ward()
    ward.charter.compartments.remove(at: 1)
    #expect(throws: DocumentFault(.unknownCompartment, at: "cardiology")) { try ward.source() }
  }

  @Test func `two policies of one compartment do not compile`() throws {
    let ward = try Ward()
    #expect(throws: DocumentFault(.duplicate, at: "icu")) {
      try PolicySnapshot(
        dangerouslyTrusting: PolicySet(charter: ward.charter, own: ward.icu, peers: [ward.icu]))
    }
  }

  @Test(arguments: [
    ("", "bed-1", true), ("bed-1", "bed-1", true), ("bed-1", "bed-1/x", true),
    ("bed-1", "bed-12", false), ("bed-1/x", "bed-1", false), ("bed-1", "bed-2", false),
  ])
  func `a prefix covers whole segments`(_ prefix: String, _ subject: String, _ covers: Bool) {
    #expect(Subject.covers(prefix, subject) == covers)
  }

  @Test(arguments: ["a", "A.b_c:d-e/1", "...", "a/...", "urn:x"])
  func `a token of segments is a subject`(_ text: String) {
    #expect(Subject.isValid(text))
  }

  @Test func `a subject of 128 bytes is one, of 129 none`() {
    #expect(Subject.isValid(String(repeating: "a", count: 128)))
    #expect(!Subject.isValid(String(repeating: "a", count: 129)))
  }
}

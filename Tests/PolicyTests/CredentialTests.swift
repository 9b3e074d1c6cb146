import CBOR
import Cryptography
import Labels
import Policy
import PolicyTesting
import Testing

@Suite struct CredentialTests {
  private func check(
    _ credential: Credential, _ change: (inout Ward) throws -> Void = { _ in }
  ) throws {
    var ward = try Ward()
    ward.icu.issuers = [try Ward.issuer()]
    try change(&ward)
    try ward.icu.check()
    try ward.icu.check(under: ward.charter)
    try credential.check(under: ward.icu, ward.charter)
  }

  @Test func `a credential within its template holds, and has one encoding`() throws {
    let credential = try Ward.credential()
    try check(credential)
    #expect(try Credential(encoded: credential.encoded()) == credential)
  }

  /// Case 21: a scoped signing key that issues beyond its template.
  @Test func `case 21: nothing beyond the template is given`() throws {
    let scheme = try Ward.scheme()
    let vitals = FlowID("icu", "vitals")
    let beyond: [(String, (inout Principal) throws -> Void)] = [
      ("clearance", { $0.clearance = try scheme.clearance("N,V//compartment=icu") }),
      ("clearance", { $0.clearance = try scheme.clearance("N//compartment=icu,lab") }),
      ("clearance", { $0.clearance = try scheme.clearance("N//compartment=icu//sensitivity=psy") }),
      ("publish", { $0.publish = [Grant(vitals)] }),
      ("publish", { $0.publish = [Grant(vitals, subject: "bed-12")] }),
      ("publish", { $0.publish = [Grant(FlowID("icu", "notes"), subject: "bed-1")] }),
      ("subscribe", { $0.subscribe = [Grant(FlowID("icu", "notes"))] }),
      ("subscribe", { $0.subscribe = [Grant(FlowID("lab", "results"))] }),
      ("purposes", { $0.purposes = ["research"] }),
      ("role", { $0.role = .adapter }),
      ("equipment", { $0.equipment = nil }),
      ("equipment", { $0.equipment?.country = "US" }),
      ("expires", { $0.expires = Ward.time + 365 * Ward.day + 1 }),
    ]
    for (key, change) in beyond {
      var credential = try Ward.credential()
      try change(&credential.principal)
      #expect(throws: DocumentFault(.beyondTemplate, at: "principal.\(key)")) {
        try check(credential)
      }
    }
  }

  @Test func `no credential outlives its issuer`() throws {
    var credential = try Ward.credential()
    credential.issued = Ward.time + 390 * Ward.day
    credential.principal.expires = Ward.time + 401 * Ward.day
    #expect(throws: DocumentFault(.beyondTemplate, at: "principal.expires")) {
      try check(credential)
    }
  }

  /// Case 22: who was introduced can't introduce others, nor can another compartment's issuer.
  @Test func `case 22: an issuer's right is neither handed on nor carried elsewhere`() throws {
    var credential = try Ward.credential()
    credential.principal.role = .officer
    credential.principal.publish = []
    credential.principal.signingKeys = []
    #expect(throws: DocumentFault(.beyondTemplate, at: "principal.role")) { try check(credential) }
    credential = try Ward.credential()
    credential.principal.signingKeys = [try Keys.signing(30)]
    #expect(throws: DocumentFault(.duplicate, at: "principal.signing-keys")) {
      try check(credential)
    }
    credential = try Ward.credential()
    credential.compartment = "lab"
    credential.principal.publish = []
    #expect(throws: DocumentFault(.unknownCompartment, at: "compartment")) {
      try check(credential)
    }
    credential = try Ward.credential()
    credential.site = "south"
    #expect(throws: DocumentFault(.unknownReference, at: "site")) { try check(credential) }
    credential = try Ward.credential()
    credential.issuer = "other"
    #expect(throws: DocumentFault(.unknownReference, at: "issuer")) { try check(credential) }
  }

  @Test func `what the site uses already stays its own`() throws {
    var credential = try Ward.credential()
    credential.principal.name = "monitor"
    #expect(throws: DocumentFault(.duplicate, at: "principal.name")) { try check(credential) }
    credential = try Ward.credential()
    credential.principal.curveKey = Keys.curve(2)
    #expect(throws: DocumentFault(.duplicate, at: "principal.curve-key")) { try check(credential) }
    credential.principal.curveKey = Keys.curve(201)
    #expect(throws: DocumentFault(.duplicate, at: "principal.curve-key")) { try check(credential) }
    for key in [1, 40, 60] {
      credential = try Ward.credential()
      credential.principal.signingKeys = [try Keys.signing(key)]
      #expect(throws: DocumentFault(.duplicate, at: "principal.signing-keys")) {
        try check(credential)
      }
    }
  }

  @Test func `a credential issued before the policy takes any does not count`() throws {
    #expect(throws: DocumentFault(.withdrawn, at: "issued")) {
      try check(try Ward.credential()) { $0.icu.issuers[0].issuedFrom = Ward.time + 1 }
    }
    try check(try Ward.credential()) { $0.icu.issuers[0].issuedFrom = Ward.time }
  }

  @Test func `an issuer's key has no other use, and its template names only what is there`() throws
  {
    let changes: [(DocumentFault, (inout Ward) throws -> Void)] = [
      (
        .init(.duplicate, at: "issuers[0].keys"), { $0.icu.issuers[0].keys = [try Keys.signing(1)] }
      ),
      (
        .init(.duplicate, at: "issuers[0].keys"),
        { $0.icu.issuers[0].keys = [try Keys.signing(60)] }
      ),
      (.init(.missingKey, at: "issuers[0].keys"), { $0.icu.issuers[0].keys = [] }),
      (.init(.duplicate, at: "issuers[1].name"), { $0.icu.issuers += $0.icu.issuers }),
      (
        .init(.unknownReference, at: "issuers[0].template.publish[0].flow"),
        { $0.icu.issuers[0].template.publish = [Grant(FlowID("icu", "none"))] }
      ),
      (
        .init(.roleForbids, at: "issuers[0].template.roles"),
        { $0.icu.issuers[0].template.roles = [.device, .link] }
      ),
      (
        .init(.roleForbids, at: "issuers[0].template.publish"),
        { $0.icu.issuers[0].template.roles = [.subscriber] }
      ),
      (
        .init(.outOfRange, at: "issuers[0].template.lifetime"),
        { $0.icu.issuers[0].template.lifetime = 0 }
      ),
    ]
    for (fault, change) in changes {
      #expect(throws: fault) { try check(try Ward.credential(), change) }
    }
  }

  @Test func `a credential is no policy, and bytes that are none are refused`() throws {
    let bytes = try Ward.credential().encoded()
    #expect(throws: DocumentFault(.unknownFormat, at: "format")) {
      try CompartmentPolicy(encoded: bytes)
    }
    #expect(throws: DocumentFault(.unknownFormat, at: "format")) {
      try Credential(encoded: try Ward().icu.encoded())
    }
    for length in bytes.indices {
      #expect(throws: DocumentFault.self) { try Credential(encoded: Array(bytes[..<length])) }
    }
    let large = [UInt8](repeating: 0, count: PolicyLimit.credentialBytesMax + 1)
    #expect(throws: DocumentFault(.tooLarge, at: "")) { try Credential(encoded: large) }
  }

  @Test func `a fingerprint covers every byte, and ears forgive`() throws {
    var request = EnrolmentRequest(
      site: "north", compartment: "icu", name: "pump-7", role: .device, curveKey: Keys.curve(70))
    request.signingKeys = [try Keys.signing(31)]
    request.equipment = Ward.pump()
    let bytes = try request.encoded()
    #expect(try EnrolmentRequest(encoded: bytes) == request)
    let print = EnrolmentRequest.fingerprint(of: bytes)
    #expect(print.count == 19)
    let heard = print.lowercased().replacing("-", with: " ").replacing("0", with: "o")
    #expect(EnrolmentRequest.isFingerprint(heard.replacing("1", with: "l"), of: bytes))
    #expect(!EnrolmentRequest.isFingerprint(String(print.dropLast()), of: bytes))
    #expect(!EnrolmentRequest.isFingerprint("", of: bytes))
    for place in bytes.indices {
      var other = bytes
      other[place] ^= 1
      #expect(EnrolmentRequest.fingerprint(of: other) != print)
    }
  }

  @Test func `a request that gives itself something is none`() throws {
    var request = EnrolmentRequest(
      site: "north", compartment: "icu", name: "x", role: .officer, curveKey: Keys.curve(70))
    #expect(throws: DocumentFault(.roleForbids, at: "role")) { try request.encoded() }
    request.role = .subscriber
    request.signingKeys = [try Keys.signing(31)]
    #expect(throws: DocumentFault(.roleForbids, at: "signing-keys")) { try request.encoded() }
  }
}

package import CBOR
import Cryptography
import Labels

extension BreakGlassStep {
  /// Decodes exactly one step: deterministic CBOR, no key more and none less.
  package init(encoded bytes: [UInt8]) throws(DocumentFault) {
    var map = try DocumentMap(
      bytes, as: DocumentFormat.breakGlass, upTo: BreakGlassLimit.stepBytesMax)
    site = try map.name("site")
    compartment = try map.name("compartment")
    template = try map.name("template")
    issued = try map.number("issued", upTo: PolicyLimit.timeMax)
    expires = try map.number("expires", upTo: PolicyLimit.timeMax)
    nonce = try DocumentLeaf(try map.value("nonce"), "nonce").bytes()
    action = try Action(from: &map)
    try map.finish()
    try check()
  }

  /// The one encoding; refuses a step that could not be decoded again.
  package func encoded() throws(DocumentFault) -> [UInt8] {
    try check()
    return try value.encodedDocument()
  }

  /// The step as a tree.
  package var value: CBORValue {
    .document(
      [
        (DocumentFormat.key, .text(DocumentFormat.breakGlass)), ("site", .text(site)),
        ("compartment", .text(compartment)), ("template", .text(template)),
        ("issued", .integer(issued)), ("expires", .integer(expires)),
        ("nonce", .byteString(nonce)),
      ] + action.pairs)
  }

  private func check() throws(DocumentFault) {
    for (key, name) in [("site", site), ("compartment", compartment), ("template", template)] {
      guard Name.isValid(name) else { throw DocumentFault(.malformedName, at: key) }
    }
    if case .activate(let grantee, _, let reason) = action {
      guard Name.isValid(grantee) else { throw DocumentFault(.malformedName, at: "grantee") }
      guard Name.isValid(reason) else { throw DocumentFault(.malformedName, at: "reason") }
    }
    guard nonce.count == Self.nonceBytes else { throw DocumentFault(.outOfRange, at: "nonce") }
    guard (0...PolicyLimit.timeMax).contains(issued) else {
      throw DocumentFault(.outOfRange, at: "issued")
    }
    guard expires > issued, expires - issued <= BreakGlassLimit.stepLifeMax else {
      throw DocumentFault(.outOfRange, at: "expires")
    }
  }
}

extension BreakGlassStep.Action {
  fileprivate init(from map: inout DocumentMap) throws(DocumentFault) {
    let word = try map.text("step")
    guard word != "activate" else {
      self = .activate(
        grantee: try map.name("grantee"),
        patient: try Self.patient(try map.value("patient")), reason: try map.name("reason"))
      return
    }
    guard let make = Self.others[word] else { throw DocumentFault(.unknownWord, at: "step") }
    let leaf = DocumentLeaf(try map.value("activation"), "activation")
    guard let digest = Digest(try leaf.bytes()) else {
      throw DocumentFault(.outOfRange, at: "activation")
    }
    self = make(digest)
  }

  private static let others: [String: @Sendable (Digest) -> Self] = [
    "approve": { .approve($0) }, "renew": { .renew($0) }, "end": { .end($0) },
    "review": { .review($0) },
  ]

  /// Exactly one patient: no list of them, no pattern.
  private static func patient(_ value: CBORValue) throws(DocumentFault) -> PatientIdentifier {
    guard case .map = value else { throw DocumentFault(.patientNotOne, at: "patient") }
    var map = try DocumentMap(value, at: "patient")
    let (system, id) = (try map.text("system"), try map.text("value"))
    try map.finish()
    guard let patient = PatientIdentifier(system: system, value: id) else {
      throw DocumentFault(.malformedText, at: "patient")
    }
    return patient
  }

  fileprivate var pairs: [(String, CBORValue?)] {
    switch self {
    case .activate(let grantee, let patient, let reason):
      [
        ("step", .text(word)), ("grantee", .text(grantee)), ("reason", .text(reason)),
        (
          "patient",
          .document([("system", .text(patient.system)), ("value", .text(patient.value))])
        ),
      ]
    case .approve(let digest), .renew(let digest), .end(let digest), .review(let digest):
      [("step", .text(word)), ("activation", .byteString(digest.bytes))]
    }
  }
}

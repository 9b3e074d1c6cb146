package import CBOR
import Cryptography
import Labels

extension Issuer {
  init(_ value: CBORValue, _ place: String, in home: String) throws(DocumentFault) {
    var map = try DocumentMap(value, at: place)
    name = try map.name("name")
    keys = try map.list("keys", upTo: PolicyLimit.signingKeysMax) {
      value, place throws(DocumentFault) in try DocumentLeaf(value, place).verificationKey()
    }
    expires = try map.number("expires", upTo: PolicyLimit.timeMax)
    issuedFrom = nil
    if map.has("issued-from") {
      issuedFrom = try map.number("issued-from", upTo: PolicyLimit.timeMax)
    }
    template = try CredentialTemplate(try map.value("template"), map.at("template"), in: home)
    try map.finish()
  }

  func value(in home: String) -> CBORValue {
    .document([
      ("name", .text(name)),
      ("keys", .list(keys, CBORValue.key)),
      ("expires", .integer(expires)),
      ("issued-from", issuedFrom.map { .integer($0) }),
      ("template", template.value(in: home)),
    ])
  }
}

extension CredentialTemplate {
  init(_ value: CBORValue, _ place: String, in home: String) throws(DocumentFault) {
    var map = try DocumentMap(value, at: place)
    roles = try map.list("roles", upTo: Role.allCases.count) {
      value, place throws(DocumentFault) in
      guard let role = Role(rawValue: try DocumentLeaf(value, place).text()) else {
        throw DocumentFault(.unknownWord, at: place)
      }
      return role
    }
    clearance = try map.clearance("clearance")
    publish = try map.list("publish", upTo: PolicyLimit.grantsMax) {
      value, place throws(DocumentFault) in try Grant(value, place, in: home)
    }
    subscribe = try map.list("subscribe", upTo: PolicyLimit.grantsMax) {
      value, place throws(DocumentFault) in try Grant(value, place, in: home)
    }
    purposes = try map.list("purposes", upTo: PolicyLimit.purposesMax) {
      value, place throws(DocumentFault) in try DocumentLeaf(value, place).name()
    }
    lifetime = try map.number("lifetime", upTo: PolicyLimit.durationMax)
    equipment = try map.equipmentRequirements("equipment")
    try map.finish()
  }

  func value(in home: String) -> CBORValue {
    .document([
      ("roles", .list(roles) { .text($0.rawValue) }),
      ("clearance", .clearance(clearance)),
      ("publish", .list(publish) { $0.value(in: home) }),
      ("subscribe", .list(subscribe) { $0.value(in: home) }),
      ("purposes", .list(purposes) { .text($0) }),
      ("lifetime", .integer(lifetime)),
      ("equipment", .listUnlessEmpty(equipment) { $0.value }),
    ])
  }
}

extension Credential {
  /// Decodes exactly one credential: deterministic CBOR, no key more and none less, and every rule
  /// that needs no other document.
  package init(encoded bytes: [UInt8]) throws(DocumentFault) {
    var map = try DocumentMap(
      bytes, as: DocumentFormat.credential, upTo: PolicyLimit.credentialBytesMax)
    site = try map.name("site")
    compartment = try map.name("compartment")
    issuer = try map.name("issuer")
    issued = try map.number("issued", upTo: PolicyLimit.timeMax)
    principal = try Principal(try map.value("principal"), "principal", in: compartment)
    try map.finish()
    try check()
  }

  /// The one encoding; refuses a credential that could not be decoded again.
  package func encoded() throws(DocumentFault) -> [UInt8] {
    try check()
    let bytes = try value.encodedDocument()
    guard bytes.count <= PolicyLimit.credentialBytesMax else {
      throw DocumentFault(.tooLarge, at: "")
    }
    return bytes
  }

  /// The credential as a tree, for showing it.
  package var value: CBORValue {
    .document([
      (DocumentFormat.key, .text(DocumentFormat.credential)),
      ("site", .text(site)),
      ("compartment", .text(compartment)),
      ("issuer", .text(issuer)),
      ("issued", .integer(issued)),
      ("principal", principal.value(in: compartment)),
    ])
  }
}

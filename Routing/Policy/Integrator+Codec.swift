import CBOR
import Cryptography

extension Integrator {
  /// Decodes exactly one delegation: deterministic CBOR, no key more and none less, and every rule
  /// that needs no other document.
  package init(encoded bytes: [UInt8]) throws(DocumentFault) {
    var map = try DocumentMap(
      bytes, as: DocumentFormat.integrator, upTo: PolicyLimit.releaseBytesMax)
    site = try map.name("site")
    name = try map.name("name")
    keys = try map.releaseKeys()
    adapters = try map.adapters()
    issued = try map.number("issued", upTo: PolicyLimit.timeMax)
    expires = try map.number("expires", upTo: PolicyLimit.timeMax)
    try map.finish()
    try check()
  }

  /// The one encoding; refuses a delegation that could not be decoded again.
  package func encoded() throws(DocumentFault) -> [UInt8] {
    try check()
    return try CBORValue.document([
      (DocumentFormat.key, .text(DocumentFormat.integrator)),
      ("site", .text(site)),
      ("name", .text(name)),
      ("keys", .list(keys, CBORValue.key)),
      ("adapters", .list(adapters) { .text($0) }),
      ("issued", .integer(issued)),
      ("expires", .integer(expires)),
    ]).encodedDocument()
  }
}

extension IntegratorRequest {
  /// Decodes exactly one request.
  package init(encoded bytes: [UInt8]) throws(DocumentFault) {
    var map = try DocumentMap(
      bytes, as: DocumentFormat.integratorRequest, upTo: PolicyLimit.releaseBytesMax)
    name = try map.name("name")
    keys = try map.releaseKeys()
    try map.finish()
    try check()
  }

  /// The one encoding; refuses a request that could not be decoded again.
  package func encoded() throws(DocumentFault) -> [UInt8] {
    try check()
    return try CBORValue.document([
      (DocumentFormat.key, .text(DocumentFormat.integratorRequest)),
      ("name", .text(name)),
      ("keys", .list(keys, CBORValue.key)),
    ]).encodedDocument()
  }
}

extension DocumentMap {
  fileprivate mutating func releaseKeys() throws(DocumentFault) -> [VerificationKey] {
    try list("keys", upTo: PolicyLimit.signingKeysMax) {
      value, place throws(DocumentFault) in try DocumentLeaf(value, place).verificationKey()
    }
  }

  mutating func adapters() throws(DocumentFault) -> [String] {
    try list("adapters", upTo: PolicyLimit.releasedAdaptersMax) {
      value, place throws(DocumentFault) in try DocumentLeaf(value, place).name()
    }
  }
}

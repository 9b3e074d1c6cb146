import CBOR
import Cryptography
import Labels

extension EnrolmentRequest {
  /// Decodes exactly one request: deterministic CBOR, no key more and none less.
  package init(encoded bytes: [UInt8]) throws(DocumentFault) {
    var map = try DocumentMap(
      bytes, as: DocumentFormat.enrolment, upTo: PolicyLimit.credentialBytesMax)
    site = try map.name("site")
    compartment = try map.name("compartment")
    name = try map.name("name")
    role = try map.word("role")
    curveKey = try map.curveKey("curve-key")
    signingKeys = try map.list("signing-keys", upTo: PolicyLimit.signingKeysMax) {
      value, place throws(DocumentFault) in try DocumentLeaf(value, place).verificationKey()
    }
    equipment = nil
    if let value = map.optional("equipment") {
      equipment = try Equipment(value, map.at("equipment"))
    }
    try map.finish()
    try check()
  }

  /// The one encoding; refuses a request that could not be decoded again.
  package func encoded() throws(DocumentFault) -> [UInt8] {
    try check()
    return try value.encodedDocument()
  }

  private var value: CBORValue {
    .document([
      (DocumentFormat.key, .text(DocumentFormat.enrolment)),
      ("site", .text(site)),
      ("compartment", .text(compartment)),
      ("name", .text(name)),
      ("role", .text(role.rawValue)),
      ("curve-key", .byteString(curveKey.bytes)),
      ("signing-keys", .list(signingKeys, CBORValue.key)),
      ("equipment", equipment?.value),
    ])
  }

  private func check() throws(DocumentFault) {
    for (key, name) in [("site", site), ("compartment", compartment), ("name", name)] {
      guard Name.isValid(name) else { throw DocumentFault(.malformedName, at: key) }
    }
    guard role.maySubscribe else { throw DocumentFault(.roleForbids, at: "role") }
    guard role.mayPublish || signingKeys.isEmpty else {
      throw DocumentFault(.roleForbids, at: "signing-keys")
    }
    guard Set(signingKeys).count == signingKeys.count else {
      throw DocumentFault(.duplicate, at: "signing-keys")
    }
    try equipment?.check("equipment")
  }
}

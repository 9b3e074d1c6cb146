import CBOR
import Cryptography
import Labels

extension Principal {
  init(_ value: CBORValue, _ place: String, in home: String) throws(DocumentFault) {
    var map = try DocumentMap(value, at: place)
    name = try map.name("name")
    role = try map.word("role")
    curveKey = try map.curveKey("curve-key")
    signingKeys = try map.list("signing-keys", upTo: PolicyLimit.signingKeysMax) {
      value, place throws(DocumentFault) in try DocumentLeaf(value, place).verificationKey()
    }
    clearance = try map.clearance("clearance")
    publish = try map.list("publish", upTo: PolicyLimit.grantsMax) {
      value, place throws(DocumentFault) in try Grant(value, place, in: home)
    }
    subscribe = try map.list("subscribe", upTo: PolicyLimit.grantsMax) {
      value, place throws(DocumentFault) in try Grant(value, place, in: home)
    }
    expires = try map.number("expires", upTo: PolicyLimit.timeMax)
    purposes = try map.list("purposes", upTo: PolicyLimit.purposesMax) {
      value, place throws(DocumentFault) in try DocumentLeaf(value, place).name()
    }
    equipment = nil
    if let value = map.optional("equipment") {
      equipment = try Equipment(value, map.at("equipment"))
    }
    try map.finish()
  }

  func value(in home: String) -> CBORValue {
    .document([
      ("name", .text(name)),
      ("role", .text(role.rawValue)),
      ("curve-key", .byteString(curveKey.bytes)),
      ("signing-keys", .list(signingKeys, CBORValue.key)),
      ("clearance", .clearance(clearance)),
      ("publish", .list(publish) { $0.value(in: home) }),
      ("subscribe", .list(subscribe) { $0.value(in: home) }),
      ("expires", .integer(expires)),
      ("purposes", .list(purposes) { .text($0) }),
      ("equipment", equipment?.value),
    ])
  }
}

extension Grant {
  init(_ value: CBORValue, _ place: String, in home: String) throws(DocumentFault) {
    var map = try DocumentMap(value, at: place)
    flow = try map.flow("flow", in: home)
    subject = try map.subject("subject")
    try map.finish()
  }

  func value(in home: String) -> CBORValue {
    .document([("flow", .text(flow.text(in: home))), ("subject", .text(subject))])
  }
}

extension DocumentMap {
  /// `vitals` or `icu/vitals`; a flow of `home` has the short form only.
  mutating func flow(_ key: String, in home: String) throws(DocumentFault) -> FlowID {
    let text = try text(key)
    guard let flow = FlowID(text, in: home) else {
      throw DocumentFault(.malformedName, at: at(key))
    }
    guard flow.text(in: home) == text else { throw DocumentFault(.notCanonical, at: at(key)) }
    return flow
  }

  mutating func subject(_ key: String) throws(DocumentFault) -> String {
    let text = try text(key)
    guard text.isEmpty || Subject.isValid(text) else {
      throw DocumentFault(.malformedText, at: at(key))
    }
    return text
  }
}

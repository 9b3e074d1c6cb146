import CBOR
import Labels

extension Export {
  init(_ value: CBORValue, _ place: String) throws(DocumentFault) {
    var map = try DocumentMap(value, at: place)
    flow = try map.name("flow")
    to = try map.name("to")
    link = try map.optionalName("link")
    subject = try map.subject("subject")
    ceiling = try map.label("ceiling")
    release = try map.clearance("release")
    try map.finish()
  }

  var value: CBORValue {
    .document([
      ("flow", .text(flow)),
      ("to", .text(to)),
      ("link", link.map { .text($0) }),
      ("subject", .text(subject)),
      ("ceiling", .label(ceiling)),
      ("release", .clearance(release)),
    ])
  }
}

extension Import {
  init(_ value: CBORValue, _ place: String) throws(DocumentFault) {
    var map = try DocumentMap(value, at: place)
    from = try map.name("from")
    flow = try map.name("flow")
    link = try map.name("link")
    ceiling = try map.label("ceiling")
    retention = nil
    if let seconds = map.optional("retention") {
      retention = try DocumentLeaf(seconds, map.at("retention"))
        .number(upTo: PolicyLimit.durationMax)
    }
    try map.finish()
  }

  var value: CBORValue {
    .document([
      ("from", .text(from)),
      ("flow", .text(flow)),
      ("link", .text(link)),
      ("ceiling", .label(ceiling)),
      ("retention", retention.map { .integer($0) }),
    ])
  }
}

extension Deny {
  init(_ value: CBORValue, _ place: String, in home: String) throws(DocumentFault) {
    var map = try DocumentMap(value, at: place)
    principal = try map.optionalPrincipal("principal", in: home)
    flow = nil
    if map.has("flow") { flow = try map.flow("flow", in: home) }
    action = nil
    if map.has("action") { action = try map.word("action") }
    equipment = nil
    if let value = map.optional("equipment") {
      equipment = try EquipmentRequirement(value, map.at("equipment"))
    }
    reason = try map.text("reason")
    try map.finish()
  }

  func value(in home: String) -> CBORValue {
    .document([
      ("principal", principal.map { .text($0.text(in: home)) }),
      ("flow", flow.map { .text($0.text(in: home)) }),
      ("action", action.map { .text($0.rawValue) }),
      ("equipment", equipment?.value),
      ("reason", .text(reason)),
    ])
  }
}

extension DocumentMap {
  fileprivate mutating func optionalPrincipal(
    _ key: String, in home: String
  ) throws(DocumentFault) -> PrincipalID? {
    guard has(key) else { return nil }
    let text = try text(key)
    guard let principal = PrincipalID(text, in: home) else {
      throw DocumentFault(.malformedName, at: at(key))
    }
    guard principal.text(in: home) == text else {
      throw DocumentFault(.notCanonical, at: at(key))
    }
    return principal
  }
}

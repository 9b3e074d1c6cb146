import Cryptography
import Labels
import Policy

extension Flow {
  init(_ value: PolicyYAMLValue, _ scheme: LabelScheme) throws(PolicySourceFault) {
    var map = try PolicyYAMLMap(value)
    self.init(
      name: try map.value("name").name(), service: try map.value("service").word(),
      labels: (
        floor: try map.value("floor").label(scheme),
        ceiling: try map.value("ceiling").label(scheme),
        default: try map.value("default").label(scheme)
      ),
      retention: try map.value("retention").duration(), isCritical: try map.flag("critical"))
    equipment = try map.list("equipment", EquipmentRequirement.init)
    try map.finish()
  }
}

extension Principal {
  init(
    _ value: PolicyYAMLValue, _ scheme: LabelScheme, in home: String
  ) throws(PolicySourceFault) {
    var map = try PolicyYAMLMap(value)
    self.init(
      name: try map.value("name").name(), role: try map.value("role").word(),
      curveKey: try map.value("curve-key").curveKey(),
      clearance: try map.value("clearance").clearance(scheme),
      expires: try map.value("expires").time())
    signingKeys = try map.list("signing-keys") {
      value throws(PolicySourceFault) in try value.verificationKey()
    }
    publish = try map.list("publish") {
      value throws(PolicySourceFault) in try Grant(value, in: home)
    }
    subscribe = try map.list("subscribe") {
      value throws(PolicySourceFault) in try Grant(value, in: home)
    }
    purposes = try map.list("purposes") {
      value throws(PolicySourceFault) in try value.name()
    }
    if let value = map.optional("equipment") { equipment = try Equipment(value) }
    try map.finish()
  }
}

extension Grant {
  /// A flow alone covers every subject; `{flow: …, subject: …}` those under a prefix.
  init(_ value: PolicyYAMLValue, in home: String) throws(PolicySourceFault) {
    guard !value.isLeaf else {
      self.init(try value.flow(in: home))
      return
    }
    var map = try PolicyYAMLMap(value)
    let flow = try map.value("flow").flow(in: home)
    self.init(flow, subject: try map.value("subject").text())
    try map.finish()
  }
}

extension Export {
  init(_ value: PolicyYAMLValue, _ scheme: LabelScheme) throws(PolicySourceFault) {
    var map = try PolicyYAMLMap(value)
    var link: String?
    if let value = map.optional("link") { link = try value.name() }
    self.init(
      flow: try map.value("flow").name(), to: try map.value("to").name(), link: link,
      ceiling: try map.value("ceiling").label(scheme),
      release: try map.value("release").clearance(scheme))
    if let value = map.optional("subject") { subject = try value.text() }
    try map.finish()
  }
}

extension Import {
  init(_ value: PolicyYAMLValue, _ scheme: LabelScheme) throws(PolicySourceFault) {
    var map = try PolicyYAMLMap(value)
    var retention: Int64?
    if let value = map.optional("retention") { retention = try value.duration() }
    self.init(
      from: try map.value("from").name(), flow: try map.value("flow").name(),
      link: try map.value("link").name(), ceiling: try map.value("ceiling").label(scheme),
      retention: retention)
    try map.finish()
  }
}

extension Deny {
  init(_ value: PolicyYAMLValue, in home: String) throws(PolicySourceFault) {
    var map = try PolicyYAMLMap(value)
    self.init(reason: try map.value("reason").text())
    if let value = map.optional("principal") { principal = try value.principal(in: home) }
    if let value = map.optional("flow") { flow = try value.flow(in: home) }
    if let value = map.optional("action") { action = try value.word() }
    if let value = map.optional("equipment") { equipment = try EquipmentRequirement(value) }
    try map.finish()
  }
}

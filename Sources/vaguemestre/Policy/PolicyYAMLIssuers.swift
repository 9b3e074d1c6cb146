import Cryptography
import Labels
import Policy

extension Issuer {
  init(
    _ value: PolicyYAMLValue, _ scheme: LabelScheme, in home: String
  ) throws(PolicySourceFault) {
    var map = try PolicyYAMLMap(value)
    self.init(
      name: try map.value("name").name(),
      keys: try map.list("keys") { value throws(PolicySourceFault) in
        try value.verificationKey()
      },
      expires: try map.value("expires").time(),
      template: try CredentialTemplate(try map.value("template"), scheme, in: home))
    if let value = map.optional("issued-from") { issuedFrom = try value.time() }
    try map.finish()
  }
}

extension CredentialTemplate {
  fileprivate init(
    _ value: PolicyYAMLValue, _ scheme: LabelScheme, in home: String
  ) throws(PolicySourceFault) {
    var map = try PolicyYAMLMap(value)
    self.init(
      roles: try map.list("roles") { value throws(PolicySourceFault) in try value.word() },
      clearance: try map.value("clearance").clearance(scheme),
      lifetime: try map.value("lifetime").duration())
    publish = try map.list("publish") {
      value throws(PolicySourceFault) in try Grant(value, in: home)
    }
    subscribe = try map.list("subscribe") {
      value throws(PolicySourceFault) in try Grant(value, in: home)
    }
    purposes = try map.list("purposes") { value throws(PolicySourceFault) in try value.name() }
    equipment = try map.list("equipment", EquipmentRequirement.init)
    try map.finish()
  }
}

extension Equipment {
  init(_ value: PolicyYAMLValue) throws(PolicySourceFault) {
    var map = try PolicyYAMLMap(value)
    self.init(maker: try map.value("maker").text(), model: try map.value("model").text())
    if let value = map.optional("firmware") { firmware = try value.digest() }
    if let value = map.optional("country") { country = try value.text() }
    if let value = map.optional("register") { registration = try value.text() }
    try map.finish()
  }
}

extension EquipmentRequirement {
  init(_ value: PolicyYAMLValue) throws(PolicySourceFault) {
    var map = try PolicyYAMLMap(value)
    self.init()
    if let value = map.optional("maker") { maker = try value.text() }
    if let value = map.optional("model") { model = try value.text() }
    firmware = try map.list("firmware") {
      value throws(PolicySourceFault) in try value.digest()
    }
    countries = try map.list("countries") {
      value throws(PolicySourceFault) in try value.text()
    }
    isRegistered = try map.flag("registered")
    try map.finish()
  }
}

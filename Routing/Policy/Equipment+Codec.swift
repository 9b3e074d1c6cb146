import CBOR
import Cryptography

extension Equipment {
  init(_ value: CBORValue, _ place: String) throws(DocumentFault) {
    var map = try DocumentMap(value, at: place)
    maker = try map.text("maker")
    model = try map.text("model")
    firmware = nil
    if let value = map.optional("firmware") {
      firmware = try DocumentLeaf(value, map.at("firmware")).digest()
    }
    country = try map.optionalText("country")
    registration = try map.optionalText("register")
    try map.finish()
  }

  var value: CBORValue {
    .document([
      ("maker", .text(maker)),
      ("model", .text(model)),
      ("firmware", firmware.map { .byteString($0.bytes) }),
      ("country", country.map { .text($0) }),
      ("register", registration.map { .text($0) }),
    ])
  }
}

extension EquipmentRequirement {
  init(_ value: CBORValue, _ place: String) throws(DocumentFault) {
    var map = try DocumentMap(value, at: place)
    maker = try map.optionalText("maker")
    model = try map.optionalText("model")
    firmware = try map.listIfPresent("firmware", upTo: PolicyLimit.equipmentValuesMax) {
      value, place throws(DocumentFault) in try DocumentLeaf(value, place).digest()
    }
    countries = try map.listIfPresent("countries", upTo: PolicyLimit.equipmentValuesMax) {
      value, place throws(DocumentFault) in try DocumentLeaf(value, place).text()
    }
    isRegistered = try map.flagIfPresent("registered")
    try map.finish()
  }

  var value: CBORValue {
    .document([
      ("maker", maker.map { .text($0) }),
      ("model", model.map { .text($0) }),
      ("firmware", .listUnlessEmpty(firmware) { .byteString($0.bytes) }),
      ("countries", .listUnlessEmpty(countries) { .text($0) }),
      ("registered", isRegistered ? .boolean(true) : nil),
    ])
  }
}

extension DocumentMap {
  /// What equipment must be; none where the key is absent.
  mutating func equipmentRequirements(_ key: String) throws(DocumentFault) -> [EquipmentRequirement]
  {
    try listIfPresent(key, upTo: PolicyLimit.equipmentRequirementsMax) {
      value, place throws(DocumentFault) in try EquipmentRequirement(value, place)
    }
  }
}

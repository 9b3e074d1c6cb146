package import CBOR
import Labels

extension CompartmentPolicy {
  /// Decodes exactly one policy: deterministic CBOR, no key more and none less, and every rule that
  /// needs no other document.
  package init(encoded bytes: [UInt8]) throws(DocumentFault) {
    try self.init(try CBORValue(document: bytes))
  }

  /// Reads a policy's tree.
  package init(_ value: CBORValue) throws(DocumentFault) {
    var map = try DocumentMap(value, as: DocumentFormat.policy)
    site = try map.name("site")
    compartment = try map.name("compartment")
    edition = try Edition(from: &map)
    let home = compartment
    flows = try map.list("flows", upTo: PolicyLimit.flowsMax) {
      value, place throws(DocumentFault) in try Flow(value, place)
    }
    principals = try map.list("principals", upTo: PolicyLimit.principalsMax) {
      value, place throws(DocumentFault) in try Principal(value, place, in: home)
    }
    exports = try map.list("exports", upTo: PolicyLimit.linksMax) {
      value, place throws(DocumentFault) in try Export(value, place)
    }
    imports = try map.list("imports", upTo: PolicyLimit.linksMax) {
      value, place throws(DocumentFault) in try Import(value, place)
    }
    denies = try map.list("denies", upTo: PolicyLimit.deniesMax) {
      value, place throws(DocumentFault) in try Deny(value, place, in: home)
    }
    issuers = try map.listIfPresent("issuers", upTo: PolicyLimit.issuersMax) {
      value, place throws(DocumentFault) in try Issuer(value, place, in: home)
    }
    breakGlass = try map.templates("break-glass")
    try map.finish()
    try check()
  }

  /// The one encoding; refuses a policy that could not be decoded again.
  package func encoded() throws(DocumentFault) -> [UInt8] {
    try check()
    return try value.encodedDocument()
  }

  /// The policy as a tree, for showing it.
  package var value: CBORValue {
    .document(
      [
        (DocumentFormat.key, .text(DocumentFormat.policy)), ("site", .text(site)),
        ("compartment", .text(compartment)),
      ] + edition.pairs + [
        ("flows", .list(flows) { $0.value }),
        ("principals", .list(principals) { $0.value(in: compartment) }),
        ("exports", .list(exports) { $0.value }),
        ("imports", .list(imports) { $0.value }),
        ("denies", .list(denies) { $0.value(in: compartment) }),
        ("issuers", .listUnlessEmpty(issuers) { $0.value(in: compartment) }),
        ("break-glass", breakGlass.isEmpty ? nil : .list(breakGlass) { $0.value }),
      ])
  }
}

extension Flow {
  init(_ value: CBORValue, _ place: String) throws(DocumentFault) {
    var map = try DocumentMap(value, at: place)
    name = try map.name("name")
    service = try map.word("service")
    floor = try map.label("floor")
    ceiling = try map.label("ceiling")
    defaultLabel = try map.label("default")
    retention = try map.number("retention", upTo: PolicyLimit.durationMax)
    isCritical = try map.flag("critical")
    equipment = try map.equipmentRequirements("equipment")
    try map.finish()
  }

  var value: CBORValue {
    .document([
      ("name", .text(name)),
      ("service", .text(service.rawValue)),
      ("floor", .label(floor)),
      ("ceiling", .label(ceiling)),
      ("default", .label(defaultLabel)),
      ("retention", .integer(retention)),
      ("critical", .boolean(isCritical)),
      ("equipment", .listUnlessEmpty(equipment) { $0.value }),
    ])
  }
}

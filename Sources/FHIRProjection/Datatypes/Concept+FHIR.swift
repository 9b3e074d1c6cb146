import NormalizedFormat

extension Mapped where Self: Record {
  static var ruleName: String { rule.description }
}

extension Concept: FHIRElement {
  static let fhirType = "CodeableConcept"

  mutating func map(_ form: inout Form) throws(FHIRError) {
    try form.elements("coding", &codings)
    try form.element("text", &text)
  }
}

extension Coding: FHIRElement {
  static let fhirType = "Coding"

  mutating func map(_ form: inout Form) throws(FHIRError) {
    var name = system.map { SystemURI($0) }
    try form.element("system", &name, SystemURI.note)
    system = name?.system
    try form.element("code", &code, like: CodeText.self)
    try form.element("display", &display)
    try form.element("version", &version)
  }
}

/// A terminology as FHIR `uri`; a local name under a base of ours, for FHIR takes absolute URIs
/// only.
struct SystemURI: FHIRValue {
  static let fhirType = "Uri"
  static let isPrimitive = true
  static let note = "a local name such as `99ABC` under `…/fhir/local-system/`"
  private static let local = Namespace.base + "local-system/"

  let system: CodeSystem

  init(_ system: CodeSystem) { self.system = system }

  func written(_ desk: Desk) -> Slot {
    let name = system.uri
    let isLocal = !FHIRText.isURI(name) || name.hasPrefix(Self.local)
    return Slot(.string(isLocal ? Self.local + PercentText.encode(name) : name))
  }

  static func read(_ slot: Slot, _ desk: Desk) throws(FHIRError) -> SystemURI {
    guard let value = slot.value, slot.more == nil else {
      throw FHIRError(.wrongType, at: slot.offset)
    }
    let text = try value.text()
    guard text.hasPrefix(local) else { return SystemURI(CodeSystem(text)) }
    guard let name = PercentText.decode(String(text.dropFirst(local.count))) else {
      throw FHIRError(.wrongValue, at: value.offset)
    }
    return SystemURI(CodeSystem(name))
  }
}

/// Percent-encoding (RFC 3986 §2.1) of all but the unreserved characters.
enum PercentText {
  static func encode(_ text: String) -> String {
    var output: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        output.append(byte)
      default:
        output += [
          UInt8(ascii: "%"), Hexadecimal.digit(byte >> 4), Hexadecimal.digit(byte & 0xf),
        ]
      }
    }
    return String(decoding: output, as: UTF8.self)
  }

  static func decode(_ text: String) -> String? {
    var output: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        output.append(byte)
        continue
      }
      guard let high = rest.popFirst().flatMap(Hexadecimal.value),
        let low = rest.popFirst().flatMap(Hexadecimal.value)
      else { return nil }
      output.append(high << 4 | low)
    }
    return String(validating: output, as: UTF8.self)
  }
}

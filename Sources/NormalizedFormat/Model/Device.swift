/// What measured: identity, maker, model, firmware; FHIR Device, OBX-18, PRT-10.
public struct Device: Equatable, Sendable {
  /// EUI-64 and others; FHIR Device.identifier, OBX-18.
  public var identifiers: [Identifier] = []
  /// MDC_ATTR_ID_MODEL manufacturer.
  public var manufacturer: String?
  /// MDC_ATTR_ID_MODEL model number.
  public var model: String?
  /// MDC_ATTR_ID_PROD_SPECN serial number.
  public var serialNumber: String?
  /// Version of its software; MDC_ATTR_ID_PROD_SPECN firmware revision.
  public var firmware: String?
  /// Name that people call it by.
  public var name: String?
  /// MDS, VMD or other code of what it is; FHIR Device.type.
  public var type: Concept?

  /// Makes an empty one; what is known is set on it.
  public init() {}
}

extension Device: Record {
  package static let rule: StaticString = "device"

  package func visit(_ visitor: inout some FieldVisitor) {
    visitor.list(1, "identifier", identifiers)
    visitor.optional(2, "manufacturer", manufacturer)
    visitor.optional(3, "model", model)
    visitor.optional(4, "serialNumber", serialNumber)
    visitor.optional(5, "firmware", firmware)
    visitor.optional(6, "name", name)
    visitor.optional(7, "type", type)
  }

  package mutating func read(
    _ key: UInt64, from decoder: inout MessageDecoder
  ) throws(FormatError) {
    switch key {
    case 1: try decoder.list(&identifiers)
    case 2: try decoder.optional(&manufacturer)
    case 3: try decoder.optional(&model)
    case 4: try decoder.optional(&serialNumber)
    case 5: try decoder.optional(&firmware)
    case 6: try decoder.optional(&name)
    case 7: try decoder.optional(&type)
    default: throw decoder.unknownKey()
    }
  }
}

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

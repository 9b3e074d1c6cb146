import NormalizedFormat

extension Bool: FHIRValue {
  static var fhirType: String { "Boolean" }
  static var isPrimitive: Bool { true }

  func written(_ desk: Desk) -> Slot { Slot(.bool(self)) }

  static func read(_ slot: Slot, _ desk: Desk) throws(FHIRError) -> Bool {
    guard let value = slot.value, slot.more == nil else {
      throw FHIRError(.wrongType, at: slot.offset)
    }
    return try value.boolean()
  }
}

extension UInt32: FHIRValue {
  static var fhirType: String { "UnsignedInt" }
  static var isPrimitive: Bool { true }

  /// FHIR's integers have 31 bits.
  func written(_ desk: Desk) -> Slot {
    guard self > UInt32(Int32.max) else { return Slot(.number(String(self))) }
    return Slot(
      nil,
      extensions: [
        .object([
          "url": .string(Namespace.extensions + "number"), "valueDecimal": .number(String(self)),
        ])
      ])
  }

  static func read(_ slot: Slot, _ desk: Desk) throws(FHIRError) -> UInt32 {
    var extensions = try ExtensionList(ofPrimitive: slot.more)
    var value = slot.value
    if let large = extensions.take(Namespace.extensions + "number") {
      value = try ExtensionList.slot(of: large, "Decimal").value
    }
    try extensions.finish()
    guard let value else { throw FHIRError(.missing, at: slot.offset) }
    guard let number = UInt32(try value.digits()) else {
      throw FHIRError(.wrongValue, at: value.offset)
    }
    return number
  }
}

extension UInt64: FHIRValue {
  /// FHIR R4 has no integer of 64 bits.
  static var fhirType: String { "Decimal" }
  static var isPrimitive: Bool { true }

  func written(_ desk: Desk) -> Slot { Slot(.number(String(self))) }

  static func read(_ slot: Slot, _ desk: Desk) throws(FHIRError) -> UInt64 {
    guard let value = slot.value, slot.more == nil, let number = UInt64(try value.digits()) else {
      throw FHIRError(.wrongValue, at: slot.offset)
    }
    return number
  }
}

extension DecimalNumber: FHIRValue {
  static var fhirType: String { "Decimal" }
  static var isPrimitive: Bool { true }

  /// The digits as sent; 97.0 is not 97.
  func written(_ desk: Desk) -> Slot { Slot(.number(description)) }

  static func read(_ slot: Slot, _ desk: Desk) throws(FHIRError) -> DecimalNumber {
    guard let value = slot.value, slot.more == nil else {
      throw FHIRError(.wrongType, at: slot.offset)
    }
    return try number(try value.digits(), at: value.offset)
  }

  /// A number from its digits; beyond the parser's exponents it is taken apart here.
  static func number(_ digits: String, at offset: Int) throws(FHIRError) -> DecimalNumber {
    if let number = DecimalNumber(digits) { return number }
    let parts = digits.split(separator: "E", omittingEmptySubsequences: false)
    guard parts.count == 2, let mantissa = Int64(parts[0]), let exponent = Int16(parts[1]) else {
      throw FHIRError(.wrongValue, at: offset)
    }
    return DecimalNumber(mantissa, exponent: exponent)
  }
}

/// Bytes as FHIR `base64Binary`.
struct Binary: FHIRWrapper {
  static let fhirType = "Base64Binary"
  static let isPrimitive = true
  let content: [UInt8]

  init(_ content: [UInt8]) { self.content = content }

  /// FHIR has no empty element: no bytes are a mark.
  func written(_ desk: Desk) -> Slot {
    content.isEmpty
      ? Slot(nil, extensions: [Namespace.empty]) : Slot(.string(Base64.text(content)))
  }

  static func read(_ slot: Slot, _ desk: Desk) throws(FHIRError) -> Binary {
    var extensions = try ExtensionList(ofPrimitive: slot.more)
    let isEmpty = extensions.takeMark(Namespace.empty)
    try extensions.finish()
    guard let value = slot.value else {
      guard isEmpty else { throw FHIRError(.missing, at: slot.offset) }
      return Binary([])
    }
    guard let bytes = Base64.bytes(try value.text()) else {
      throw FHIRError(.wrongValue, at: value.offset)
    }
    return Binary(bytes)
  }
}

/// A digest as hexadecimal text.
struct Digest: FHIRWrapper {
  static let fhirType = "String"
  static let isPrimitive = true
  let content: [UInt8]

  init(_ content: [UInt8]) { self.content = content }

  func written(_ desk: Desk) -> Slot { Slot(.string(Hexadecimal.text(content))) }

  static func read(_ slot: Slot, _ desk: Desk) throws(FHIRError) -> Digest {
    guard let value = slot.value, slot.more == nil, let bytes = Hexadecimal.bytes(try value.text())
    else { throw FHIRError(.wrongValue, at: slot.offset) }
    return Digest(bytes)
  }
}

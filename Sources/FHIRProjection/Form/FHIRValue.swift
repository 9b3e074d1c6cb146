/// What stands in FHIR's JSON under a name, and under the same name with an underscore, where a
/// primitive has extensions (FHIR R4 JSON, "primitive elements").
struct Slot {
  var value: JSON?
  var more: JSON?
  /// Where it stood, for errors.
  var offset: Int { value?.offset ?? more?.offset ?? 0 }

  init(_ value: JSON? = nil, more: JSON? = nil) {
    self.value = value
    self.more = more
  }

  /// A primitive with extensions.
  init(_ value: JSON?, extensions: [JSON]) {
    self.init(
      value, more: extensions.isEmpty ? nil : .object(["extension": .array(extensions)]))
  }
}

/// A part of the model that has a FHIR datatype.
protocol FHIRValue {
  /// As `value[x]` spells it: `CodeableConcept`, `String`; empty for what has none and stands in
  /// nested extensions.
  static var fhirType: String { get }
  /// Whether it is a FHIR primitive.
  static var isPrimitive: Bool { get }

  /// Its FHIR form; resources are put on the desk and referred to.
  func written(_ desk: Desk) throws(FHIRError) -> Slot

  /// Reads the FHIR form.
  static func read(_ slot: Slot, _ desk: Desk) throws(FHIRError) -> Self
}

extension FHIRValue {
  static var isPrimitive: Bool { false }
}

/// A FHIR datatype that the model has under another type: a date that the model has as a timestamp.
protocol FHIRWrapper: FHIRValue {
  associatedtype Content
  var content: Content { get }
  init(_ content: Content)
}

/// A record whose fields are each named once and go both ways.
protocol Mapped {
  /// The record's rule in `normalized.cddl`, under which its extensions are named.
  static var ruleName: String { get }
  /// Where its elements stand, for the table of the README.
  static var fhirPath: String { get }

  init()

  /// Names each field with its place.
  mutating func map(_ form: inout Form) throws(FHIRError)
}

/// A record that is one FHIR element of a complex datatype.
protocol FHIRElement: FHIRValue, Mapped {}

extension FHIRElement {
  static var fhirPath: String { fhirType }

  func written(_ desk: Desk) throws(FHIRError) -> Slot {
    var form = Form(desk, Self.self)
    var copy = self
    try copy.map(&form)
    return Slot(form.closed)
  }

  static func read(_ slot: Slot, _ desk: Desk) throws(FHIRError) -> Self {
    guard let value = slot.value, slot.more == nil else {
      throw FHIRError(.wrongType, at: slot.offset)
    }
    try desk.enter(at: value.offset)
    defer { desk.leave() }
    var form = try Form(desk, Self.self, reading: value)
    var record = Self()
    try record.map(&form)
    try form.finish()
    return record
  }
}

/// A record for which FHIR has no datatype: an extension of extensions.
protocol FHIRExtension: FHIRElement {}

extension FHIRExtension {
  static var fhirType: String { "" }
  static var fhirPath: String { "Extension" }
}

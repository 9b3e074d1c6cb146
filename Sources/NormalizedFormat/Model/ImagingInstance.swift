/// One object of a series; FHIR ImagingStudy.series.instance.
public struct ImagingInstance: Equatable, Sendable {
  /// SOP Instance UID (0008,0018).
  public var uid: String
  /// SOP Class UID (0008,0016).
  public var sopClass: String?
  /// Instance Number (0020,0013).
  public var number: UInt32?
  /// What people call it; FHIR ImagingStudy.series.instance.title.
  public var title: String?

  /// Makes one with what it must have; the rest is set on it.
  public init(uid: String) {
    self.uid = uid
  }
}

extension ImagingInstance: Record {
  package static let rule: StaticString = "imaging-instance"
  package static let required: KeySet = [1]

  package init() { self.init(uid: "") }

  package func visit(_ visitor: inout some FieldVisitor) {
    visitor.required(1, "uid", uid)
    visitor.optional(2, "sopClass", sopClass)
    visitor.optional(3, "number", number)
    visitor.optional(4, "title", title)
  }

  package mutating func read(
    _ key: UInt64, from decoder: inout MessageDecoder
  ) throws(FormatError) {
    switch key {
    case 1: try decoder.required(&uid)
    case 2: try decoder.optional(&sopClass)
    case 3: try decoder.optional(&number)
    case 4: try decoder.optional(&title)
    default: throw decoder.unknownKey()
    }
  }
}

/// A code of a terminology.
public struct Coding: Equatable, Sendable {
  /// The terminology; FHIR Coding.system, CWE.3.
  public var system: CodeSystem?
  /// The code; FHIR Coding.code, CWE.1. MDC codes are decimal: partition × 65,536 + term.
  public var code: String?
  /// The terminology's own name, the REFID under MDC; FHIR Coding.display, CWE.2.
  public var display: String?
  /// Version of the terminology; FHIR Coding.version, CWE.7.
  public var version: String?

  /// Makes one of these parts.
  public init(
    system: CodeSystem? = nil, code: String? = nil, display: String? = nil, version: String? = nil
  ) {
    self.system = system
    self.code = code
    self.display = display
    self.version = version
  }
}

extension Coding: Record {
  package static let rule: StaticString = "coding"

  package init() { self.init(system: nil) }

  package func visit(_ visitor: inout some FieldVisitor) {
    visitor.optional(1, "system", system)
    visitor.optional(2, "code", code)
    visitor.optional(3, "display", display)
    visitor.optional(4, "version", version)
  }

  package mutating func read(
    _ key: UInt64, from decoder: inout MessageDecoder
  ) throws(FormatError) {
    switch key {
    case 1: try decoder.optional(&system)
    case 2: try decoder.optional(&code)
    case 3: try decoder.optional(&display)
    case 4: try decoder.optional(&version)
    default: throw decoder.unknownKey()
    }
  }
}

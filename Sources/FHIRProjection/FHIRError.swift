/// Why bytes are not a projection of a normalized message, and where; never with content.
public struct FHIRError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What was wrong; the numbers are stable and never reused.
  public enum Code: Int, Hashable, Sendable, CaseIterable {
    /// Not JSON (RFC 8259), or not UTF-8.
    case malformed = 1550
    /// A name twice in one object.
    case duplicateName = 1551
    /// Nested too deeply, as JSON or through references.
    case depth = 1552
    /// Too long, too many values, or too much work.
    case tooLarge = 1553
    /// Another JSON type than the element has.
    case wrongType = 1554
    /// A text that its FHIR type or its list of codes does not have.
    case wrongValue = 1555
    /// An element that must be there is not.
    case missing = 1556
    /// An element, an extension or a resource that the projection does not write: reading on would
    /// lose it.
    case unknownElement = 1557
    /// A reference to nothing, to another type of resource, or to another patient.
    case badReference = 1558
    /// A resource that two others claim as their own.
    case claimedTwice = 1559
    /// Read, but no message of the format: a limit of the format is passed.
    case notAMessage = 1560
  }

  /// What was wrong.
  public let code: Code
  /// Index of the first byte of the JSON value in question.
  public let offset: Int

  init(_ code: Code, at offset: Int) {
    self.code = code
    self.offset = offset
  }

  /// Code and offset.
  public var description: String { "VGM-\(code.rawValue) at \(offset)" }
}

import CBOR

/// Why bytes are not a normalized message, and where; never with content.
public struct FormatError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What was wrong; the numbers are stable and never reused.
  public enum Code: Int, Hashable, Sendable, CaseIterable {
    /// Not CBOR of the strict profile: not shortest, indefinite, keys out of order or twice, not
    /// UTF-8, a tag or a simple value out of place.
    case malformed = 1500
    /// The bytes end inside the message.
    case truncated = 1501
    /// Bytes follow the message.
    case trailing = 1502
    /// Another type than the field has.
    case wrongType = 1503
    /// A key that this version does not know and that is no extension.
    case unknownKey = 1504
    /// A key that must be there is not.
    case missingKey = 1505
    /// Another version of the format.
    case unknownVersion = 1506
    /// A kind of content that this version does not know.
    case unknownKind = 1507
    /// A number that stands for nothing in its list.
    case unknownValue = 1508
    /// A number outside its field's range.
    case outOfRange = 1509
    /// A second spelling of a content that has a shorter one: an empty array, an absent flag as
    /// false.
    case notCanonical = 1510
    /// Nested too deeply.
    case depth = 1511
    /// Too long, too many, or too much memory.
    case tooLarge = 1512
  }

  /// What was wrong.
  public let code: Code
  /// Index of the first byte of the offending item.
  public let offset: Int

  /// Makes an error.
  public init(_ code: Code, at offset: Int) {
    self.code = code
    self.offset = offset
  }

  init(_ error: CBORError) {
    self.init(Self.code(of: error.code), at: error.offset)
  }

  private static func code(of code: CBORError.Code) -> Code {
    switch code {
    case .truncated: .truncated
    case .trailing: .trailing
    case .wrongType: .wrongType
    case .outOfRange, .wrongCount: .outOfRange
    case .depth: .depth
    default: .malformed
    }
  }

  /// Code and offset.
  public var description: String { "VGM-\(code.rawValue) at \(offset)" }
}

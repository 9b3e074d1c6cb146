package import AdapterKit

/// The delimiters that one message declares in MSH-1 and MSH-2 (HL7 v2.9 §2.5.4).
///
/// MSH-2 may be shorter than four characters in the wild; what it does not declare does not delimit
/// (nothing is "repaired" to the recommended characters, which would turn text into structure).
package struct ER7Delimiters: Equatable, Sendable {
  /// MSH-1.
  package var field: UInt8
  /// First of MSH-2; nil when MSH-2 is empty.
  package var component: UInt8?
  /// Second of MSH-2.
  package var repetition: UInt8?
  /// Third of MSH-2.
  package var escape: UInt8?
  /// Fourth of MSH-2.
  package var subcomponent: UInt8?
  /// Fifth of MSH-2 (v2.7 and later).
  package var truncation: UInt8?

  /// `|^~\&`.
  package static let recommended = ER7Delimiters(
    field: UInt8(ascii: "|"), component: UInt8(ascii: "^"), repetition: UInt8(ascii: "~"),
    escape: UInt8(ascii: "\\"), subcomponent: UInt8(ascii: "&"), truncation: nil)

  /// Delimiters one by one.
  package init(
    field: UInt8, component: UInt8?, repetition: UInt8?, escape: UInt8?, subcomponent: UInt8?,
    truncation: UInt8?
  ) {
    self.field = field
    self.component = component
    self.repetition = repetition
    self.escape = escape
    self.subcomponent = subcomponent
    self.truncation = truncation
  }

  /// Reads MSH-1 and MSH-2 of the header segment (`MSH`, `FHS`, `BHS`) that begins at `offset`.
  ///
  /// Refused: a delimiter that is a letter, a digit, a control or non-ASCII character, or one that
  /// is declared twice.
  package init(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(AdapterError) {
    guard offset + 3 < bytes.count, Self.canDelimit(bytes[offset + 3]) else {
      throw AdapterError(.delimiters, place: "MSH-1", offset: offset + 3)
    }
    field = bytes[offset + 3]
    var declared: [UInt8] = []
    var seen: [UInt8] = [field]
    for at in (offset + 4)..<max(offset + 4, bytes.count) {
      let byte = bytes[at]
      if byte == field || byte == ASCII.cr || byte == ASCII.lf { break }
      guard declared.count < 5 else { break }
      guard Self.canDelimit(byte), !seen.contains(byte) else {
        throw AdapterError(.delimiters, place: "MSH-2", offset: at)
      }
      declared.append(byte)
      seen.append(byte)
    }
    component = declared.first
    repetition = declared.dropFirst(1).first
    escape = declared.dropFirst(2).first
    subcomponent = declared.dropFirst(3).first
    truncation = declared.dropFirst(4).first
  }

  private static func canDelimit(_ byte: UInt8) -> Bool {
    guard byte > 0x20, byte < 0x7F else { return false }
    return !ASCII.isLetterOrDigit(byte)
  }
}

/// A code of IEEE 11073-10101: a partition (what sort of thing) and a term in it.
///
/// On the wire of HL7 v2 and FHIR it is one decimal number, partition × 65,536 + term: 147842 is
/// term 0x4182 of partition 2, the heart rate from an ECG.
public struct MDCCode: Hashable, Sendable, CustomStringConvertible {
  /// Object 1, supervision and numeric measurement 2, event 3, dimension 4, parameter group 6,
  /// infrastructure 8, …
  public let partition: UInt16
  /// Number in the partition.
  public let term: UInt16

  /// Makes a code from its parts.
  public init(partition: UInt16, term: UInt16) {
    self.partition = partition
    self.term = term
  }

  /// Makes a code from the one number.
  public init(_ number: UInt32) {
    partition = UInt16(truncatingIfNeeded: number >> 16)
    term = UInt16(truncatingIfNeeded: number)
  }

  /// Makes a code from its decimal text; nil for anything else. Code 0 stands for *no code* in the
  /// wild (`0^MDCX_…`) and is none.
  public init?(_ text: String) {
    guard let number = UInt32(text), number > 0, text.utf8.first != UInt8(ascii: "+") else {
      return nil
    }
    self.init(number)
  }

  /// The one number.
  public var number: UInt32 { UInt32(partition) << 16 | UInt32(term) }

  /// The decimal text.
  public var description: String { String(number) }
}

/// A message of the journal as a delivery needs it: bytes that lie somewhere in an array.
package struct StoredRecord: Sendable {
  package let offset: UInt64
  package let source: [UInt8]
  /// Where in `source`; empty for a record that could not be read.
  package let range: Range<Int>
  /// Where in `source` that stands by which the policy decides, if that is known already.
  package let place: Range<Int>?

  package init(
    offset: UInt64, source: [UInt8], range: Range<Int>, place: Range<Int>? = nil
  ) {
    self.offset = offset
    self.source = source
    self.range = range
    self.place = place
  }
}

/// A message of the journal as a delivery needs it: bytes that lie somewhere in an array.
package struct StoredRecord: Sendable {
  package let offset: UInt64
  package let source: [UInt8]
  /// Where in `source`; empty for a record that could not be read.
  package let range: Range<Int>

  package init(offset: UInt64, source: [UInt8], range: Range<Int>) {
    self.offset = offset
    self.source = source
    self.range = range
  }
}

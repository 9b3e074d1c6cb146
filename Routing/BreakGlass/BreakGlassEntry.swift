import CBOR
import Policy

/// A record with the step behind it: what a cell keeps to go on after a restart. The step names the
/// patient, so it is kept encrypted, and the record alone is shown.
package struct BreakGlassEntry: Hashable, Sendable {
  package let record: BreakGlassRecord
  /// The payload of the step; nil where none is behind it.
  package let step: [UInt8]?

  package init(_ record: BreakGlassRecord, step: [UInt8]? = nil) {
    self.record = record
    self.step = step
  }

  /// The CBOR array [record, step / null].
  package var encoded: [UInt8] {
    var writer = CBORWriter()
    writer.array(2)
    writer.bytes(record.encoded)
    if let step { writer.bytes(step) } else { writer.null() }
    return writer.bytes
  }

  /// Decodes exactly one; nil for anything else, which must be said loudly.
  package init?(encoded bytes: [UInt8]) {
    var reader = CBORReader(bytes)
    guard (try? reader.array(exactly: 2)) != nil, let content = try? reader.bytes(),
      let record = BreakGlassRecord(encoded: content)
    else { return nil }
    var step: [UInt8]?
    if !reader.skipNull() {
      guard let content = try? reader.bytes() else { return nil }
      step = content
    }
    guard reader.isAtEnd else { return nil }
    self.init(record, step: step)
  }
}

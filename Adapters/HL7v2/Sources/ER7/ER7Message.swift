package import AdapterKit

/// One HL7 v2 message in the pipe encoding (ER7), as a flat index over its bytes.
///
/// The index is four arrays of integers: segments, fields, occurrences (the repetitions of a field,
/// at least one each) and marks (component and subcomponent delimiters). No text is decoded before
/// it is asked for.
package final class ER7Message: Sendable {
  /// A line of the message.
  struct SegmentEntry: Sendable {
    let name: SegmentName
    let start: UInt32
    let end: UInt32
    /// First of its fields in `fields`; field 1 of `MSH` is the separator itself.
    let firstField: UInt32
    let fieldCount: UInt32
  }

  /// One repetition of one field: its bytes and its marks.
  struct OccurrenceEntry: Sendable {
    let start: UInt32
    let end: UInt32
    let firstMark: UInt32
    let markCount: UInt32
  }

  /// Bounds: a message over one of them is refused before memory is spent on it.
  package enum Limit {
    /// Longest message, in bytes; an offset and a mark's kind must fit 32 bits.
    package static let bytes = 16 << 20
    /// Most lines.
    package static let segments = 100_000
    /// Most repetitions of fields.
    package static let occurrences = 1_000_000
    /// Most repetitions of one field.
    package static let repetitions = 10_000
    /// Most component and subcomponent delimiters.
    package static let marks = 2_000_000
  }

  /// The raw bytes.
  package let bytes: [UInt8]
  /// What delimits in this message.
  package let delimiters: ER7Delimiters
  /// Whether every byte is 7-bit, so that the charset does not matter.
  package let isASCII: Bool
  /// Whether the escape character occurs after the header's delimiters.
  let hasEscapes: Bool
  let segments: [SegmentEntry]
  /// Index in `occurrences` of each field's first; one more entry than fields.
  let fields: [UInt32]
  let occurrences: [OccurrenceEntry]
  /// Offset × 2, plus 1 for a subcomponent delimiter.
  let marks: [UInt32]
  /// Index in `segments` of `MSH`.
  let header: Int

  /// Indexes `bytes`; leading blanks, a byte-order mark and batch headers before `MSH` are put up
  /// with.
  package init(_ bytes: [UInt8]) throws(AdapterError) {
    guard bytes.count <= Limit.bytes else { throw AdapterError(.limit) }
    let index = try bytes.withUnsafeBufferPointer { buffer throws(AdapterError) in
      var indexer = try ER7Indexer(UnsafeRawBufferPointer(buffer))
      try indexer.run()
      return indexer
    }
    self.bytes = bytes
    delimiters = index.delimiters
    isASCII = index.isASCII
    hasEscapes = index.hasEscapes
    segments = index.segments
    fields = index.fields
    occurrences = index.occurrences
    marks = index.marks
    header = index.header
  }

  /// Whether there is so much in it that a list of the normalized format could get too long.
  var isLarge: Bool { segments.count > 2_000 || occurrences.count + marks.count > 30_000 }

  /// Whether there are more messages in it than a frame may have, so that it was not cut; see
  /// ``ER7Batch/messagesMax``.
  var isOverfullBatch: Bool {
    segments.count > ER7Batch.messagesMax
      && segments.count { $0.name == "MSH" } > ER7Batch.messagesMax
  }

  /// The first repetition of MSH-18, which must be readable before the character set is known.
  package var declaredCharset: String? {
    let segment = segments[header]
    guard segment.fieldCount >= 18 else { return nil }
    let field = occurrences[Int(fields[Int(segment.firstField) + 17])]
    let range = Int(field.start)..<Int(field.end)
    let text = bytes[range].prefix { $0 != delimiters.component }
    guard !text.isEmpty, text.elementsEqual([ASCII.quote, ASCII.quote]) == false else { return nil }
    return String(decoding: text, as: UTF8.self)
  }

  /// The index as plain memory.
  struct Tables {
    let bytes: UnsafeRawBufferPointer
    let segments: UnsafeBufferPointer<SegmentEntry>
    let fields: UnsafeBufferPointer<UInt32>
    let occurrences: UnsafeBufferPointer<OccurrenceEntry>
    let marks: UnsafeBufferPointer<UInt32>
  }

  /// Runs `body` with the index as plain memory, which is there no longer than that.
  func withTables<Result>(
    _ body: (Tables) throws(AdapterError) -> Result
  ) throws(AdapterError) -> Result {
    try bytes.withUnsafeBufferPointer { bytes throws(AdapterError) in
      try segments.withUnsafeBufferPointer { segments throws(AdapterError) in
        try fields.withUnsafeBufferPointer { fields throws(AdapterError) in
          try occurrences.withUnsafeBufferPointer { occurrences throws(AdapterError) in
            try marks.withUnsafeBufferPointer { marks throws(AdapterError) in
              try body(
                Tables(
                  bytes: UnsafeRawBufferPointer(bytes), segments: segments, fields: fields,
                  occurrences: occurrences, marks: marks))
            }
          }
        }
      }
    }
  }
}

package import Ledger

/// What one commit makes durable, all of it or nothing: messages, producers' marks,
/// cursors and leaves of the ledger.
package struct JournalBatch {
  /// Messages in the order of arrival; within a flow that order becomes the order of offsets.
  package var entries: [Entry] = []
  /// Producers' marks to set.
  package var marks: [ProducerMark] = []
  /// Cursors to set.
  package var cursors: [JournalCursor] = []

  /// Leaves of the ledger, in order.
  package var leaves: [SealedLeaf] = []
  /// Leaves that are not to be opened any more; the batch has a leaf that says so.
  package var erasedOpenings: Range<UInt64> = 0..<0

  package init() {}

  package var isEmpty: Bool {
    entries.isEmpty && marks.isEmpty && cursors.isEmpty && leaves.isEmpty
      && erasedOpenings.isEmpty
  }

  /// Takes a message that lies somewhere inside a received frame; the frame is shared, not copied.
  package mutating func append(
    _ flow: FlowNumber, _ metadata: IngestMetadata, _ frame: [UInt8], in range: Range<Int>
  ) {
    entries.append(Entry(flow: flow, metadata: metadata, frame: frame, range: range))
  }

  /// Forgets everything and keeps the memory, for the next round.
  package mutating func removeAll() {
    entries.removeAll(keepingCapacity: true)
    marks.removeAll(keepingCapacity: true)
    cursors.removeAll(keepingCapacity: true)
    leaves.removeAll(keepingCapacity: true)
    erasedOpenings = 0..<0
  }
}

extension JournalBatch {
  /// One message of a batch: the bytes `range` of `frame`.
  package struct Entry {
    package let flow: FlowNumber
    package let metadata: IngestMetadata
    package let frame: [UInt8]
    package let range: Range<Int>

    package init(
      flow: FlowNumber, metadata: IngestMetadata, frame: [UInt8], range: Range<Int>
    ) {
      self.flow = flow
      self.metadata = metadata
      self.frame = frame
      self.range = range
    }
  }
}

import Ledger

extension JournalBatch {
  /// Every flow that the batch speaks of.
  var flowNumbers: some Sequence<FlowNumber> {
    [
      AnySequence(entries.lazy.map(\.flow)), AnySequence(marks.lazy.map(\.flow)),
      AnySequence(cursors.lazy.map(\.flow)),
    ].joined()
  }

  /// Bytes of the messages, and the most that the file can grow by when they are committed: records
  /// that do not share a page with others take whole pages, and every page on the way to a changed
  /// one is written anew.
  var sizes: (messages: Int, disk: Int) {
    var messages = 0
    var disk = 256 << 10
    for entry in entries {
      let record = entry.range.count + RecordCipher.overhead
      messages += entry.range.count
      disk += record > 1_900 ? (record + 16 + 8_191) & ~4_095 : 2 * record
    }
    for leaf in leaves {
      disk += 2 * (leaf.leaf.count + leaf.opening.count + RecordCipher.overhead + 64)
      if leaf.opening.count > 1_800 { disk += 8_192 }
    }
    // A page is written anew for each, at worst.
    disk += erasedOpenings.count * 4_096
    return (messages, disk)
  }
}

extension SealedLeaf {
  /// Whether both parts are within their bounds.
  var isWellFormed: Bool {
    !leaf.isEmpty && leaf.count <= LedgerLimit.leafBytesMax
      && opening.count <= JournalLimit.openingBytesMax
  }
}

extension JournalBatch.Entry {
  /// Whether the range lies in the frame and the message is neither empty nor too large.
  var isWellFormed: Bool {
    !range.isEmpty && range.count <= JournalLimit.messageBytesMax
      && range.lowerBound >= 0 && range.upperBound <= frame.count
  }
}

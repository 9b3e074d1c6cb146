import CLMDB
import Glibc

/// Figures about a journal: what `vaguemestre journal stat` shows.
package struct JournalStatistics: Equatable, Sendable {
  /// Bytes of the file as the file system counts them.
  package let fileBytes: UInt64
  /// Bytes of the file that were ever used; pages among them may be free for reuse.
  package let usedBytes: UInt64
  /// Records of all flows.
  package let records: UInt64
  /// Times the journal was opened for writing.
  package let epochs: UInt64
  package let marks: UInt64
  package let cursors: UInt64
  package let names: UInt64
  /// LMDB's page size in bytes, and the height of the highest tree of records, and the pages of all
  /// of them.
  package let pageBytes: UInt64
  package let treeDepth: UInt64
  package let treePages: UInt64
  package let flows: [JournalFlow]
}

extension JournalReader {
  /// Takes the figures; its cost does not depend on the number of records.
  package func statistics() throws(JournalError) -> JournalStatistics {
    let flows = try self.flows()
    let usedBytes = UInt64(environment.usedBytes)
    let fileBytes = try directory.dataFileBytes()
    var recordTables: [MDB_dbi] = []
    for flow in flows {
      if let table = try environment.recordTable(of: flow.number) { recordTables.append(table) }
    }
    return try environment.read { (reading) throws(JournalError) in
      var total = MDB_stat()
      for table in recordTables { total.add(try reading.statistics(table)) }
      let pages = total.ms_branch_pages + total.ms_leaf_pages + total.ms_overflow_pages
      return JournalStatistics(
        fileBytes: fileBytes, usedBytes: usedBytes, records: UInt64(total.ms_entries),
        epochs: UInt64(try reading.statistics(tables.epochs).ms_entries),
        marks: UInt64(try reading.statistics(tables.marks).ms_entries),
        cursors: UInt64(try reading.statistics(tables.cursors).ms_entries),
        names: UInt64(try reading.statistics(tables.names).ms_entries),
        pageBytes: UInt64(try reading.statistics(tables.header).ms_psize),
        treeDepth: UInt64(total.ms_depth),
        treePages: UInt64(pages), flows: flows)
    }
  }
}

extension MDB_stat {
  /// Adds the figures of another table; the depth becomes the greater one.
  fileprivate mutating func add(_ other: MDB_stat) {
    ms_depth = max(ms_depth, other.ms_depth)
    ms_branch_pages += other.ms_branch_pages
    ms_leaf_pages += other.ms_leaf_pages
    ms_overflow_pages += other.ms_overflow_pages
    ms_entries += other.ms_entries
  }
}

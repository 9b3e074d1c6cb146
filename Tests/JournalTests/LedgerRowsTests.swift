import CLMDB
import Cryptography
import Foundation
import Ledger
import Testing

@testable import Journal

/// The ledger in the journal's transactions.
@Suite struct LedgerRowsTests {
  private let directory: TemporaryDirectory
  private let path: String

  init() throws {
    directory = try TemporaryDirectory()
    path = directory["journal"]
  }

  private func leaf(_ number: Int) -> SealedLeaf {
    LeafDraft(.refusal, code: 3000 + number).naming(.principal, "icu/pump-\(number)")
      .sealed(at: 1_000) { SHA256.hash(Array("\(number)".utf8)).bytes }
  }

  @discardableResult
  private func append(_ numbers: Range<Int>, in journal: LMDBJournal) throws -> MerkleFrontier {
    var batch = JournalBatch()
    batch.leaves = numbers.map(leaf)
    _ = try journal.commit(batch)
    return journal.ledger
  }

  /// What somebody who can write to the file does, between two runs of the cell.
  private func tamper(
    _ body: (borrowing LMDBWriting, LedgerTables, LMDBTables) throws -> Void
  ) throws {
    let journal = try JournalFixture.open(path)
    let writing = try journal.reader.environment.write()
    let tables = journal.reader.tables
    try body(writing, try #require(tables.ledger), tables)
    try writing.commit()
  }

  private func delete(
    _ table: MDB_dbi, _ number: UInt64, in writing: borrowing LMDBWriting
  ) {
    let transaction = writing.reading.transaction
    LedgerTables.key(number).withUnsafeBytes { key in
      var value = MDB_val(key)
      #expect(mdb_del(transaction, table, &value, nil) == MDB_SUCCESS)
    }
  }

  private func verify(rootsAt sizes: Set<UInt64> = []) throws -> LedgerVerification {
    try JournalFixture.reader(path).verifyLedger(rootsAt: sizes)
  }

  @Test func `openings are erased with the leaf that says so, or not at all`() throws {
    let journal = try JournalFixture.open(path)
    try append(0..<5, in: journal)
    func opened() throws -> [UInt64] {
      try journal.reader.leaves(from: 0, upTo: journal.ledger.size)
        .filter { $0.opening != .absent }.map(\.index)
    }
    var batch = JournalBatch()
    batch.erasedOpenings = 1..<3
    #expect(throws: JournalError(.batch, at: .admit)) { try journal.commit(batch) }
    batch.leaves = [leaf(5)]
    batch.erasedOpenings = 1..<6
    #expect(throws: JournalError(.batch, at: .admit)) { try journal.commit(batch) }
    #expect(try opened() == [0, 1, 2, 3, 4])
    batch.erasedOpenings = 1..<5
    _ = try journal.commit(batch)
    #expect(try opened() == [0, 5])
    // What was erased is erased again without a complaint, and what comes behind is kept.
    try append(6..<8, in: journal)
    _ = try journal.commit(batch)
    #expect(try opened() == [0, 5, 6, 7, 8])
    let found = try journal.reader.verifyLedger()
    #expect(found.faults == [] && found.opened == 5)
    #expect(found.tree == journal.ledger)
  }

  @Test func `leaves and messages are one commit, and are read beside the cell`() throws {
    let journal = try JournalFixture.open(path)
    let vitals = try journal.flow(named: "vitals")
    var batch = JournalBatch()
    let frame = JournalFixture.message(1)
    batch.append(vitals, JournalFixture.metadata, frame, in: frame.indices)
    batch.leaves = (0..<3).map(leaf)
    #expect(try journal.commit(batch) == [0])
    #expect(journal.ledger.size == 3)
    let found = try journal.reader.leaves(from: 1, upTo: 3)
    #expect(
      found
        == (1..<3).map {
          StoredLeaf(
            index: UInt64($0), leaf: leaf($0).leaf, opening: .present(leaf($0).opening))
        })
    #expect(try journal.reader.ledger() == journal.ledger)
    #expect(try journal.reader.verifyLedger().faults == [])
  }

  @Test func `the tree goes on after a start where it was`() throws {
    let before = try append(0..<5, in: try JournalFixture.open(path))
    let journal = try JournalFixture.open(path)
    #expect(journal.ledger == before)
    try append(5..<9, in: journal)
    let hashes = (0..<9).map { MerkleTree.leafHash(leaf($0).leaf) }
    #expect(journal.ledger.root == MerkleTree.root(of: hashes))
    #expect(try journal.reader.verifyLedger().tree == journal.ledger)
  }

  @Test func `a crash between loses the leaves that were not committed, and no others`() throws {
    final class Switch { var code: Int32 = 0 }
    let fault = Switch()
    var options = JournalOptions()
    options.commitFault = { fault.code }
    var before = MerkleFrontier()
    do {
      let journal = try JournalFixture.open(path, options: options)
      before = try append(0..<5, in: journal)
      fault.code = EIO
      #expect(throws: JournalError(.inputOutput, at: .commit, system: EIO)) {
        try append(5..<9, in: journal)
      }
      #expect(journal.ledger == before, "what is not durable does not count")
    }
    let journal = try JournalFixture.open(path)
    #expect(journal.ledger == before)
    #expect(try journal.reader.verifyLedger().faults == [])
  }

  @Test func `the tree of any earlier size is found again`() throws {
    let journal = try JournalFixture.open(path)
    var trees: [UInt64: MerkleFrontier] = [0: MerkleFrontier()]
    for start in stride(from: 0, to: 3_000, by: 97) {
      let tree = try append(start..<min(start + 97, 3_000), in: journal)
      trees[tree.size] = tree
    }
    for (size, tree) in trees { #expect(try journal.reader.ledger(at: size) == tree) }
    #expect(try journal.reader.ledger(at: 3_001) == nil)
    let roots = try journal.reader.verifyLedger(rootsAt: Set(trees.keys)).roots
    #expect(roots == trees.mapValues(\.root))
  }

  @Test func `names lie in the file in no place but where names are interned`() throws {
    try append(0..<50, in: try JournalFixture.open(path))
    let file = try Data(contentsOf: URL(filePath: "\(path)/data.mdb"))
    #expect(file.range(of: Data("icu/pump-".utf8)) == nil)
  }

  @Test func `case 79: an altered leaf shows, whatever was done to the tree besides`() throws {
    let before = try append(0..<10, in: try JournalFixture.open(path))
    try tamper { writing, ledger, _ in
      try writing.put(ledger.leaves, LedgerTables.key(4), leaf(77).leaf)
    }
    #expect(
      try verify().faults
        == [LedgerFault(.wrongOpening, at: 4), LedgerFault(.wrongTree, at: 10)])
    // The same with opening and tree made to fit: then only a head that was kept tells.
    var tree = MerkleFrontier()
    for number in 0..<10 { tree.append(MerkleTree.leafHash(leaf(number == 4 ? 77 : number).leaf)) }
    try tamper { writing, ledger, tables in
      delete(ledger.openings, 4, in: writing)
      try writing.put(tables.header, LedgerTables.rowKey, tree.encoded)
    }
    let found = try verify(rootsAt: [10])
    #expect(found.faults == [])
    #expect(found.roots[10] != before.root)
  }

  @Test func `case 79: a deleted leaf shows`() throws {
    try append(0..<10, in: try JournalFixture.open(path))
    try tamper { writing, ledger, _ in delete(ledger.leaves, 4, in: writing) }
    #expect(try verify().faults == [LedgerFault(.missingLeaf, at: 4)])
  }

  @Test func `case 79: an inserted leaf shows`() throws {
    try append(0..<10, in: try JournalFixture.open(path))
    try tamper { writing, ledger, _ in
      for number in (5...10).reversed() {
        try writing.put(ledger.leaves, LedgerTables.key(UInt64(number)), leaf(number - 1).leaf)
      }
    }
    // The journal keeps a tree of ten, and there are eleven: it does not open for writing.
    #expect(try verify().faults == [LedgerFault(.missingLeaf, at: 0)])
    #expect(throws: JournalError(.structure, at: .ledger)) { try JournalFixture.open(path) }
  }

  @Test func `case 79: leaves that changed places show`() throws {
    try append(0..<10, in: try JournalFixture.open(path))
    try tamper { writing, ledger, _ in
      try writing.put(ledger.leaves, LedgerTables.key(4), leaf(5).leaf)
      try writing.put(ledger.leaves, LedgerTables.key(5), leaf(4).leaf)
    }
    let faults = try verify().faults
    #expect(faults.contains(LedgerFault(.wrongTree, at: 10)))
  }

  @Test func `a tree of the past that was changed shows`() throws {
    try append(0..<2_100, in: try JournalFixture.open(path))
    try tamper { writing, ledger, _ in
      var tree = MerkleFrontier()
      for number in 0..<1_024 { tree.append(MerkleTree.leafHash([UInt8(number & 255)])) }
      try writing.put(ledger.frontiers, LedgerTables.key(1_024), tree.encoded)
    }
    #expect(try verify().faults == [LedgerFault(.wrongTree, at: 1_024)])
  }

  @Test func `an opening that was put to another leaf does not open it, and erased is no fault`()
    throws
  {
    try append(0..<10, in: try JournalFixture.open(path))
    try tamper { writing, ledger, _ in
      let other = try #require(try writing.reading.value(ledger.openings, LedgerTables.key(3)))
      try writing.put(ledger.openings, LedgerTables.key(4), Array(other))
      delete(ledger.openings, 7, in: writing)
    }
    let found = try verify()
    #expect(found.faults == [LedgerFault(.wrongOpening, at: 4)])
    #expect(found.opened == 8)
  }

  @Test func `a journal of an older version opens, and its ledger begins`() throws {
    try JournalFixture.append(0..<3, to: "vitals", in: try JournalFixture.open(path))
    try tamper { writing, ledger, _ in
      for table in [ledger.leaves, ledger.openings, ledger.frontiers] {
        #expect(mdb_drop(writing.reading.transaction, table, 1) == MDB_SUCCESS)
      }
    }
    let reader = try JournalFixture.reader(path)
    #expect(try reader.ledger().size == 0)
    #expect(try reader.leaves(from: 0, upTo: 9) == [])
    #expect(try reader.verifyLedger() == LedgerVerification())
  }

  @Test func `a full journal takes leaves while it takes no message, and then says no`() throws {
    var options = JournalOptions()
    options.maximumBytes = 1 << 20
    let journal = try JournalFixture.open(path, options: options)
    while (try? JournalFixture.append(0..<200, to: "vitals", in: journal)) != nil {}
    var mixed = JournalBatch()
    mixed.leaves = [leaf(1)]
    let frame = JournalFixture.message(1)
    let vitals = try journal.flow(named: "vitals")
    for _ in 0..<2_000 {
      mixed.append(vitals, JournalFixture.metadata, frame, in: frame.indices)
    }
    #expect(throws: JournalError(.quota, at: .admit)) { try journal.commit(mixed) }
    #expect(journal.ledger.size == 0)
    try append(0..<1, in: journal)
    var refused: JournalError?
    for round in 0..<100 where refused == nil {
      do {
        try append(round * 8_000..<(round + 1) * 8_000, in: journal)
      } catch {
        refused = error as? JournalError
      }
    }
    #expect(refused == JournalError(.quota, at: .admit))
    #expect(refused?.isFatal == false)
    // Cursors still move: their half of the space is theirs.
    var cursors = JournalBatch()
    cursors.cursors = [
      JournalCursor(kind: .consumer, name: try journal.intern("a"), flow: vitals, next: 1)
    ]
    #expect(try journal.commit(cursors) == [])
  }

  @Test func `what no commit may hold is refused and harms nothing`() throws {
    let journal = try JournalFixture.open(path)
    var batch = JournalBatch()
    batch.leaves = [SealedLeaf(leaf: [UInt8](repeating: 0, count: 1_025), opening: [])]
    #expect(throws: JournalError(.batch, at: .admit)) { try journal.commit(batch) }
    batch.leaves = [SealedLeaf](
      repeating: leaf(1), count: JournalLimit.batchLeavesMax + 1)
    #expect(throws: JournalError(.batch, at: .admit)) { try journal.commit(batch) }
    #expect(try append(0..<1, in: journal).size == 1)
  }
}

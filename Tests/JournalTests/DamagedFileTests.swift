import Foundation
import Glibc
import Testing

@testable import Journal

/// A file that lost pages: the process says so and goes on, or refuses, and never ends by a signal.
struct DamagedFileTests {
  let directory: TemporaryDirectory
  let path: String
  private let page = 4_096

  init() throws {
    directory = try TemporaryDirectory()
    path = directory["journal"]
    // Flows of small records, many to a page, and of records with pages of their own.
    let journal = try JournalFixture.open(path)
    try JournalFixture.append(0..<400, to: "vitals", in: journal)
    try JournalFixture.append(0..<40, to: "documents", in: journal, count: 20_000)
    try JournalFixture.append(400..<500, to: "vitals", in: journal)
  }

  private var file: String { "\(path)/data.mdb" }

  private func length() throws -> Int {
    try #require(
      try FileManager.default.attributesOfItem(atPath: file)[.size] as? Int)
  }

  private func cut(to length: Int) throws {
    try #require(truncate(file, off_t(length)) == 0)
  }

  /// Overwrites pages that hold the text of a flow's records with zeros; returns how many.
  private func zero(pagesWith needle: [UInt8]) throws -> Int {
    var bytes = Array(try Data(contentsOf: URL(fileURLWithPath: file)))
    var count = 0
    for start in stride(from: 2 * page, to: bytes.count, by: page) {
      let range = start..<min(start + page, bytes.count)
      guard Data(bytes[range]).range(of: Data(needle)) != nil else { continue }
      bytes.replaceSubrange(range, with: repeatElement(0, count: range.count))
      count += 1
    }
    try Data(bytes).write(to: URL(fileURLWithPath: file))
    chmod(file, 0o600)
    return count
  }

  @Test(arguments: [1, 3, 10, 60])
  func `a writer refuses a file that is shorter than its tables say`(pages: Int) throws {
    try cut(to: length() - pages * page)
    let error = #expect(throws: JournalError.self) { try JournalFixture.open(path) }
    #expect(error?.code == .structure)
  }

  @Test(arguments: [1, 3, 10, 60, 150])
  func `a reader tells what a short file has lost, and serves the rest`(pages: Int) throws {
    try cut(to: length() - pages * page)
    let reader: JournalReader
    do {
      reader = try JournalFixture.reader(path)
    } catch let error as JournalError {
      // The pages that were cut held the tables themselves.
      #expect([.structure, .missing, .format].contains(error.code))
      return
    }
    guard let verification = try? reader.verify() else { return }
    #expect(verification.intact + verification.damaged == 540)
    // One page at the end may be an old copy that nothing leads to any more.
    if pages > 1 { #expect(!verification.isIntact) }
  }

  @Test func `a file cut in the middle of a page is short as well`() throws {
    try cut(to: length() - page - 100)
    #expect(throws: JournalError.self) { try JournalFixture.open(path) }
    _ = try? JournalFixture.reader(path).verify()
  }

  @Test func `a file that becomes short under its reader is noticed before it is touched`() throws {
    let reader = try JournalFixture.reader(path)
    #expect(try reader.verify().isIntact)
    try cut(to: length() - 10 * page)
    let error = #expect(throws: JournalError.self) { try reader.verify() }
    #expect(error?.code == .structure)
  }

  @Test func `pages of records that became zeros cost their records, and the flow goes on`() throws
  {
    // The key of the record 100: its leaf, and no other page, holds these eight bytes.
    #expect(try zero(pagesWith: [0, 0, 0, 0, 0, 0, 0, 100]) >= 1)
    let journal = try JournalFixture.open(path)
    let verification = try journal.reader.verify()
    #expect(verification.damaged > 0)
    #expect(verification.intact > 400)
    #expect(verification.intact + verification.damaged == 540)
    #expect(verification.damages.contains(.init(flow: "vitals", offset: 100)))
    #expect(try JournalFixture.append(500..<501, to: "vitals", in: journal) == [500])
  }

  @Test func `bytes that the disk does not give are told without touching them`() throws {
    let environment = try LMDBEnvironment.open(path, mapBytes: 1 << 30, isReadOnly: true)
    let used = environment.usedBytes
    let tables = try environment.openTables()
    let row = try environment.read { (reading) throws(JournalError) in
      UInt(bitPattern: try reading.value(tables.header, Array("journal".utf8))?.baseAddress)
    }
    let inside = try #require(UnsafeRawPointer(bitPattern: row))
    #expect(environment.canRead(UnsafeRawBufferPointer(start: inside, count: 10)))
    // Half a gigabyte behind it the map has no file.
    let outside = UnsafeRawBufferPointer(start: inside + (used + 1 << 29), count: 10)
    #expect(!environment.canRead(outside))
  }
}

import Cryptography
import Foundation
import Testing

@testable import Journal

/// A directory that goes away with the test.
final class TemporaryDirectory {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory
      .appending(path: "vaguemestre-journal-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
    path = url.path(percentEncoded: false)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// A path inside; the journal makes its directory itself.
  subscript(_ name: String) -> String { "\(path)/\(name)" }
}

/// What every test of a journal needs: a key, a place and messages that differ.
enum JournalFixture {
  static let storageKey = (0..<32).map { UInt8($0) }

  static func open(
    _ path: String, options: JournalOptions = JournalOptions()
  ) throws -> LMDBJournal {
    try LMDBJournal(
      directory: path, storageKey: storageKey, compartment: "icu", options: options)
  }

  static func reader(_ path: String) throws -> JournalReader {
    try JournalReader(directory: path, storageKey: storageKey, compartment: "icu")
  }

  /// A message that tells its number, `count` bytes long.
  static func message(_ number: Int, count: Int = 64) -> [UInt8] {
    var bytes = Array("plaintext message \(number) ".utf8)
    bytes += [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: count)
    return Array(bytes.prefix(count))
  }

  static let metadata = IngestMetadata(
    receivedAt: 1_700_000_000_123, rule: NameNumber(rawValue: 0), source: NameNumber(rawValue: 0),
    policyVersion: 1)

  /// Commits `numbers` as one batch into one flow.
  @discardableResult
  static func append(
    _ numbers: Range<Int>, to flow: String, in journal: LMDBJournal, count: Int = 64
  ) throws -> [UInt64] {
    var batch = JournalBatch()
    let flow = try journal.flow(named: flow)
    for number in numbers {
      let frame = message(number, count: count)
      batch.append(flow, metadata, frame, in: frame.indices)
    }
    return try journal.commit(batch)
  }

  /// All records of a flow.
  static func records(of flow: String, in reader: JournalReader) throws -> [JournalRecord] {
    var records: [JournalRecord] = []
    guard let found = try reader.flows().first(where: { $0.name == flow }) else { return [] }
    var place: UInt64 = 0
    while place < found.extent.next {
      let bounds = ReadBounds(bytesMax: 1 << 20, countMax: 1_000)
      place = try reader.read(found.number, from: place, bounds) { records.append($0) }
    }
    return records
  }

  /// The messages of a flow; a damaged record is nil.
  static func messages(of flow: String, in reader: JournalReader) throws -> [[UInt8]?] {
    try records(of: flow, in: reader).map { record in
      guard case .message(_, _, let bytes) = record else { return nil }
      return bytes
    }
  }
}

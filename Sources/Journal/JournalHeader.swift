import CLMDB
import Cryptography

/// The row that says what journal this is and whether the key fits.
///
///     format (1) ‖ identity (16) ‖ key check (16 + 16)
///
/// The key check is a constant, sealed with a key that is derived from the storage key and the
/// compartment's name: a wrong key is noticed at the door and not at the first record.
struct JournalHeader {
  static let format: UInt8 = 1
  private static let rowKey = Array("journal".utf8)
  private static let identityCount = 16
  private static let checkText = Array("vaguemestre key!".utf8)
  private static let rowCount = 1 + identityCount + checkText.count + RecordCipher.tagCount

  /// A random number that tells this journal from any other, the one it replaced included.
  let identity: [UInt8]

  /// Reads the row and tries the key; nil when the journal is new.
  static func load(
    _ tables: LMDBTables, in reading: LMDBReading, _ cipher: RecordCipher
  ) throws(JournalError) -> JournalHeader? {
    guard let row = try reading.value(tables.header, rowKey) else { return nil }
    guard row.count == rowCount, row[0] == format else {
      throw JournalError(.format, at: .open)
    }
    let identity = Array(row[1...identityCount])
    guard try check(identity, cipher) == Array(row[(1 + identityCount)...]) else {
      throw JournalError(.wrongKey, at: .open)
    }
    return JournalHeader(identity: identity)
  }

  /// Makes the row of a new journal.
  static func create(
    _ tables: LMDBTables, in writing: borrowing LMDBWriting, _ cipher: RecordCipher
  ) throws(JournalError) -> JournalHeader {
    let identity = SecureRandom.bytes(identityCount)
    let row = try [format] + identity + check(identity, cipher)
    try writing.put(tables.header, rowKey, row)
    return JournalHeader(identity: identity)
  }

  /// The sealed constant. Its nonce is zero: the key seals this one text and nothing else.
  private static func check(
    _ identity: [UInt8], _ cipher: RecordCipher
  ) throws(JournalError) -> [UInt8] {
    let key = try cipher.key(salt: identity, purpose: "vaguemestre journal check v1")
    do {
      return try key.seal(checkText, nonce: AEADNonce(fixed: 0, counter: 0), aad: [])
    } catch {
      throw JournalError(.engine, at: .open)
    }
  }
}

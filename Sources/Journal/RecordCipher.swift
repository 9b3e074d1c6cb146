import CLMDB
import Cryptography

/// The keys of a journal and what they do: one key an epoch, one epoch an opening.
///
/// A nonce is a place in the journal (flow and offset). A place is written once under one epoch's
/// key: a failed commit ends the epoch, and a disk image put back starts a new one with a new salt.
final class RecordCipher {
  static let version: UInt8 = 1
  static let tagCount = AEADKey.tagByteCount
  /// What a record needs beyond its message: header, metadata and tag.
  static let overhead = RecordAddress.headerCount + IngestMetadata.byteCount + tagCount
  static let saltCount = 32
  /// Keys of old epochs kept at hand; more are derived again when a reader meets them.
  private static let keysMax = 256

  private let storageKey: [UInt8]
  private let compartment: String
  private var keys: [UInt32: AEADContext] = [:]
  private var plaintext: [UInt8] = []

  /// - Parameter storageKey: 32 bytes, the compartment's own.
  init(storageKey: [UInt8], compartment: String) throws(JournalError) {
    guard storageKey.count == 32 else { throw JournalError(.wrongKey, at: .open) }
    self.storageKey = storageKey
    self.compartment = compartment
  }

  /// The key for one purpose and one salt.
  func key(salt: [UInt8], purpose: String) throws(JournalError) -> AEADContext {
    let info = Array(purpose.utf8) + [0] + Array(compartment.utf8)
    do {
      var bytes = try HKDF.sha256(
        secret: storageKey, salt: salt, info: info, count: AEADKey.byteCount)
      defer { bytes.cleanse() }
      return try AEADContext(AEADKey(bytes))
    } catch {
      throw JournalError(.engine, at: .open)
    }
  }

  /// The key of an epoch, nil when the journal does not know the epoch.
  func key(
    epoch: UInt32, _ tables: LMDBTables, in reading: LMDBReading
  ) throws(JournalError) -> AEADContext? {
    if let known = keys[epoch] { return known }
    var row: [UInt8] = []
    row.append(bigEndian: epoch)
    guard let salt = try reading.value(tables.epochs, row), salt.count == Self.saltCount else {
      return nil
    }
    let derived = try key(salt: Array(salt), purpose: "vaguemestre journal v1")
    if keys.count >= Self.keysMax { keys.removeAll(keepingCapacity: true) }
    keys[epoch] = derived
    return derived
  }

  /// Seals a message into the space that the table gave for it: ``overhead`` and the message.
  func seal(
    _ entry: JournalBatch.Entry, at address: RecordAddress, with key: AEADContext,
    into space: UnsafeMutableRawBufferPointer
  ) throws(JournalError) {
    space.copyMemory(from: address.header)
    let sealed = UnsafeMutableRawBufferPointer(rebasing: space[RecordAddress.headerCount...])
    let text = UnsafeMutableRawBufferPointer(rebasing: sealed.dropLast(Self.tagCount))
    entry.metadata.write(to: text)
    entry.frame.withUnsafeBytes { frame in
      UnsafeMutableRawBufferPointer(rebasing: text[IngestMetadata.byteCount...])
        .copyMemory(from: UnsafeRawBufferPointer(rebasing: frame[entry.range]))
    }
    do {
      // GCM may work in place: the message was copied once, into LMDB's page.
      try key.seal(
        UnsafeRawBufferPointer(text), nonce: address.nonce, aad: address.associatedData,
        into: sealed)
    } catch {
      throw JournalError(.engine, at: .put)
    }
  }

  /// Opens the record at an address. What is not authentic, whole and of a known version is
  /// damaged.
  func open(
    _ record: UnsafeRawBufferPointer, at address: RecordAddress, _ tables: LMDBTables,
    in reading: LMDBReading
  ) throws(JournalError) -> JournalRecord {
    let offset = address.offset
    guard record.count >= Self.overhead, record[0] == Self.version,
      let key = try key(epoch: record.bigEndian(at: 1, as: UInt32.self), tables, in: reading)
    else { return .damaged(offset: offset) }
    address.set(version: record[0], epoch: record.bigEndian(at: 1, as: UInt32.self))
    let sealed = UnsafeRawBufferPointer(rebasing: record[RecordAddress.headerCount...])
    let count = sealed.count - Self.tagCount
    if plaintext.count < count { plaintext = [UInt8](repeating: 0, count: count) }
    return plaintext.withUnsafeMutableBytes { buffer in
      let text = UnsafeMutableRawBufferPointer(rebasing: buffer[..<count])
      do {
        try key.open(
          sealed, nonce: address.nonce, aad: address.associatedData, into: text)
      } catch {
        return .damaged(offset: offset)
      }
      return .message(
        offset: offset, metadata: IngestMetadata(UnsafeRawBufferPointer(text)),
        bytes: Array(text[IngestMetadata.byteCount...]))
    }
  }
}

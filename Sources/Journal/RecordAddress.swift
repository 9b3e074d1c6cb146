import Cryptography

/// Where a record is and under which epoch it was sealed: 17 bytes that serve as LMDB's key, as the
/// nonce and as the associated data, built without an allocation for each record.
///
///     version (1) ‖ epoch (4) ‖ flow (4) ‖ offset (8)      all big-endian
///                                          └─ key ──┘
///                               └───── nonce ───────┘
///     └─────────────── associated data ─────────────┘
final class RecordAddress {
  static let headerCount = 5
  static let keyCount = 8
  private static let count = 17

  private let bytes: UnsafeMutableRawBufferPointer

  init() {
    bytes = .allocate(byteCount: Self.count, alignment: 8)
    bytes.initializeMemory(as: UInt8.self, repeating: 0)
  }

  deinit { bytes.deallocate() }

  /// Points to a record of `flow` at `offset`.
  func set(_ flow: FlowNumber, _ offset: UInt64) {
    bytes.storeBigEndian(flow.rawValue, at: 5)
    bytes.storeBigEndian(offset, at: 9)
  }

  /// States the format and the epoch of the record.
  func set(version: UInt8, epoch: UInt32) {
    bytes[0] = version
    bytes.storeBigEndian(epoch, at: 1)
  }

  /// The first bytes of the stored record: version and epoch.
  var header: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[..<Self.headerCount])
  }

  /// The record's offset in its flow.
  var offset: UInt64 { UnsafeRawBufferPointer(bytes).bigEndian(at: 9, as: UInt64.self) }

  /// Flow and offset: a place is written once under one key.
  var nonce: AEADNonce {
    AEADNonce(
      fixed: UnsafeRawBufferPointer(bytes).bigEndian(at: 5, as: UInt32.self), counter: offset)
  }

  /// The key in the flow's table.
  var key: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes).suffix(Self.keyCount))
  }

  /// All of it: what the seal binds the record to.
  var associatedData: UnsafeRawBufferPointer { UnsafeRawBufferPointer(bytes) }
}

import CBOR
import Cryptography

/// A message being put together: written once in its final layout, with room for the path and the
/// signature, which are known only when the whole drain is hashed.
struct MessageAssembly {
  /// The place of a message in its batch.
  struct Place {
    let index: Int
    let size: Int

    /// The length of the inclusion path (RFC 9162 §2.1.3.1).
    var pathCount: Int {
      var (node, last, count) = (index, size - 1, 0)
      while last > 0 {
        // A node without a sibling, the last of an odd level, rises as it is.
        if node & 1 == 1 || node < last { count += 1 }
        (node, last) = (node >> 1, last >> 1)
      }
      return count
    }
  }

  private(set) var bytes: [UInt8]
  private let protectedItem: Range<Int>
  private let payloadItem: Range<Int>
  /// Where the path's items end: it stands last in the proof.
  private let pathEnd: Int

  /// Lays out a message with this content of its protected byte string; `place` is nil outside of
  /// batches.
  init(header: ArraySlice<UInt8>, payload: [UInt8], place: Place?) {
    var writer = CBORWriter(
      capacity: header.count + payload.count + MessageFormat.signatureByteCount
        + (place == nil ? 32 : MessageLimit.unprotectedBytesMax))
    writer.array(4)
    let start = writer.bytes.count
    writer.bytes(header)
    protectedItem = start..<writer.bytes.count
    writer.unprotected(place)
    pathEnd = writer.bytes.count
    writer.bytes(payload)
    payloadItem = pathEnd..<writer.bytes.count
    writer.bytes(MessageFormat.noSignature)
    bytes = writer.bytes
  }

  /// Calls `body` with the two items that are signed.
  func withItems<R>(
    _ body: (_ protected: UnsafeRawBufferPointer, _ payload: UnsafeRawBufferPointer) -> R
  ) -> R {
    bytes.withUnsafeBytes { all in
      body(
        UnsafeRawBufferPointer(rebasing: all[protectedItem]),
        UnsafeRawBufferPointer(rebasing: all[payloadItem]))
    }
  }

  /// Puts the siblings where room was left for them.
  mutating func fill(path: [Digest]) {
    let stride = Digest.byteCount + 2
    var start = pathEnd - path.count * stride + 2
    bytes.withUnsafeMutableBytes { all in
      for sibling in path {
        sibling.withUnsafeBytes { all[start..<start + Digest.byteCount].copyBytes(from: $0) }
        start += stride
      }
    }
  }

  /// Puts the signature where room was left for it, at the end.
  mutating func complete(_ signature: [UInt8]) {
    bytes.replaceSubrange(bytes.count - signature.count..<bytes.count, with: signature)
  }
}

extension CBORWriter {
  /// The unprotected map: empty, or an inclusion proof whose path is still zeros.
  fileprivate mutating func unprotected(_ place: MessageAssembly.Place?) {
    guard let place else { return map(0) }
    var proof = CBORWriter(capacity: MessageLimit.unprotectedBytesMax)
    proof.array(3)
    proof.unsigned(UInt64(place.size))
    proof.unsigned(UInt64(place.index))
    let count = place.pathCount
    proof.array(count)
    for _ in 0..<count { proof.bytes(MessageFormat.noDigest) }
    map(1)
    integer(MessageFormat.dataStructureProofs)
    map(1)
    integer(MessageFormat.inclusionProofs)
    array(1)
    bytes(proof.bytes)
  }
}

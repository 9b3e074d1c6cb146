import CBOR
import Cryptography

/// The unprotected header of a message in a batch: where its leaf stands in the tree (RFC 9942
/// §5.2), as a range of the input.
struct InclusionProof: Sendable {
  let size: UInt64
  let index: UInt64
  let pathCount: Int
  /// Of the first sibling's content; each stands 34 bytes after the one before, two of them its
  /// head.
  private let pathStart: Int

  private static let pathStride = Digest.byteCount + 2

  /// Reads an unprotected map: nil for an empty one, else exactly one inclusion proof.
  static func read(_ reader: inout MessageReader) throws(MessageError) -> InclusionProof? {
    let start = reader.offset
    let pairs = try reader.read { (reader) throws(CBORError) in try reader.map() }
    guard pairs > 0 else { return nil }
    try expect(MessageFormat.dataStructureProofs, of: pairs, at: start, &reader)
    let inner = reader.offset
    let innerPairs = try reader.read { (reader) throws(CBORError) in try reader.map() }
    try expect(MessageFormat.inclusionProofs, of: innerPairs, at: inner, &reader)
    try reader.array(exactly: 1)
    let proof = try reader.byteStringItem().content
    return try InclusionProof(of: reader.reader.input, in: proof)
  }

  private static func expect(
    _ key: Int64, of pairs: Int, at start: Int, _ reader: inout MessageReader
  ) throws(MessageError) {
    guard pairs == 1 else { throw MessageError(.unprotected, at: start) }
    let place = reader.offset
    let type = try reader.read { (reader) throws(CBORError) in try reader.peek() }
    guard type == .unsigned || type == .negative, try reader.integer() == key else {
      throw MessageError(.unprotected, at: place)
    }
  }

  private init(of input: [UInt8], in range: Range<Int>) throws(MessageError) {
    var reader = MessageReader(input, in: range)
    try reader.array(exactly: 3)
    let start = reader.offset
    size = try reader.number()
    index = try reader.number()
    // A batch of one has no proof: its message is signed as it is.
    guard size >= 2, size <= MessageLimit.treeSizeMax, index < size else {
      throw MessageError(.proof, at: start)
    }
    let pathPlace = reader.offset
    pathCount = try reader.read { (reader) throws(CBORError) in try reader.array() }
    guard pathCount >= 1, pathCount <= MessageLimit.pathCountMax else {
      throw MessageError(.proof, at: pathPlace)
    }
    pathStart = reader.offset + 2
    for _ in 0..<pathCount { _ = try reader.byteString(exactly: Digest.byteCount) }
    try reader.finish()
  }

  /// The root that `leaf` leads to; nil when the path has not the length that size and index
  /// demand.
  func root(
    from leaf: Digest, in input: UnsafeRawBufferPointer, _ memo: inout MerklePathMemo
  ) -> Digest? {
    memo.root(from: leaf, index: index, size: size, pathCount: pathCount) { height in
      Digest(input, at: pathStart + height * InclusionProof.pathStride)
    }
  }
}

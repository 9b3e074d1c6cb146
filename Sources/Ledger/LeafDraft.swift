import Cryptography

/// What is to be noted: the names still in clear, no time and no salt yet.
package struct LeafDraft: Hashable, Sendable {
  package var kind: LeafKind
  package var code: Int
  package var count: UInt64 = 1
  /// Fields in clear: numbers, digests of signed documents, random ids.
  package private(set) var clear: [LeafField: LeafValue] = [:]
  /// Values that are committed to.
  package private(set) var names: [LeafField: [UInt8]] = [:]

  package init(_ kind: LeafKind, code: Int = 0) {
    self.kind = kind
    self.code = code
  }

  /// The draft with one more number in clear.
  package func with(_ field: LeafField, _ number: UInt64) -> LeafDraft {
    precondition(!field.isCommitted, "a commitment is not a number")
    var draft = self
    draft.clear[field] = .number(min(number, LedgerLimit.numberMax))
    return draft
  }

  /// The draft with one more id or digest in clear, of at most 32 bytes.
  package func with(_ field: LeafField, _ bytes: [UInt8]) -> LeafDraft {
    precondition(!field.isCommitted && bytes.count <= LedgerLimit.clearBytesMax)
    var draft = self
    draft.clear[field] = .bytes(bytes)
    return draft
  }

  /// The draft with one more name, which the leaf will only commit to. Of a name that is too long
  /// the beginning.
  package func naming(_ field: LeafField, _ name: String) -> LeafDraft {
    precondition(field.isCommitted, "a name does not stand in clear")
    var draft = self
    draft.names[field] = Array(name.utf8.prefix(LedgerLimit.valueBytesMax))
    return draft
  }

  /// The leaf, with what opens it.
  ///
  /// - Parameters:
  ///   - time: milliseconds since 1970.
  ///   - salt: gives 32 bytes that nobody can guess, others at every call.
  package func sealed(at time: Int64, salt: () -> [UInt8]) -> SealedLeaf {
    var fields = clear
    var parts: [LeafField: LeafOpening.Part] = [:]
    for (field, value) in names.sorted(by: { $0.key < $1.key }) {
      let part = LeafOpening.Part(salt: salt(), value: value)
      precondition(part.salt.count == LedgerLimit.saltBytes, "a salt has 32 bytes")
      parts[field] = part
      fields[field] = .bytes(part.commitment.bytes)
    }
    let bound = LedgerLimit.numberMax
    let leaf = Leaf(
      kind, time: min(UInt64(clamping: time), bound), code: min(UInt64(clamping: code), bound),
      count: min(max(count, 1), bound), fields)
    return SealedLeaf(
      leaf: leaf.encoded, opening: parts.isEmpty ? [] : LeafOpening(parts).encoded)
  }
}

/// A leaf as it is kept: its bytes, and beside them what opens its commitments.
package struct SealedLeaf: Hashable, Sendable {
  /// The bytes that are hashed.
  package let leaf: [UInt8]
  /// A ``LeafOpening``; empty where the leaf commits to nothing.
  package let opening: [UInt8]

  package init(leaf: [UInt8], opening: [UInt8]) {
    self.leaf = leaf
    self.opening = opening
  }
}

import CBOR
package import Cryptography

/// What stands behind the commitments of a leaf: a salt and the value, for each field. Kept beside
/// the leaf, never in it; without it the leaf is as valid.
package struct LeafOpening: Hashable, Sendable {
  /// One value that was committed to.
  package struct Part: Hashable, Sendable {
    package let salt: [UInt8]
    package let value: [UInt8]

    /// SHA-256(salt ‖ value); the salt has one length, so the border between both is certain.
    package var commitment: Digest { SHA256.hash(salt + value) }

    /// The value as the text that it mostly is.
    package var text: String? { String(validating: value, as: UTF8.self) }
  }

  package let parts: [LeafField: Part]

  init(_ parts: [LeafField: Part]) { self.parts = parts }

  /// Reads an opening.
  package init(encoded bytes: [UInt8]) throws(LedgerFault) {
    do throws(CBORError) {
      var reader = CBORReader(bytes)
      var parts: [LeafField: Part] = [:]
      var last: LeafField?
      let start = reader.offset
      let pairs = try reader.map()
      guard (1...LedgerLimit.fieldsMax).contains(pairs) else {
        throw CBORError(.wrongCount, at: start)
      }
      for _ in 0..<pairs {
        let field = try reader.field(after: last)
        let place = reader.offset
        try reader.array(exactly: 2)
        let salt = Array(reader.input[try reader.byteString(exactly: LedgerLimit.saltBytes)])
        let value = try reader.bytes()
        guard field.isCommitted, value.count <= LedgerLimit.valueBytesMax else {
          throw CBORError(.outOfRange, at: place)
        }
        parts[field] = Part(salt: salt, value: value)
        last = field
      }
      try reader.finish()
      self.parts = parts
    } catch {
      throw LedgerFault(.wrongOpening, at: error.offset)
    }
  }

  /// The one encoding.
  package var encoded: [UInt8] {
    var writer = CBORWriter(capacity: 128)
    writer.map(parts.count)
    for (field, part) in parts.sorted(by: { $0.key < $1.key }) {
      writer.unsigned(UInt64(field.number))
      writer.array(2)
      writer.bytes(part.salt)
      writer.bytes(part.value)
    }
    return writer.bytes
  }

  /// Refuses an opening that a leaf does not commit to.
  package func check(_ leaf: Leaf) throws(LedgerFault) {
    for (field, part) in parts.sorted(by: { $0.key < $1.key })
    where leaf.fields[field] != .bytes(part.commitment.bytes) {
      throw LedgerFault(.wrongOpening, at: field.number)
    }
  }
}

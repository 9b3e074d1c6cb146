/// A COSE_Sign1 (RFC 9052 §4.2), decoded as ranges of the input. Its signature is not checked by
/// this type.
package struct COSESign1: Hashable, Sendable {
  /// The headers.
  package let headers: COSEHeaders
  /// Content of the payload; nil if it is detached.
  package let payload: Range<Int>?
  /// Content of the signature.
  package let signature: Range<Int>

  /// Reads one, and leaves what follows to the caller.
  package init(
    from reader: inout CBORReader, tagging: COSE.Tagging = .forbidden
  ) throws(CBORError) {
    let start = reader.offset
    do {
      try reader.readTag(COSE.sign1Tag, tagging)
      try reader.array(exactly: 4)
      headers = try COSEHeaders(from: &reader)
      payload = reader.skipNull() ? nil : try reader.byteString()
      signature = try reader.byteString()
    } catch {
      reader.offset = start
      throw error
    }
  }

  /// Decodes exactly one.
  package init(decoding bytes: [UInt8], tagging: COSE.Tagging = .forbidden) throws(CBORError) {
    var reader = CBORReader(bytes)
    try self.init(from: &reader, tagging: tagging)
    try reader.finish()
  }

  /// Encodes one.
  ///
  /// - Parameters:
  ///   - protected: content of the protected byte string, an encoded map or empty.
  ///   - unprotected: an encoded map.
  ///   - payload: nil if it is detached.
  package static func encode(
    protected: [UInt8], unprotected: [UInt8] = [0xa0], payload: [UInt8]?, signature: [UInt8],
    tagged: Bool = false
  ) -> [UInt8] {
    let content = protected.count + unprotected.count + (payload?.count ?? 0) + signature.count
    var writer = CBORWriter(capacity: content + 32)
    if tagged { writer.tag(COSE.sign1Tag) }
    writer.array(4)
    writer.bytes(protected)
    writer.encoded(unprotected)
    if let payload { writer.bytes(payload) } else { writer.null() }
    writer.bytes(signature)
    return writer.bytes
  }
}

extension CBORReader {
  /// Reads the tag of a COSE message, or sees that there is none.
  mutating func readTag(_ number: UInt64, _ tagging: COSE.Tagging) throws(CBORError) {
    let isTagged = try peek() == .tag
    switch tagging {
    case .forbidden where isTagged: throw CBORError(.tag, at: offset)
    case .required where !isTagged: throw CBORError(.structure, at: offset)
    default: break
    }
    guard isTagged else { return }
    let start = offset
    guard try tag() == number else { throw fail(.tag, at: start) }
  }
}

/// A COSE_Sign (RFC 9052 §4.1): one payload, several signatures. Decoded as ranges; nothing is
/// verified here.
package struct COSESign: Hashable, Sendable {
  /// How many signatures are read at most; more are `.outOfRange`.
  package static let signaturesMax = 64

  /// The body's headers.
  package let headers: COSEHeaders
  /// Content of the payload; nil if it is detached.
  package let payload: Range<Int>?
  /// At least one signature.
  package let signatures: [Signature]

  /// One signer's part.
  package struct Signature: Hashable, Sendable {
    /// The signer's headers.
    package let headers: COSEHeaders
    /// Content of the signature.
    package let signature: Range<Int>

    init(from reader: inout CBORReader) throws(CBORError) {
      try reader.array(exactly: 3)
      headers = try COSEHeaders(from: &reader)
      signature = try reader.byteString()
    }
  }

  /// One signer's part to encode.
  package struct Signed: Hashable, Sendable {
    /// Content of the signer's protected byte string.
    package let protected: [UInt8]
    /// Encoded map.
    package let unprotected: [UInt8]
    /// The signature.
    package let signature: [UInt8]

    /// A signer's part; the unprotected map is empty unless given.
    package init(protected: [UInt8], unprotected: [UInt8] = [0xa0], signature: [UInt8]) {
      self.protected = protected
      self.unprotected = unprotected
      self.signature = signature
    }
  }

  /// Reads one, and leaves what follows to the caller.
  package init(
    from reader: inout CBORReader, tagging: COSE.Tagging = .forbidden
  ) throws(CBORError) {
    let start = reader.offset
    do {
      try reader.readTag(COSE.signTag, tagging)
      try reader.array(exactly: 4)
      headers = try COSEHeaders(from: &reader)
      payload = reader.skipNull() ? nil : try reader.byteString()
      signatures = try Self.readSignatures(&reader)
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

  private static func readSignatures(
    _ reader: inout CBORReader
  ) throws(CBORError) -> [Signature] {
    let start = reader.offset
    let count = try reader.array()
    guard count > 0 else { throw CBORError(.structure, at: start) }
    guard count <= signaturesMax else { throw CBORError(.outOfRange, at: start) }
    var signatures: [Signature] = []
    for _ in 0..<count { signatures.append(try Signature(from: &reader)) }
    return signatures
  }

  /// Encodes one; the body's unprotected map is empty.
  package static func encode(
    protected: [UInt8] = [], payload: [UInt8]?, signatures: [Signed], tagged: Bool = false
  ) -> [UInt8] {
    var writer = CBORWriter(capacity: protected.count + (payload?.count ?? 0) + 256)
    if tagged { writer.tag(COSE.signTag) }
    writer.array(4)
    writer.bytes(protected)
    writer.map(0)
    if let payload { writer.bytes(payload) } else { writer.null() }
    writer.array(signatures.count)
    for signed in signatures {
      writer.array(3)
      writer.bytes(signed.protected)
      writer.encoded(signed.unprotected)
      writer.bytes(signed.signature)
    }
    return writer.bytes
  }
}

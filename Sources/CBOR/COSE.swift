/// What COSE_Sign1 and COSE_Sign share (RFC 9052): tags, header labels, and the bytes that a
/// signature covers.
package enum COSE {
  /// Tag of a COSE_Sign1 (RFC 9052 §2).
  package static let sign1Tag: UInt64 = 18
  /// Tag of a COSE_Sign (RFC 9052 §2).
  package static let signTag: UInt64 = 98
  /// ECDSA with SHA-256 (RFC 9053 §2.1); with P-256 the only algorithm here.
  package static let es256: Int64 = -7

  /// Whether a message stands behind its tag.
  package enum Tagging: Sendable {
    /// The tag must be there.
    case required
    /// There must be no tag.
    case forbidden
    /// Both forms are taken.
    case optional
  }

  /// The bytes a COSE_Sign1 signature covers: `["Signature1", protected, external_aad, payload]`
  /// (RFC 9052 §4.4).
  ///
  /// - Parameter protected: the content of the protected byte string as received; `a0` counts as
  /// empty (§3).
  package static func sigStructure(
    protected: ArraySlice<UInt8>, externalAAD: [UInt8] = [], payload: ArraySlice<UInt8>
  ) -> [UInt8] {
    var writer = CBORWriter(capacity: protected.count + externalAAD.count + payload.count + 32)
    writer.array(4)
    writer.text("Signature1")
    writer.bytes(withoutEmptyMap(protected))
    writer.bytes(externalAAD)
    writer.bytes(payload)
    return writer.bytes
  }

  /// The same, from whole arrays.
  package static func sigStructure(
    protected: [UInt8], externalAAD: [UInt8] = [], payload: [UInt8]
  ) -> [UInt8] {
    sigStructure(protected: protected[...], externalAAD: externalAAD, payload: payload[...])
  }

  /// The bytes that one signature of a COSE_Sign covers: `["Signature", body_protected,
  /// sign_protected, external_aad, payload]` (RFC 9052 §4.4).
  package static func sigStructure(
    bodyProtected: ArraySlice<UInt8>, signerProtected: ArraySlice<UInt8>,
    externalAAD: [UInt8] = [], payload: ArraySlice<UInt8>
  ) -> [UInt8] {
    let variable = bodyProtected.count + signerProtected.count + externalAAD.count + payload.count
    var writer = CBORWriter(capacity: variable + 40)
    writer.array(5)
    writer.text("Signature")
    writer.bytes(withoutEmptyMap(bodyProtected))
    writer.bytes(withoutEmptyMap(signerProtected))
    writer.bytes(externalAAD)
    writer.bytes(payload)
    return writer.bytes
  }

  /// An empty protected map may be sent as `a0`, but is always signed as the empty string (RFC 9052
  /// §3).
  private static func withoutEmptyMap(_ protected: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    protected.count == 1 && protected.first == 0xa0 ? [] : protected
  }
}

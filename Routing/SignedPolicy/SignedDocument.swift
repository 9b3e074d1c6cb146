import CBOR
import Cryptography
import Policy

/// The kinds of document that are signed, each with the content type that its signatures cover.
package enum DocumentKind: String, Sendable {
  case charter = "application/vnd.vaguemestre.charter+cbor"
  case policy = "application/vnd.vaguemestre.policy+cbor"
  case credential = "application/vnd.vaguemestre.credential+cbor"
  case breakGlass = "application/vnd.vaguemestre.break-glass+cbor"
  case integrator = "application/vnd.vaguemestre.integrator+cbor"
  case release = "application/vnd.vaguemestre.release+cbor"

  /// Content of the body's protected header: {3: content type}.
  var bodyProtected: [UInt8] {
    var writer = CBORWriter()
    writer.map(1)
    writer.unsigned(3)
    writer.text(rawValue)
    return writer.bytes
  }

  /// The bytes that a key's signature covers.
  func toBeSigned(_ payload: [UInt8], by key: KeyID) -> [UInt8] {
    COSE.sigStructure(
      bodyProtected: bodyProtected[...],
      signerProtected: COSEHeader.es256(keyID: key.bytes)[...], payload: payload[...])
  }
}

/// How many of those that must sign did.
enum Support: Sendable {
  case none
  /// At least one, and fewer than the threshold.
  case partial
  /// The threshold.
  case full
}

/// A tagged COSE_Sign taken apart; nothing in it is verified.
struct SignedDocument: Sendable {
  let kind: DocumentKind
  /// As it was received.
  let encoded: [UInt8]
  let payload: [UInt8]
  let signatures: [(key: KeyID, signature: [UInt8])]
  /// SHA-256 of the payload: what the next version names as its previous.
  let digest: Digest

  /// Headers are compared as bytes with the only ones there may be, so there is nothing in them to
  /// interpret.
  init<Content: SignedContent>(
    _ bytes: [UInt8], as type: Content.Type
  ) throws(VerificationFault) {
    guard bytes.count <= Content.signedBytesMax else { throw .tooLarge }
    kind = Content.kind
    let parts: COSESign
    do throws(CBORError) {
      parts = try COSESign(decoding: bytes, tagging: .required)
    } catch {
      throw .malformedSignatures
    }
    guard let range = parts.payload, bytes[parts.headers.unprotected].elementsEqual([0xa0]) else {
      throw .malformedSignatures
    }
    guard bytes[parts.headers.protected].elementsEqual(kind.bodyProtected) else {
      throw .wrongContentType
    }
    encoded = bytes
    payload = Array(bytes[range])
    digest = SHA256.hash(payload)
    signatures = try Self.signatures(parts, bytes)
  }

  private static func signatures(
    _ parts: COSESign, _ bytes: [UInt8]
  ) throws(VerificationFault) -> [(key: KeyID, signature: [UInt8])] {
    var found: [(key: KeyID, signature: [UInt8])] = []
    for part in parts.signatures {
      guard let key = keyID(part.headers, bytes), part.signature.count == 64,
        bytes[part.headers.unprotected].elementsEqual([0xa0])
      else { throw .malformedSignatures }
      found.append((key, Array(bytes[part.signature])))
    }
    return found
  }

  private static func keyID(_ headers: COSEHeaders, _ bytes: [UInt8]) -> KeyID? {
    guard let header = try? COSEHeader(of: bytes, in: headers.protected),
      let key = header.keyID.flatMap({ KeyID(bytes[$0]) }),
      bytes[headers.protected].elementsEqual(COSEHeader.es256(keyID: key.bytes))
    else { return nil }
    return key
  }

  /// What the signatures are worth to a quorum. A revoked key does not count, a key counts once
  /// however often it signed, a signature by a stranger does not count, and a wrong one by a member
  /// refuses the document.
  func support(
    of quorum: KeyQuorum, revoked: Set<KeyID>
  ) throws(VerificationFault) -> Support {
    var signers: Set<[UInt8]> = []
    for (keyID, signature) in signatures where !revoked.contains(keyID) {
      guard let key = quorum.keys.first(where: { $0.keyID == keyID }) else { continue }
      guard !signers.contains(key.spki) else { continue }
      guard key.isValid(signature, for: kind.toBeSigned(payload, by: keyID)) else {
        throw .invalidSignature
      }
      signers.insert(key.spki)
    }
    guard !signers.isEmpty else { return .none }
    return quorum.threshold >= 1 && signers.count >= quorum.threshold ? .full : .partial
  }

  /// Whether enough different keys of the quorum signed.
  func isSigned(by quorum: KeyQuorum, revoked: Set<KeyID>) throws(VerificationFault) -> Bool {
    try support(of: quorum, revoked: revoked) == .full
  }
}

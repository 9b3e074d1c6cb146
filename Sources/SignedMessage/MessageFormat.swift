import CBOR
import Cryptography

/// The constants of the profile: header labels (RFC 9052 §3.1, RFC 9942 §5), content type, fixed
/// bytes.
enum MessageFormat {
  static let algorithm: Int64 = 1
  static let critical: Int64 = 2
  static let contentType: Int64 = 3
  static let keyID: Int64 = 4
  /// Private use (RFC 8152 §16.2): below -65536.
  static let label: Int64 = -70001
  static let context: Int64 = -70002
  /// Verifiable data structure: 1 is the RFC 9162 tree with SHA-256.
  static let dataStructure: Int64 = 395
  static let dataStructureProofs: Int64 = 396
  static let inclusionProofs: Int64 = -1

  static let criticalList: [Int64] = [label, context]
  static let mediaType = Array("application/vnd.vaguemestre.normalized+cbor".utf8)
  static let signatureByteCount = 64
  /// What stands in a message where a sibling's hash or the signature comes later.
  static let noDigest = [UInt8](repeating: 0, count: Digest.byteCount)
  static let noSignature = [UInt8](repeating: 0, count: signatureByteCount)

  /// What a Sig_structure begins with (RFC 9052 §4.4): an array of four, "Signature1".
  static let signatureOpening: [UInt8] = {
    var writer = CBORWriter()
    writer.array(4)
    writer.text("Signature1")
    return writer.bytes
  }()

  /// The empty external data of a Sig_structure.
  static let noExternalData: UInt8 = 0x40

  /// What the Sig_structure over a batch's root begins with: all but the 32 bytes of the root.
  static let batchOpening: [UInt8] = {
    var header = CBORWriter()
    header.map(2)
    header.integer(algorithm)
    header.integer(COSE.es256)
    header.integer(dataStructure)
    header.unsigned(1)
    var writer = CBORWriter(appendingTo: signatureOpening)
    writer.bytes(header.bytes)
    writer.bytes([])
    return writer.bytes + [0x58, 0x20]
  }()

  /// The beginning of every protected header, up to the 16 bytes of the key id.
  static let headerOpening: [UInt8] = {
    var writer = CBORWriter()
    writer.map(6)
    writer.integer(algorithm)
    writer.integer(COSE.es256)
    writer.integer(critical)
    writer.array(criticalList.count)
    for parameter in criticalList { writer.integer(parameter) }
    writer.integer(contentType)
    writer.text(String(decoding: mediaType, as: UTF8.self))
    writer.integer(keyID)
    return writer.bytes + [0x50]
  }()
}

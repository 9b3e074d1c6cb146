import CBOR
package import Cryptography
package import Policy

/// What was accepted last of one document; the next must follow it.
package struct AcceptedVersion: Hashable, Sendable {
  package let version: UInt64
  /// SHA-256 of the document's payload.
  package let digest: Digest

  package init(version: UInt64, digest: Digest) {
    self.version = version
    self.digest = digest
  }
}

/// The fingerprint of a site's root keys and their threshold: the one thing that is trusted because
/// someone compared it.
package struct RootPin: Hashable, Sendable, CustomStringConvertible {
  /// SHA-256 of the CBOR array [threshold, [* SPKI, ascending bytewise]].
  package let digest: Digest

  package init(_ digest: Digest) { self.digest = digest }

  /// The pin of these roots.
  package init(of roots: KeyQuorum) {
    var writer = CBORWriter()
    writer.array(2)
    writer.integer(Int64(roots.threshold))
    writer.array(roots.keys.count)
    let keys = roots.keys.map(\.spki).sorted { $0.lexicographicallyPrecedes($1) }
    for key in keys { writer.bytes(key) }
    digest = SHA256.hash(writer.bytes)
  }

  /// 64 hexadecimal digits, to be read over a second channel.
  package var description: String { digest.description }
}

extension AcceptedVersion {
  init?(_ value: CBORValue) {
    guard case .array(let parts) = value, parts.count == 2, case .unsigned(let version) = parts[0],
      version <= PolicyLimit.versionMax, case .byteString(let bytes) = parts[1],
      let digest = Digest(bytes)
    else { return nil }
    self.init(version: version, digest: digest)
  }

  var value: CBORValue { .array([.unsigned(version), .byteString(digest.bytes)]) }
}

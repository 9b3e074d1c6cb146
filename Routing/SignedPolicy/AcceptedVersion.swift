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

/// One version of a chain on disk: [version, digest, ? digest of what it narrows].
struct ChainEntry {
  let accepted: AcceptedVersion
  let base: Digest?

  init(accepted: AcceptedVersion, base: Digest?) {
    self.accepted = accepted
    self.base = base
  }

  init?(_ value: CBORValue) {
    guard case .array(let parts) = value, (2...3).contains(parts.count),
      case .unsigned(let version) = parts[0], version <= PolicyLimit.versionMax
    else { return nil }
    let digests = parts.dropFirst().compactMap { part -> Digest? in
      guard case .byteString(let bytes) = part else { return nil }
      return Digest(bytes)
    }
    guard digests.count == parts.count - 1, version > 1 || digests.count == 1 else { return nil }
    accepted = AcceptedVersion(version: version, digest: digests[0])
    base = digests.count == 2 ? digests[1] : nil
  }

  var value: CBORValue {
    let digests = [accepted.digest, base].compactMap(\.self)
    return .array([.unsigned(accepted.version)] + digests.map { .byteString($0.bytes) })
  }
}

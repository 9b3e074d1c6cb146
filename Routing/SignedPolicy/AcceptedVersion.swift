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

/// What a cell must remember between runs so that nothing goes back: persist it before activating.
package struct AcceptedState: Hashable, Sendable {
  package var roots: RootPin
  package var charter: AcceptedVersion
  /// By compartment.
  package var policies: [String: AcceptedVersion]

  package init(
    roots: RootPin, charter: AcceptedVersion, policies: [String: AcceptedVersion] = [:]
  ) {
    self.roots = roots
    self.charter = charter
    self.policies = policies
  }
}

// accepted-state = {"roots": bstr .size 32, "charter": accepted, "policies": {* compartment =>
// accepted}} accepted = [version: uint, digest: bstr .size 32]

extension AcceptedState {
  /// Decodes exactly one state; nil for anything else, which must be treated as damage and never as
  /// a first install.
  package init?(encoded bytes: [UInt8]) {
    guard let value = try? CBORValue(decoding: bytes), case .map(let pairs) = value,
      pairs.count == 3, case .byteString(let roots) = value["roots"],
      let roots = Digest(roots), let charter = value["charter"].flatMap(AcceptedVersion.init),
      case .map(let entries) = value["policies"]
    else { return nil }
    self.init(roots: RootPin(roots), charter: charter)
    for entry in entries {
      guard case .text(let name) = entry.key, let version = AcceptedVersion(entry.value) else {
        return nil
      }
      policies[name] = version
    }
  }

  /// The one encoding.
  package var encoded: [UInt8] {
    let entries = policies.map { CBORValue.Pair(.text($0.key), $0.value.value) }
    let value = CBORValue.map([
      CBORValue.Pair(.text("roots"), .byteString(roots.digest.bytes)),
      CBORValue.Pair(.text("charter"), charter.value),
      CBORValue.Pair(.text("policies"), .map(entries)),
    ])
    do throws(CBORError) {
      return try value.encoded()
    } catch {
      preconditionFailure("the keys of a dictionary are unique")
    }
  }
}

extension AcceptedVersion {
  fileprivate init?(_ value: CBORValue) {
    guard case .array(let parts) = value, parts.count == 2, case .unsigned(let version) = parts[0],
      case .byteString(let bytes) = parts[1], let digest = Digest(bytes)
    else { return nil }
    self.init(version: version, digest: digest)
  }

  fileprivate var value: CBORValue { .array([.unsigned(version), .byteString(digest.bytes)]) }
}

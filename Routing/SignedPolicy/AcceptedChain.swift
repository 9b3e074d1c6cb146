import CBOR
package import Cryptography
import Policy

/// What was accepted of one document's versions: the one that rules, and those after it that only
/// take away.
///
/// A version comes to be withheld when it had expired before it came, says that it comes from the
/// future, or is a charter under which the compartment's own policy does not hold yet. The next
/// version follows the newest, whichever rules.
package struct AcceptedChain: Hashable, Sendable {
  /// Grants, and takes away.
  package let ruling: AcceptedVersion
  /// Take away only; each the one after that before it.
  package let withheld: [AcceptedVersion]
  /// By version, of those that fewer keys than the threshold signed: the digest of the version
  /// before it, which it narrows.
  package let bases: [UInt64: Digest]

  package init(
    _ ruling: AcceptedVersion, withheld: [AcceptedVersion] = [], bases: [UInt64: Digest] = [:]
  ) {
    self.ruling = ruling
    self.withheld = withheld
    self.bases = bases
  }

  /// What a version narrows; nil if its threshold signed it.
  package func base(of version: AcceptedVersion) -> AcceptedVersion? {
    bases[version.version].map { AcceptedVersion(version: version.version - 1, digest: $0) }
  }

  /// Those of which a copy must be kept: all of them, and what the one that rules narrows.
  package var kept: [AcceptedVersion] { [base(of: ruling)].compactMap(\.self) + versions }

  /// What the next version must follow.
  package var newest: AcceptedVersion { withheld.last ?? ruling }

  /// All of them, ascending.
  package var versions: [AcceptedVersion] { [ruling] + withheld }

  /// Whether the other knows of a later version, or has the newest one rule where this does not.
  package func isBehind(_ other: AcceptedChain) -> Bool {
    (newest.version, ruling.version) < (other.newest.version, other.ruling.version)
  }
}

extension AcceptedChain {
  init?(_ value: CBORValue) {
    guard case .array(let parts) = value, parts.count <= SuccessionLimit.withheldMax + 1 else {
      return nil
    }
    let entries = parts.compactMap { ChainEntry($0) }
    let versions = entries.map(\.accepted)
    guard entries.count == parts.count, let first = versions.first,
      zip(versions, versions.dropFirst()).allSatisfy({ $0.version + 1 == $1.version })
    else { return nil }
    var bases: [UInt64: Digest] = [:]
    for entry in entries { bases[entry.accepted.version] = entry.base }
    self.init(first, withheld: Array(versions.dropFirst()), bases: bases)
  }

  var value: CBORValue {
    .array(versions.map { ChainEntry(accepted: $0, base: bases[$0.version]).value })
  }
}

/// The bounds on what a reader follows and remembers of one document.
package enum SuccessionLimit {
  /// Versions in one loading, as for the roots of The Update Framework.
  package static let stepsMax = 1024
  /// Versions that are withheld, each with its copy on disk. What an authority publishes beyond,
  /// without one that may grant, is not accepted: no other compartment's memory is its to fill.
  package static let withheldMax = 16
  /// The file of what was accepted.
  package static let stateBytesMax = 32 << 20

  /// The relations that other code relies on.
  package static func assertRelations() {
    let entryBytes = 82
    precondition(
      (PolicyLimit.compartmentsMax + 1) * (withheldMax + 1) * entryBytes
        + CredentialMemory.namesMax * CredentialMemory.entryBytesMax < stateBytesMax,
      "a state with every chain at its longest can be read again")
    precondition(withheldMax < stepsMax, "a version that may grant is reached from any chain")
  }
}

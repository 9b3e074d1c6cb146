import Glibc
package import SignedPolicy

/// What one process accepted of the policies, on disk: version numbers and hashes, and the
/// documents themselves.
///
/// It is written before a document takes effect, so that no crash and no restored file brings an
/// older one back. The copies let a process go on with what it accepted when what lies in the
/// site's directory is refused.
package struct PolicyStore: Hashable, Sendable {
  /// A directory of the process's own.
  package let directory: String

  /// The store in a directory; it is created when first written.
  package init(_ directory: String) { self.directory = directory }

  /// The file of versions and hashes.
  package var stateFile: String { "\(directory)/accepted.cbor" }
  /// The copy of one version of the charter. Versions have files of their own, so that a crash
  /// between a new copy and its entry in ``stateFile`` leaves the entry its copy.
  package func charter(_ version: UInt64) -> String { "\(directory)/charter-\(version).cose" }

  /// The copy of one version of a compartment's policy.
  package func policy(_ compartment: String, _ version: UInt64) -> String {
    "\(directory)/policy-\(compartment)-\(version).cose"
  }

  /// What was accepted; nil if nothing ever was. Damage is never taken for a first start.
  package func load() throws(SiteError) -> AcceptedState? {
    guard let bytes = try SiteFile.readIfPresent(stateFile, maximumBytes: 1 << 20) else {
      return nil
    }
    guard let state = AcceptedState(encoded: bytes) else {
      throw SiteError(
        .damagedState, stateFile, "it is damaged, so a rollback could not be noticed",
        remedy:
          "restore it from a backup; removing it starts anew from the pinned roots and must be"
          + " a decision of who holds them")
    }
    return state
  }

  /// Makes copies and then their versions durable, and removes copies that no version names any
  /// more.
  func save(_ state: AcceptedState, _ copies: [(path: String, bytes: [UInt8])]) throws(SiteError) {
    try SiteFile.makeDirectory(directory)
    for copy in copies {
      try SiteFile.replace(copy.path, with: copy.bytes, mode: 0o600)
    }
    try SiteFile.replace(stateFile, with: state.encoded, mode: 0o600)
    let named = state.policies.map { policy($0.key, $0.value.version) }
    let needed = Set(named + [charter(state.charter.version)])
    for name in try SiteFile.names(in: directory) ?? [] where name.hasSuffix(".cose") {
      let path = "\(directory)/\(name)"
      if !needed.contains(path) { unlink(path) }
    }
  }
}

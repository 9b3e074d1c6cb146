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
    guard let state = AcceptedState(encoded: bytes) else { throw Self.lost(stateFile) }
    return state
  }

  /// Something that was accepted is damaged or gone, and nothing that lies elsewhere replaces it.
  static func lost(_ path: String) -> SiteError {
    SiteError(
      .damagedState, path, "it is damaged or gone, so a rollback could not be noticed",
      remedy:
        "restore it from a backup; to start anew from the pinned roots must be a decision of who"
        + " holds them")
  }

  /// Makes the copies of a set and then its versions durable, and removes copies that no version
  /// names any more.
  ///
  /// What was accepted of compartments that are no peers now stays: they may come back.
  func save(_ set: VerifiedSet, after accepted: AcceptedState?) throws(SiteError) {
    let state = accepted?.advanced(to: set.state) ?? set.state
    try SiteFile.makeDirectory(directory)
    for copy in set.copies { try write(copy.encoded, to: path(of: copy)) }
    try write(state.encoded, to: stateFile)
    try removeCopies(besides: state)
  }

  private func path(of copy: SignedCopy) -> String {
    guard let compartment = copy.compartment else { return charter(copy.accepted.version) }
    return policy(compartment, copy.accepted.version)
  }

  /// Writes what is not there already: a lost or damaged copy as well as a new one.
  private func write(_ bytes: [UInt8], to path: String) throws(SiteError) {
    if let found = try? SiteFile.readIfPresent(path, maximumBytes: bytes.count), found == bytes {
      return
    }
    try SiteFile.replace(path, with: bytes, mode: 0o600)
  }

  private func removeCopies(besides state: AcceptedState) throws(SiteError) {
    var needed = Set(state.charter.versions.map { charter($0.version) })
    for (name, chain) in state.policies {
      needed.formUnion(chain.versions.map { policy(name, $0.version) })
    }
    for name in try SiteFile.names(in: directory) ?? [] where name.hasSuffix(".cose") {
      let path = "\(directory)/\(name)"
      if !needed.contains(path) { unlink(path) }
    }
  }
}

import Glibc
package import SignedPolicy

/// What the processes of one cell or principal accepted of the policies, on disk: version numbers
/// and hashes, and the documents themselves.
///
/// It is written before a document takes effect, so that no crash and no restored file brings an
/// older one back. The copies let a process go on with what it accepted when what lies in the
/// site's directory is refused.
package struct PolicyStore: Hashable, Sendable {
  /// A directory of the cell's or principal's own.
  package let directory: String
  /// A directory in which something lies once the cell has worked; nil for who leaves no trace.
  private let trace: String?
  /// How long to wait for another process that is at work in the store.
  private let patience: Duration

  /// The store in a directory; it is created when first locked.
  package init(_ directory: String, patience: Duration = .seconds(5)) {
    self.directory = directory
    trace = nil
    self.patience = patience
  }

  /// The store of a cell. Its journal tells that it has worked before.
  package init(of cell: CellLayout) {
    directory = cell.state
    trace = cell.journal
    patience = .seconds(5)
  }

  /// The file of versions and hashes.
  package var stateFile: String { "\(directory)/accepted.cbor" }
  /// The copy of one version of the charter. Versions have files of their own, so that a crash
  /// between a new copy and its entry in ``stateFile`` leaves the entry its copy.
  package func charter(_ version: UInt64) -> String { "\(directory)/charter-\(version).cose" }

  /// The copy of one version of a compartment's policy.
  package func policy(_ compartment: String, _ version: UInt64) -> String {
    "\(directory)/policy-\(compartment)-\(version).cose"
  }

  /// What was accepted; nil if nothing ever was. Neither damage nor a file that is gone is ever
  /// taken for a first start.
  package func load() throws(SiteError) -> AcceptedState? {
    guard
      let bytes = try SiteFile.readIfPresent(stateFile, maximumBytes: SuccessionLimit.stateBytesMax)
    else {
      if try hasWorked { throw Self.lost(stateFile) }
      return nil
    }
    guard let state = AcceptedState(encoded: bytes) else { throw Self.lost(stateFile) }
    return state
  }

  /// Whether something is left of an earlier start, if only a link that leads nowhere.
  private var hasWorked: Bool {
    get throws(SiteError) {
      let names = try SiteFile.names(in: directory) ?? []
      let traces = try trace.flatMap { path throws(SiteError) in try SiteFile.names(in: path) }
      return names.contains { $0 == "accepted.cbor" || $0.hasSuffix(".cose") }
        || traces?.isEmpty == false
    }
  }

  /// Something that was accepted is damaged or gone, and nothing that lies elsewhere replaces it.
  static func lost(_ path: String) -> SiteError {
    SiteError(
      .damagedState, path, "it is damaged or gone, so a rollback could not be noticed",
      remedy:
        "restore it from a backup; to start anew from the pinned roots must be a decision of who"
        + " holds them: then empty its directory, and set a cell's journal aside for that start")
  }
}

extension PolicyStore {
  /// Runs `body` while no other process loads from the store or saves to it.
  package func locked<Result>(
    _ body: () throws(SiteError) -> Result
  ) throws(SiteError) -> Result {
    try SiteFile.makeDirectory(directory)
    let file = try SiteFile.openOwnDirectory(directory)
    defer { close(file) }
    let deadline = ContinuousClock.now + patience
    while flock(file, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR, ContinuousClock.now < deadline else {
        throw SiteError(
          .busy, directory, "another process is at work in it",
          remedy: "try again; if it stays so, find the process that has the directory open")
      }
      usleep(10_000)
    }
    return try body()
  }

  /// Makes a set and its versions durable, and removes copies that no version names any more.
  ///
  /// What was accepted of compartments that are no peers now stays: they may come back. Nothing
  /// goes back to an earlier version, whoever wrote the later one.
  package func save(
    _ set: VerifiedSet, after accepted: AcceptedState? = nil
  ) throws(SiteError) {
    let found = try SiteFile.readIfPresent(stateFile, maximumBytes: SuccessionLimit.stateBytesMax)
    let before = found.flatMap { AcceptedState(encoded: $0) }
    var state = set.state
    for known in [accepted, before] { state = known?.advanced(to: state) ?? state }
    guard set.state.policies.allSatisfy({ state.policies[$0.key] == $0.value }),
      state.charter == set.state.charter
    else { throw SiteError(VerificationFault.olderThanFormer, stateFile) }
    // Copies come before the versions that name them. At a first start they come after: a crash
    // in between must not look as if the versions had been taken away, and the documents of which
    // there is no copy yet still lie in the site.
    if before == nil { try write(state.encoded, to: stateFile) }
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
    var needed = Set(state.charter.kept.map { charter($0.version) })
    for (name, chain) in state.policies {
      needed.formUnion(chain.kept.map { policy(name, $0.version) })
    }
    for name in try SiteFile.names(in: directory) ?? [] where name.hasSuffix(".cose") {
      let path = "\(directory)/\(name)"
      if !needed.contains(path) { unlink(path) }
    }
  }
}

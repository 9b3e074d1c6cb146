package import Cryptography
import Policy
package import SignedPolicy

/// Who may release adapters to a site and what was released, as far as it holds. Anybody may have
/// put a file there; one that is refused changes nothing for the others.
package struct ReleaseShelf: Sendable {
  /// One of each name, by name.
  package private(set) var integrators: [VerifiedIntegrator] = []
  /// Those that hold, whether or not they have lapsed.
  package private(set) var releases: [VerifiedRelease] = []
  /// The file of each of them.
  package private(set) var paths: [String] = []
  /// What does not hold, and why.
  package private(set) var refused: [SiteError] = []

  /// Reads and verifies what lies in a site's directory.
  package init(in layout: SiteLayout, under basis: ReleaseBasis) {
    takeIntegrators(in: layout.integrators, basis)
    let known = integrators
    for path in files(in: layout.releases) {
      let verified = read(path) { bytes throws(VerificationFault) in
        try basis.verify(UnverifiedRelease(bytes), of: known)
      }
      guard let verified else { continue }
      releases.append(verified)
      paths.append(path)
    }
  }

  /// Of two delegations of one name the later counts. Of two that name one key the one issued first
  /// counts: nobody takes a key over by naming it.
  private mutating func takeIntegrators(in directory: String, _ basis: ReleaseBasis) {
    var newest: [String: (path: String, integrator: VerifiedIntegrator)] = [:]
    for path in files(in: directory) {
      let verified = read(path) { bytes throws(VerificationFault) in
        try basis.verify(UnverifiedIntegrator(bytes))
      }
      guard let verified else { continue }
      let name = verified.document.name
      if let other = newest[name]?.integrator, !verified.isLater(than: other) { continue }
      newest[name] = (path, verified)
    }
    var keys: Set<VerificationKey> = []
    let inOrder = newest.values.sorted { $1.integrator.isLater(than: $0.integrator) }
    for (path, integrator) in inOrder {
      guard keys.isDisjoint(with: integrator.document.keys) else {
        refused.append(SiteError(.document(DocumentFault(.duplicate, at: "keys")), path))
        continue
      }
      keys.formUnion(integrator.document.keys)
      integrators.append(integrator)
    }
    integrators.sort { $0.document.name < $1.document.name }
  }

  private mutating func files(in directory: String) -> [String] {
    do throws(SiteError) {
      let names = (try SiteFile.names(in: directory) ?? []).filter { $0.hasSuffix(".cose") }
      if names.count > PolicyLimit.releasesMax {
        refused.append(
          SiteError(
            .tooLarge, directory, "it has more than \(PolicyLimit.releasesMax) files",
            remedy: "remove those that have expired; what was not looked at does not count"))
      }
      return names.prefix(PolicyLimit.releasesMax).map { "\(directory)/\($0)" }
    } catch {
      refused.append(error)
      return []
    }
  }

  private mutating func read<Verified>(
    _ path: String, _ verify: ([UInt8]) throws(VerificationFault) -> Verified
  ) -> Verified? {
    do throws(SiteError) {
      let bound = PolicyLimit.releaseBytesMax
      guard let bytes = try SiteFile.readIfPresent(path, maximumBytes: bound) else { return nil }
      do throws(VerificationFault) {
        return try verify(bytes)
      } catch {
        throw SiteError(error, path)
      }
    } catch {
      refused.append(error)
      return nil
    }
  }

  /// The release by which an executable may run an adapter.
  ///
  /// - Parameter started: the executable and the release from which the same link was started
  ///   before, when that release had not lapsed: those go on.
  package func release(
    of executable: Digest, for adapter: String, after started: StartedRelease?, _ path: String
  ) throws(SiteError) -> VerifiedRelease {
    let named = releases.filter { $0.document.executable == executable }
    guard !named.isEmpty else {
      throw SiteError(
        .notReleased, path, "no release that holds names this executable" + doubts,
        remedy: "restore the executable that was released, or have this one released: "
          + "vaguemestre release sign")
    }
    let meant = named.filter { $0.document.adapters.contains(adapter) }
    guard !meant.isEmpty else {
      throw SiteError(
        .releasedForOthers, path, "it is released, but not for the adapter '\(adapter)'" + doubts,
        remedy: "correct the link, or have the executable released for this adapter")
    }
    if let current = meant.first(where: { !$0.isLapsed }) { return current }
    let before = meant.first { StartedRelease(executable, $0) == started }
    guard let before else { throw SiteError(.lapsed, path) }
    return before
  }

  private var doubts: String {
    guard let first = refused.first else { return "" }
    let codes = Set(refused.map { "VGM-\($0.code)" }).sorted().joined(separator: ", ")
    return " (\(refused.count) did not hold: \(codes), as \(first.path))"
  }
}

/// By which release a link was last started before that lapsed: the one thing that a lapsed release
/// still lets happen is that this is started again.
package struct StartedRelease: Hashable, Sendable {
  /// The file's one line: the digests of the executable and of the release's payload.
  let line: String

  init(_ executable: Digest, _ release: VerifiedRelease) {
    line = "\(Hexadecimal.encode(executable.bytes)) \(Hexadecimal.encode(release.digest.bytes))\n"
  }

  /// What is remembered of a link, if anything is.
  init?(of link: String, in layout: SiteLayout) {
    guard let bytes = try? SiteFile.readIfPresent(layout.startedRelease(link), maximumBytes: 256)
    else { return nil }
    line = String(decoding: bytes, as: UTF8.self)
  }

  func remember(for link: String, in layout: SiteLayout) throws(SiteError) {
    try SiteFile.makeDirectory("\(layout.releases)/started")
    try SiteFile.replace(layout.startedRelease(link), with: Array(line.utf8), mode: 0o600)
  }
}

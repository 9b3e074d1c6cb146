import Cryptography
import Policy
import SignedPolicy

/// The program that runs the adapters of a new site, to be released with it.
package struct AdapterProgram: Hashable, Sendable {
  /// Its executable file.
  package var path: String
  /// Its version, for people.
  package var version: String

  package init(path: String, version: String) {
    self.path = path
    self.version = version
  }
}

extension SiteBuilder {
  /// Makes the adapter-release keys and signs a release of the plan's program for the adapters of
  /// its links, without an end: a new site must not stop by itself.
  func makeRelease() throws(SiteError) -> KeyQuorum? {
    guard let program = plan.adapterProgram else { return nil }
    let holders = try makeQuorum(named: "release", in: layout.releaseKeys)
    var release = Release(
      adapters: Set(links.map(\.adapter)).sorted(), version: program.version,
      executable: try SealedExecutable.digest(of: program.path), issued: plan.time)
    release.site = plan.site
    let bytes = try signed(
      { () throws(DocumentFault) in try PolicySigner(release) }, holders.keys, layout.releases)
    try SiteFile.makeDirectory(layout.releases)
    try SiteFile.replace("\(layout.releases)/\(plan.site).cose", with: bytes)
    return holders.quorum
  }
}

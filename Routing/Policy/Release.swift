package import Cryptography
import Labels

/// That an executable is what runs some adapters.
///
/// A plain document; it admits nothing until a verifier has made it a verified one.
package struct Release: Hashable, Sendable {
  /// The one site that it is meant for; nil for every site that takes the integrator's releases.
  package var site: String?
  /// By its name in the site's delegation; nil for one that the adapter-release quorum signs.
  package var integrator: String?
  /// The adapters that the executable may run.
  package var adapters: [String]
  /// Its version, for people.
  package var version: String
  /// SHA-256 of the executable file, every byte of it.
  package var executable: Digest
  /// Seconds since the Unix epoch.
  package var issued: Int64
  /// Seconds since the Unix epoch, from which it is started nowhere for the first time.
  package var expires: Int64?
  /// For people, as a deny's reason.
  package var notes: String?

  package init(adapters: [String], version: String, executable: Digest, issued: Int64) {
    self.adapters = adapters
    self.version = version
    self.executable = executable
    self.issued = issued
  }

  /// Refuses a release that breaks a rule of its own.
  package func check() throws(DocumentFault) {
    for (key, name) in [("site", site), ("integrator", integrator)] {
      guard name.map(Name.isValid) ?? true else { throw DocumentFault(.malformedName, at: key) }
    }
    // A quorum is one site's; what it signs for no site in particular is a mistake.
    guard integrator != nil || site != nil else { throw DocumentFault(.missingKey, at: "site") }
    try adapters.checkAdapters()
    guard EquipmentText.isValid(version) else { throw DocumentFault(.malformedText, at: "version") }
    guard (0...PolicyLimit.timeMax).contains(issued) else {
      throw DocumentFault(.outOfRange, at: "issued")
    }
    if let expires {
      guard issued < expires, expires <= PolicyLimit.timeMax else {
        throw DocumentFault(.outOfRange, at: "expires")
      }
    }
    guard notes.map(ReadableText.isValid) ?? true else {
      throw DocumentFault(.malformedText, at: "notes")
    }
  }
}

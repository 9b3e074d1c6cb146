import Policy
package import SignedPolicy

extension SiteLayout {
  /// The charter's versions that lie in the directory.
  var charterShelf: DocumentShelf<Charter> {
    DocumentShelf(charter, former: formerCharter)
  }

  /// Copies of a version of the charter.
  package func copies(ofCharter version: AcceptedVersion) -> [UnverifiedCharter] {
    charterShelf.copies(of: version)
  }

  /// Copies of a version of a compartment's policy.
  package func copies(_ version: AcceptedVersion, of compartment: String) -> [UnverifiedPolicy] {
    shelf(of: compartment).copies(of: version)
  }

  /// Those of a compartment's policy.
  func shelf(of compartment: String) -> DocumentShelf<CompartmentPolicy> {
    DocumentShelf(policy(compartment), former: { formerPolicy(compartment, $0) })
  }
}

/// Where the versions of one signed document lie: in the site's directory, in its history, and in
/// a process's own copies.
struct DocumentShelf<Content: SignedContent> {
  typealias Document = Unverified<Content>

  /// Path of the version in force.
  let path: String
  private let former: (UInt64) -> String
  private let copy: ((UInt64) -> String)?
  /// What a running process still has in memory.
  private let memory: [[UInt8]]

  init(
    _ path: String, former: @escaping (UInt64) -> String, copy: ((UInt64) -> String)? = nil,
    memory: [[UInt8]] = []
  ) {
    self.path = path
    self.former = former
    self.copy = copy
    self.memory = memory
  }

  /// The version in force; nil if there is none.
  func current() throws(SiteError) -> Document? {
    guard let bytes = try SiteFile.readIfPresent(path, maximumBytes: PolicyLimit.documentBytesMax)
    else { return nil }
    do throws(VerificationFault) {
      return try Document(bytes)
    } catch {
      throw SiteError(error, path)
    }
  }

  /// A version of the history; nil if there is none that can be read. Anybody may have put it
  /// there, so what it is worth is for the caller to find out.
  func former(_ version: UInt64) -> Document? { Self.document(former(version)) }

  /// A version of the history with this digest.
  func former(_ accepted: AcceptedVersion) -> Document? {
    former(accepted.version).flatMap { $0.digest == accepted.digest ? $0 : nil }
  }

  /// Every copy of an accepted version. The one in force first: it may be signed anew.
  func copies(of accepted: AcceptedVersion) -> [Document] {
    let paths = [path, copy?(accepted.version), former(accepted.version)].compactMap(\.self)
    let found = paths.compactMap { Self.document($0) } + memory.compactMap { try? Document($0) }
    return found.filter { $0.digest == accepted.digest }
  }

  /// The document at a path; nil if there is none that can be read.
  static func document(_ path: String) -> Document? {
    let bytes = try? SiteFile.readIfPresent(path, maximumBytes: PolicyLimit.documentBytesMax)
    return bytes.flatMap { try? Document($0) }
  }
}

import Policy
import SignedPolicy

/// Where the credentials of one compartment lie in a site's directory: a file each. Anybody may
/// have put one there; what it is worth is for the verifier to say.
struct CredentialShelf {
  /// The credentials that could be taken apart.
  private(set) var found: [UnverifiedCredential] = []
  /// Path of each of them.
  private(set) var paths: [String] = []
  /// Files that are none.
  private(set) var refused: [SiteError] = []

  /// Reads what lies there; more than the principals of a policy are not looked at.
  init(_ directory: String) {
    let names: [String]
    do throws(SiteError) {
      names = (try SiteFile.names(in: directory) ?? []).filter { $0.hasSuffix(".cose") }
    } catch {
      refused.append(error)
      return
    }
    for name in names.prefix(PolicyLimit.principalsMax) { read("\(directory)/\(name)") }
    guard names.count > PolicyLimit.principalsMax else { return }
    refused.append(
      SiteError(
        .tooLarge, directory, "it has more than \(PolicyLimit.principalsMax) credentials",
        remedy: "remove those that have expired; what was not looked at does not count"))
  }

  private mutating func read(_ path: String) {
    do throws(SiteError) {
      guard
        let bytes = try SiteFile.readIfPresent(path, maximumBytes: PolicyLimit.credentialBytesMax)
      else { return }
      do throws(VerificationFault) {
        found.append(try UnverifiedCredential(bytes))
        paths.append(path)
      } catch {
        throw SiteError(error, path)
      }
    } catch {
      refused.append(error)
    }
  }

  /// Adds what holds to a set; gives what does not.
  func add(to set: inout VerifiedSet, of compartment: String, at time: Int64) -> [SiteError] {
    refused
      + set.add(found, of: compartment, at: time).map { SiteError($0.fault, paths[$0.place]) }
  }
}

extension VerifiedSet {
  /// Adds the credentials of every compartment of the set that lie in a site's directory; gives
  /// what is refused.
  mutating func addCredentials(in layout: SiteLayout, at time: Int64) -> [SiteError] {
    compartments.flatMap { compartment in
      CredentialShelf(layout.credentials(of: compartment)).add(
        to: &self, of: compartment, at: time)
    }
  }
}

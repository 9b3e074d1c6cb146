import Cryptography
import Policy
import SignedPolicy

/// Why something of a site's directory can't be used: what, where, and what a person does about it.
package struct SiteError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Stable numbers of this module's own refusals; others carry the number of what refused.
  package enum Code: Int, Hashable, Sendable, CaseIterable {
    case notReleased = 2404
    case releasedForOthers = 2405
    case notSealed = 2406
    case missing = 2501
    case unreadable = 2502
    case notEmpty = 2503
    case notWritable = 2504
    case tooLarge = 2505
    case malformedKey = 2506
    case keyMismatch = 2507
    case damagedState = 2508
    case unknownCompartment = 2509
    case unknownPrincipal = 2510
    case malformedLink = 2511
    case noFreePort = 2512
    case malformedPin = 2513
    case malformedName = 2514
    case cryptography = 2515
    case expired = 2516
    case charterWithheld = 2517
    case busy = 2518
    case exposed = 2519
    case revokedKey = 2520
  }

  /// The stable number, printed as `VGM-2501`.
  package let code: Int
  /// The file or directory.
  package let path: String
  /// What is wrong, without anything of the file's content.
  package let problem: String
  /// What to do.
  package let remedy: String

  init(_ code: Code, _ path: String, _ problem: String, remedy: String) {
    self.init(number: code.rawValue, path, problem, remedy: remedy)
  }

  private init(number: Int, _ path: String, _ problem: String, remedy: String) {
    code = number
    self.path = path
    self.problem = problem
    self.remedy = remedy
  }

  init(_ error: SecretFileError) {
    self.init(
      number: error.code, error.path, "the secret can't be used: \(error.reason.problem)",
      remedy: error.remedy)
  }

  init(_ fault: KeyFault) {
    var remedy = fault.remedy
    if fault.reason == .passphraseNeeded {
      // Whoever starts unattended has nobody to ask.
      remedy = "take it off with vaguemestre key protect --remove, or put a key into a token"
    }
    if case .file(let reason) = fault.reason {
      self.init(
        number: fault.code, fault.place, "the secret can't be used: \(reason.problem)",
        remedy: remedy)
    } else {
      self.init(number: fault.code, fault.place, fault.problem, remedy: remedy)
    }
  }

  init(_ fault: VerificationFault, _ path: String) {
    var place = ""
    if case .document(let document) = fault, !document.place.isEmpty {
      place = " at \(document.place)"
    }
    self.init(
      number: fault.code, path, fault.text + place,
      remedy: Self.remedy(for: fault))
  }

  private static func remedy(for fault: VerificationFault) -> String {
    switch fault {
    case .notNarrowing, .reservedToQuorum, .narrowedBefore:
      "have it signed by the whole threshold: policy sign says how many keys it needs and why"
    case .formerMissing:
      "restore the version before it in policies/history, or have it signed by the whole threshold"
    case .revokedSigner: "have it signed by a key that is not revoked"
    case .beyondDelegation, .outsideDelegation:
      "have it released within the delegation, or delegate anew: vaguemestre enroll approve"
    case .lapsed: "have the executable released anew: vaguemestre release sign"
    case .noAdapterRelease: "name the keys as `adapter-release` in the charter, or remove the file"
    default: "have the document corrected and signed by enough of its keys, or restore it"
    }
  }

  /// A version of which only what it takes away applies.
  init(withheld standing: Standing, _ path: String) {
    guard !standing.isAhead else {
      self.init(VerificationFault.issuedAhead, path)
      return
    }
    self.init(
      .expired, path, "it expired before it came, so only what it takes away applies",
      remedy: "have a version with a later expiry signed")
  }

  init(_ fault: DocumentFault, _ path: String) {
    self.init(
      number: fault.code.rawValue, path, "\(fault.code.text) at \(fault.place)",
      remedy: "correct the document's source and compile it again")
  }

  init(_ error: CryptographyError, _ path: String) {
    self.init(
      .cryptography, path, "\(error)", remedy: "check that it is the key file that was meant")
  }

  /// One line: code, path, problem, remedy.
  package var description: String { "VGM-\(code) \(path): \(problem); \(remedy)" }
}

extension SecretFileError.Reason {
  fileprivate var problem: String {
    switch self {
    case .missing: "no such file"
    case .symbolicLink: "it is a symbolic link"
    case .notRegularFile: "it is not a regular file"
    case .foreignOwner: "it belongs to another user"
    case .exposed: "it is open to others"
    case .tooLarge: "it is larger than such a secret is"
    case .exists: "it exists already"
    case .system: "the operating system refused"
    }
  }
}

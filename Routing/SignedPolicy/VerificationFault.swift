package import Policy

/// Why a signed document is refused. As a whole: nothing of it takes effect, and what runs goes on.
package enum VerificationFault: Error, Hashable, Sendable {
  /// Well signed or not, the document itself is not one; its code is 2301 to 2329, or
  /// 2380 to 2382.
  case document(DocumentFault)
  case malformedSignatures
  case tooLarge
  case wrongContentType
  case thresholdNotMet
  case invalidSignature
  case olderVersion
  case versionSkipped
  case previousMismatch
  case equivocation
  case rootsNotPinned
  case oldThresholdNotMet
  case otherSite
  case otherCompartment
  case unknownCompartment
  case belowMinimumVersion
  case compartmentDropped
  case minimumVersionLowered
  case otherCharter
  case olderThanFormer
  case expiredAtInstall
  case issuedAhead
  case notNarrowing
  case reservedToQuorum
  case narrowedBefore
  case formerMissing
  case noAdapterRelease
  case revokedSigner
  case beyondDelegation
  case outsideDelegation
  case lapsed

  /// The stable number; never reused.
  package var code: Int {
    switch self {
    case .document(let fault): fault.code.rawValue
    case .malformedSignatures: 2331
    case .tooLarge: 2332
    case .wrongContentType: 2333
    case .thresholdNotMet: 2334
    case .invalidSignature: 2335
    case .olderVersion: 2336
    case .versionSkipped: 2337
    case .previousMismatch: 2338
    case .equivocation: 2339
    case .rootsNotPinned: 2340
    case .oldThresholdNotMet: 2341
    case .otherSite: 2342
    case .otherCompartment: 2343
    case .unknownCompartment: 2344
    case .belowMinimumVersion: 2345
    case .compartmentDropped: 2346
    case .minimumVersionLowered: 2347
    case .otherCharter: 2348
    case .olderThanFormer: 2349
    case .expiredAtInstall: 2350
    case .issuedAhead: 2351
    case .notNarrowing: 2352
    case .reservedToQuorum: 2353
    case .narrowedBefore: 2354
    case .formerMissing: 2355
    case .noAdapterRelease: 2356
    case .revokedSigner: 2357
    case .beyondDelegation: 2358
    case .outsideDelegation: 2359
    case .lapsed: 2360
    }
  }

  /// One line for people.
  package var text: String {
    switch self {
    case .document(let fault): fault.code.text
    case .malformedSignatures: "not a COSE_Sign of the one form"
    case .tooLarge: "larger than a signed document may be"
    case .wrongContentType: "signed as another kind of document"
    case .thresholdNotMet: "too few different keys of those that must sign"
    case .invalidSignature: "a signature of a key that must sign is wrong"
    case .olderVersion: "older than the version accepted before"
    case .versionSkipped: "not the version after the accepted one"
    case .previousMismatch: "does not name the accepted version as the one before it"
    case .equivocation: "another document under the version accepted before"
    case .rootsNotPinned: "the root keys are not the pinned ones"
    case .oldThresholdNotMet: "too few of the former roots signed their succession"
    case .otherSite: "a document of another site"
    case .otherCompartment: "a document of another compartment"
    case .unknownCompartment: "the charter does not list the compartment"
    case .belowMinimumVersion: "older than the charter demands"
    case .compartmentDropped: "a compartment of the former charter is missing"
    case .minimumVersionLowered: "a minimum version fell"
    case .otherCharter: "verified under another charter"
    case .olderThanFormer: "older than what is in force"
    case .expiredAtInstall: "expired already, and nothing was accepted before"
    case .issuedAhead: "says that it was issued more than a day from now"
    case .notNarrowing: "too few keys signed it for a version that does not only take away"
    case .reservedToQuorum:
      "too few keys signed it for what it takes away: critical flows, an expiry, or, of a charter,"
        + " more than one principal's keys"
    case .narrowedBefore:
      "too few keys signed it, and too few the version before: it is the quorum's turn"
    case .formerMissing:
      "too few keys signed it, and the version that it may narrow is not at hand or may not grant"
    case .noAdapterRelease: "the charter names nobody who releases adapters"
    case .revokedSigner: "too few keys signed it, and one that did is revoked"
    case .beyondDelegation: "for an adapter that its integrator may not release"
    case .outsideDelegation: "issued before its integrator's delegation, or after it"
    case .lapsed: "the release, or its integrator's delegation, has expired"
    }
  }
}

extension VerificationFault: CustomStringConvertible {
  package var description: String {
    if case .document(let fault) = self { return fault.description }
    return "VGM-\(code)"
  }
}

/// Why bytes are not a policy document, or a document is one that must not be, and at which place
/// in it.
package struct DocumentFault: Error, Hashable, Sendable, CustomStringConvertible {
  /// Stable numbers, never reused.
  package enum Code: Int, Hashable, Sendable, CaseIterable {
    case malformedEncoding = 2301
    case wrongType = 2302
    case missingKey = 2303
    case unknownKey = 2304
    case unknownFormat = 2305
    case malformedName = 2306
    case malformedText = 2307
    case unknownWord = 2308
    case outOfRange = 2309
    case tooMany = 2310
    case duplicate = 2311
    case malformedKey = 2312
    case malformedLabel = 2313
    case unknownReference = 2314
    case invalidLabel = 2315
    case invalidClearance = 2316
    case boundsInverted = 2317
    case roleForbids = 2318
    case notCanonical = 2319
    case unknownCompartment = 2320
    case malformedScheme = 2321
    case tooLarge = 2322
    case idleDeny = 2323
    case evadableDeny = 2324
    case noKnownSuite = 2325
    case beyondTemplate = 2326
    case withdrawn = 2327
    case tooFewOfficers = 2380
    case neverOpened = 2381
    case patientNotOne = 2382

    /// One line for people.
    package var text: String {
      switch self {
      case .malformedEncoding: "not deterministic CBOR"
      case .wrongType: "another type is needed here"
      case .missingKey: "a key is missing"
      case .unknownKey: "a key that this version does not know"
      case .unknownFormat: "another kind or format of document"
      case .malformedName: "a name breaks the grammar of names"
      case .malformedText: "a text breaks its grammar"
      case .unknownWord: "not one of the words that may stand here"
      case .outOfRange: "a number out of its range"
      case .tooMany: "more entries than there may be"
      case .duplicate: "the same entry twice"
      case .malformedKey: "not a public key of the one kind and encoding"
      case .malformedLabel: "not an encoded label or clearance"
      case .unknownReference: "names an entry that the document does not have"
      case .invalidLabel: "a label that the charter's scheme does not admit"
      case .invalidClearance: "a clearance that the charter's scheme does not admit"
      case .boundsInverted: "the floor, default and ceiling do not ascend"
      case .roleForbids: "a principal of this role can't have this"
      case .notCanonical: "a second spelling of something that has a shorter one"
      case .unknownCompartment:
        "a compartment that the charter does not list, or the document's own"
      case .malformedScheme: "not a label scheme"
      case .tooLarge: "larger than a document may be"
      case .idleDeny: "a deny of another compartment's principal where nothing crosses"
      case .evadableDeny:
        "a deny of another compartment's principal beside an export that names no link"
      case .noKnownSuite: "none of the signature suites is one that this version has"
      case .beyondTemplate: "more than the issuer's template gives"
      case .withdrawn: "issued before the time from which the policy takes its issuer's credentials"
      case .tooFewOfficers: "too few officers for approval and renewals by others"
      case .neverOpened: "a clearance that holds what no break-glass opens"
      case .patientNotOne: "not exactly one patient"
      }
    }
  }

  package let code: Code
  /// Keys and indexes only, as `principals[3].publish[0].flow`; empty for the document as a whole.
  package let place: String

  package init(_ code: Code, at place: String) {
    self.code = code
    self.place = place
  }

  package var description: String {
    "VGM-\(code.rawValue)" + (place.isEmpty ? "" : " at \(place)")
  }
}

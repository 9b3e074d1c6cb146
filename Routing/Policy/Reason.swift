package import Labels

/// Why something is denied. Codes are stable and never reused.
package enum Reason: Hashable, Sendable {
  /// Something about the label, or about label and clearance; 2201 to 2239.
  case label(LabelRefusal)
  case unknownPrincipal
  case unknownFlow
  case staleHandle
  case revoked
  case expired
  case compartmentClosed
  case stale
  case frozen
  case purposeNotAllowed
  case denied
  case notGranted
  case notConsented
  case wrongLink
  case hopsExhausted
  case malformedSubject
  case subjectNotGranted
  case signerMissing
  case signerNotPrincipal
  case signerNotGranted
  case labelMissing
  case belowFloor
  case aboveCeiling
  case aboveExportCeiling
  case aboveImportCeiling
  case otherCompartment
  case notReleased
  case linkNotCleared
  case wrongAction
  case signerRevoked
  case equipmentNotAdmitted
  case otherPatient
  case neverOpened
  case breakGlassEnded
  case notOpened
}

extension Reason {
  /// The stable number.
  package var code: Int {
    switch self {
    case .label(let refusal): refusal.rawValue
    default: row.code
    }
  }

  /// One line for people; holds no content.
  package var text: String {
    switch self {
    case .label(let refusal): refusal.text
    default: row.text
    }
  }

  /// Every reason, for tables and tests.
  package static var all: [Reason] {
    LabelRefusal.allCases.map(Reason.label) + rows.map(\.reason)
  }

  private var row: (reason: Reason, code: Int, text: String) {
    for row in Self.rows where row.reason == self { return row }
    preconditionFailure("every reason but a label's has its row")
  }

  private static let rows: [(reason: Reason, code: Int, text: String)] = [
    (.unknownPrincipal, 2251, "the policy does not know this principal"),
    (.unknownFlow, 2252, "the policy does not know this flow"),
    (.staleHandle, 2253, "what was resolved under another policy must be resolved again"),
    (.revoked, 2254, "the principal's key is revoked"),
    (.expired, 2255, "the principal's entry has expired"),
    (.compartmentClosed, 2256, "the charter has closed the compartment"),
    (.stale, 2257, "the documents have expired: nothing new begins"),
    (.frozen, 2258, "the documents have expired beyond grace: critical flows of its own only"),
    (.purposeNotAllowed, 2259, "the principal may not act for this purpose"),
    (.denied, 2260, "a deny of the policy covers this"),
    (.notGranted, 2261, "no grant covers this"),
    (.notConsented, 2262, "no export and import that name each other cover this"),
    (.wrongLink, 2263, "another link principal is meant to fetch this flow"),
    (.hopsExhausted, 2264, "only a compartment's own messages are exported"),
    (.malformedSubject, 2265, "the subject breaks the grammar of subjects"),
    (.subjectNotGranted, 2266, "the grant does not cover this subject"),
    (.signerMissing, 2267, "no known key signed this"),
    (.signerNotPrincipal, 2268, "another principal's key signed this"),
    (.signerNotGranted, 2269, "the signer may not publish this in the source compartment"),
    (.labelMissing, 2270, "there is no label"),
    (.belowFloor, 2271, "the label protects less than the flow's floor"),
    (.aboveCeiling, 2272, "the label is more sensitive than the flow's ceiling"),
    (.aboveExportCeiling, 2273, "the label is more sensitive than the export's ceiling"),
    (.aboveImportCeiling, 2274, "the label is more sensitive than the import's ceiling"),
    (.otherCompartment, 2275, "the label does not name the compartment of its flow"),
    (.notReleased, 2276, "the export's release does not dominate the label"),
    (.linkNotCleared, 2277, "the link's clearance does not dominate the label"),
    (.wrongAction, 2278, "this principal can't do this here"),
    (.signerRevoked, 2279, "the key that signed this is revoked"),
    (.equipmentNotAdmitted, 2280, "the flow does not take messages of this equipment"),
    (.otherPatient, 2285, "the message is not about the patient for whom it was opened"),
    (.neverOpened, 2286, "the label carries what no break-glass opens"),
    (.breakGlassEnded, 2287, "the break-glass on which this rested has ended"),
    (.notOpened, 2288, "the break-glass is not for this principal, flow or action"),
  ]
}

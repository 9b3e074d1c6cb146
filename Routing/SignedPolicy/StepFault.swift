import Policy

/// Why a step of a break-glass is refused. As a whole, and nothing is opened by it.
package enum StepFault: Error, Hashable, Sendable {
  /// Not a signed document of its kind, or not a step; 2301 to 2382.
  case document(VerificationFault)
  case unknownOfficer
  case revokedOfficer
  case unknownTemplate
  case unknownGrantee
  case unknownReason
  case ahead
  case expired
  case repeated
  case samePerson
  case unknownActivation
  case wrongState
  case noRenewalLeft
  case reviewOverdue
  case tooMany
  case notRecorded

  /// The stable number; never reused.
  package var code: Int {
    switch self {
    case .document(let fault): fault.code
    default: row.code
    }
  }

  /// One line for people; holds no content.
  package var text: String {
    switch self {
    case .document(let fault): fault.text
    default: row.text
    }
  }

  /// Every fault of its own, for tables and tests.
  package static var all: [StepFault] { rows.map(\.fault) }

  /// The line of a code; nil for a code that is of no fault of this kind.
  package static func text(of code: Int) -> String? { rows.first { $0.code == code }?.text }

  private var row: (fault: StepFault, code: Int, text: String) {
    for row in Self.rows where row.fault == self { return row }
    preconditionFailure("every fault but a document's has its row")
  }

  private static let rows: [(fault: StepFault, code: Int, text: String)] = [
    (.unknownOfficer, 2385, "signed by no officer of the template, or not by exactly one"),
    (.revokedOfficer, 2386, "signed by an officer whose key is revoked"),
    (.unknownTemplate, 2387, "the policy has no such template"),
    (.unknownGrantee, 2388, "the template has no such grantee"),
    (.unknownReason, 2389, "the template knows no such reason"),
    (.ahead, 2390, "issued later than the cell's clock says"),
    (.expired, 2391, "the step has expired"),
    (.repeated, 2392, "the same step again"),
    (.samePerson, 2393, "by the same person as before: another officer must sign"),
    (.unknownActivation, 2394, "no such activation of this template"),
    (.wrongState, 2395, "the activation is not in a state for this"),
    (.noRenewalLeft, 2396, "no renewal is left"),
    (.reviewOverdue, 2397, "a review of this template is overdue: it gives nothing new"),
    (.tooMany, 2398, "too many activations"),
    (.notRecorded, 2399, "the record could not be made durable"),
  ]
}

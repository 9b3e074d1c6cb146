package import Cryptography
package import Labels
import Synchronization

/// All that one cell decides by, compiled: immutable, and the same answer to the same request for
/// ever.
///
/// Handles that it gives out are good for it alone; another snapshot refuses them.
package final class PolicySnapshot: Sendable {
  package let site: String
  /// The cell's own compartment.
  package let compartment: String
  package let scheme: LabelScheme
  package let charterEdition: Edition
  package let edition: Edition
  /// The way to each cell from which this one imports.
  package let links: [LinkPlan]

  let serial: UInt64
  let flows: [FlowEntry]
  let flowPlaces: [FlowID: UInt32]
  let principals: [PrincipalEntry]
  let principalPlaces: [PrincipalID: UInt32]
  let curveKeys: [CurveKey: [UInt32]]
  let publishers: [KeyID: [Publisher]]
  let revokedSigningKeys: Set<KeyID>
  let denies: DenyTable
  let templates: [TemplateEntry]
  /// The newer issue of charter and own policy: a clock set back behind it is not believed. What
  /// another compartment's authority says of its time counts for its own principals alone.
  let clock: Int64

  /// Compiles documents without asking who signed them.
  ///
  /// Dangerous: on the way to a running cell only `PolicySnapshot.init(_:)` of SignedPolicy, which
  /// takes verified documents, may call it. For tools that explain drafts, and for tests.
  package init(dangerouslyTrusting set: PolicySet) throws(DocumentFault) {
    var compiler = try SnapshotCompiler(set)
    compiler.compile()
    site = set.charter.site
    compartment = set.own.compartment
    scheme = set.charter.scheme
    charterEdition = set.charter.edition
    edition = set.own.edition
    serial = compiler.serial
    flows = compiler.flows
    flowPlaces = compiler.flowPlaces
    principals = compiler.principals
    principalPlaces = compiler.principalPlaces
    curveKeys = compiler.curveKeys
    publishers = compiler.publishers
    revokedSigningKeys = compiler.revocations.signingKeys
    denies = compiler.denies
    links = compiler.links
    templates = set.own.breakGlass.map { [compiler] in
      TemplateEntry(
        $0, in: set.own.compartment, set.charter.scheme, flows: compiler.flowPlaces,
        principals: compiler.principalPlaces)
    }
    clock = max(set.charter.edition.issued, set.own.edition.issued)
  }

  /// Numbers snapshots within the process, so that no handle of one is taken by another.
  static let nextSerial = Atomic<UInt64>(1)
}

/// A key that signs, and whose it is.
package struct Publisher: Sendable {
  package let key: VerificationKey
  package let principal: PrincipalHandle
  package let id: PrincipalID
}

/// The way to one cell: where it is, by which key it is known, as whom we come, and what we fetch.
package struct LinkPlan: Sendable {
  /// The compartment that exports.
  package let source: String
  package let endpoint: String
  /// The cell's CURVE key.
  package let serverKey: CurveKey
  /// Our link principal.
  package let principal: PrincipalHandle
  package let principalID: PrincipalID
  package let flows: [FlowHandle]
}

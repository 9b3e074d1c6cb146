package import Policy

/// What can be signed: a document with the one content type under which a signature on it counts,
/// and the most bytes that it may take with its signatures.
package protocol SignedContent: Sendable {
  static var kind: DocumentKind { get }
  static var signedBytesMax: Int { get }

  init(encoded bytes: [UInt8]) throws(DocumentFault)
  func encoded() throws(DocumentFault) -> [UInt8]
}

/// A document of which each version follows the one before it.
package protocol VersionedContent: SignedContent {
  var edition: Edition { get }
}

extension Charter: VersionedContent {
  package static var kind: DocumentKind { .charter }
  package static var signedBytesMax: Int { PolicyLimit.documentBytesMax }
}

extension CompartmentPolicy: VersionedContent {
  package static var kind: DocumentKind { .policy }
  package static var signedBytesMax: Int { PolicyLimit.documentBytesMax }
}

extension Credential: SignedContent {
  package static var kind: DocumentKind { .credential }
  package static var signedBytesMax: Int { PolicyLimit.credentialBytesMax }
}

extension BreakGlassStep: SignedContent {
  package static var kind: DocumentKind { .breakGlass }
  package static var signedBytesMax: Int { BreakGlassLimit.stepBytesMax }
}

extension Integrator: SignedContent {
  package static var kind: DocumentKind { .integrator }
  package static var signedBytesMax: Int { PolicyLimit.releaseBytesMax }
}

extension Release: SignedContent {
  package static var kind: DocumentKind { .release }
  package static var signedBytesMax: Int { PolicyLimit.releaseBytesMax }
}

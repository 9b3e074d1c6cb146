package import Cryptography
import Labels

/// Who may release adapters to a site, and which: what the holders of the charter's adapter-release
/// keys delegate, and no more than that. It can't be handed on.
///
/// A plain document; it gives nothing until a verifier has made it a verified one.
package struct Integrator: Hashable, Sendable {
  package var site: String
  package var name: String
  /// Each of them signs releases alone.
  package var keys: [VerificationKey]
  /// The adapters that it may release, each by its whole name.
  package var adapters: [String]
  /// Seconds since the Unix epoch. Of two for one name the later one counts.
  package var issued: Int64
  /// Seconds since the Unix epoch, from which it releases nothing new.
  package var expires: Int64

  package init(
    site: String, request: IntegratorRequest, adapters: [String], issued: Int64, expires: Int64
  ) {
    self.site = site
    name = request.name
    keys = request.keys
    self.adapters = adapters
    self.issued = issued
    self.expires = expires
  }

  /// The request that this grants: everyone who signs compares its fingerprint, and not the first
  /// alone.
  package var request: IntegratorRequest { IntegratorRequest(name: name, keys: keys) }

  /// Refuses a delegation that breaks a rule of its own.
  package func check() throws(DocumentFault) {
    guard Name.isValid(site) else { throw DocumentFault(.malformedName, at: "site") }
    try request.check()
    try adapters.checkAdapters()
    guard (0...PolicyLimit.timeMax).contains(issued) else {
      throw DocumentFault(.outOfRange, at: "issued")
    }
    guard issued < expires, expires <= PolicyLimit.timeMax else {
      throw DocumentFault(.outOfRange, at: "expires")
    }
  }

  /// One key, one use: refuses one whose key serves the site already, in the charter or in one of
  /// these policies.
  package func checkKeysServeOnce(
    in charter: Charter, _ policies: [CompartmentPolicy]
  ) throws(DocumentFault) {
    let chartered = CharteredKeys(charter)
    guard !keys.contains(where: chartered.signs) else {
      throw DocumentFault(.duplicate, at: "keys")
    }
    for policy in policies {
      let taken =
        policy.principals.flatMap(\.signingKeys) + policy.issuers.flatMap(\.keys)
        + policy.breakGlass.flatMap(\.officers)
      guard Set(taken).isDisjoint(with: keys) else { throw DocumentFault(.duplicate, at: "keys") }
    }
  }
}

/// Who asks to be an integrator, and by which keys it will be known. It names no site: one who
/// releases to many asks all of them alike.
///
/// Nobody signed it: what makes it believed is its fingerprint, as of an ``EnrolmentRequest``.
package struct IntegratorRequest: Hashable, Sendable {
  package var name: String
  package var keys: [VerificationKey]

  package init(name: String, keys: [VerificationKey]) {
    self.name = name
    self.keys = keys
  }

  func check() throws(DocumentFault) {
    guard Name.isValid(name) else { throw DocumentFault(.malformedName, at: "name") }
    guard !keys.isEmpty else { throw DocumentFault(.missingKey, at: "keys") }
    guard keys.count <= PolicyLimit.signingKeysMax else {
      throw DocumentFault(.tooMany, at: "keys")
    }
    guard Set(keys).count == keys.count else { throw DocumentFault(.duplicate, at: "keys") }
  }
}

extension [String] {
  /// Names of adapters, of a delegation or a release: at least one, none twice.
  func checkAdapters() throws(DocumentFault) {
    guard !isEmpty else { throw DocumentFault(.missingKey, at: "adapters") }
    guard count <= PolicyLimit.releasedAdaptersMax else {
      throw DocumentFault(.tooMany, at: "adapters")
    }
    guard allSatisfy(Name.isValid) else { throw DocumentFault(.malformedName, at: "adapters") }
    guard Set(self).count == count else { throw DocumentFault(.duplicate, at: "adapters") }
  }
}

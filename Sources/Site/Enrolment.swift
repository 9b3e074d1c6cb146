import Cryptography
package import Policy
package import SignedPolicy

/// How a principal comes to a site between two versions of a policy.
package enum Enrolment {
  /// Makes the keys of a new principal where it will act, and its request. Keys that are there
  /// already are never written over.
  package static func request(
    _ id: PrincipalID, _ role: Role, _ equipment: Equipment?, in layout: SiteLayout
  ) throws(SiteError) -> [UInt8] {
    let site = try Site.claimedCharter(layout).site
    let home = layout.principal(id.name, of: id.compartment)
    guard try SiteFile.names(in: home.directory)?.isEmpty ?? true else {
      throw SiteError(
        .notEmpty, home.directory, "there is a principal of this name already",
        remedy: "choose another name, or move that directory away")
    }
    try SiteFile.makeDirectory(home.directory)
    let curve = try NewKey.curve(home.curveKey)
    try NewKey.writePublic(curve, home.curvePublicKey)
    var request = EnrolmentRequest(
      site: site, compartment: id.compartment, name: id.name, role: role, curveKey: curve)
    if role.mayPublish { request.signingKeys = [try NewKey.signing(home.signingKey).publicKey] }
    request.equipment = equipment
    do throws(DocumentFault) {
      return try request.encoded()
    } catch {
      throw SiteError(error, home.directory)
    }
  }

  /// What a request becomes under an issuer's template; all that the template gives unless it is
  /// told less.
  ///
  /// - Parameters:
  ///   - subject: a prefix that narrows each grant; empty for what the template says.
  ///   - lifetime: seconds; nil for all that the template and the issuer's own term allow.
  ///   - time: seconds since the Unix epoch.
  package static func credential(
    _ request: EnrolmentRequest, by issuer: Issuer, subject: String, lifetime: Int64?,
    at time: Int64
  ) -> Credential {
    let template = issuer.template
    let span = min(lifetime ?? template.lifetime, template.lifetime)
    var principal = Principal(
      name: request.name, role: request.role, curveKey: request.curveKey,
      clearance: template.clearance, expires: min(time + span, issuer.expires))
    principal.signingKeys = request.signingKeys
    principal.equipment = request.equipment
    principal.purposes = template.purposes
    if request.role.mayPublish { principal.publish = narrowed(template.publish, to: subject) }
    principal.subscribe = narrowed(template.subscribe, to: subject)
    return Credential(
      site: request.site, compartment: request.compartment, issuer: issuer.name, issued: time,
      principal: principal)
  }

  /// The grants as far as they cover the prefix, each only that far.
  private static func narrowed(_ grants: [Grant], to subject: String) -> [Grant] {
    guard !subject.isEmpty else { return grants }
    return grants.compactMap { grant in
      if Subject.covers(grant.subject, subject) { return Grant(grant.flow, subject: subject) }
      return Subject.covers(subject, grant.subject) ? grant : nil
    }.uniqued
  }

  /// Puts a signed credential where the cells look, if they will take it.
  package static func publish(
    _ credential: UnverifiedCredential, in layout: SiteLayout, at time: Int64
  ) throws(SiteError) -> Credential {
    let site = try Site.load(at: layout.root, time: time)
    let claim: Credential
    do throws(VerificationFault) {
      claim = try credential.claim()
    } catch {
      throw SiteError(error, layout.credentials)
    }
    let path = layout.credential(claim.principal.name, of: claim.compartment)
    let policy = try site.policy(of: claim.compartment)
    do throws(VerificationFault) {
      var set = try VerifiedSet(
        charter: CharterSuccession(site.charter), own: PolicySuccession(policy), peers: [])
      let there = CredentialShelf(layout.credentials(of: claim.compartment)).found
      let refused = set.add(there + [credential], of: claim.compartment, at: time)
      if let own = refused.first(where: { $0.place == there.count }) { throw own.fault }
      let counts = set.credentials[claim.compartment] ?? []
      // One that a later one of its name outdates is no success to report.
      guard counts.contains(where: { $0.digest == credential.digest }) else { throw .olderVersion }
    } catch {
      throw SiteError(error, path)
    }
    try SiteFile.makeDirectory(layout.credentials(of: claim.compartment))
    try SiteFile.replace(path, with: credential.encoded)
    return claim
  }
}

extension [Grant] {
  fileprivate var uniqued: [Grant] {
    var seen: Set<Grant> = []
    return filter { seen.insert($0).inserted }
  }
}

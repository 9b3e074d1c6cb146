import Cryptography
import Glibc
import Labels
package import Policy
package import SignedPolicy

extension Site {
  /// Makes a new site in a directory that is empty or not there: all keys, the signed charter, the
  /// signed policies with their sources, adapter links.
  ///
  /// Two of three roots sign the charter and two of three authorities each policy. All keys come to
  /// lie in this one directory, which is for trying and for taking them elsewhere.
  package static func create(
    _ plan: SitePlan, at directory: String
  ) throws(SiteError) -> CreatedSite {
    let layout = SiteLayout(directory)
    try checkIsEmpty(layout.root)
    var builder = try SiteBuilder(plan, layout)
    try builder.build()
    // Whoever starts the site would find a mistake of the template; better it is found here.
    let site = try load(at: directory, time: plan.time)
    return CreatedSite(
      layout: layout, pin: RootPin(of: site.charter.document.roots),
      charter: site.charter.document, policies: site.policies.map(\.document),
      links: builder.links)
  }

  private static func checkIsEmpty(_ directory: String) throws(SiteError) {
    var status = stat()
    guard lstat(directory, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      throw SiteError(
        .notEmpty, directory, "it is there and is no directory", remedy: "choose another directory")
    }
    guard try SiteFile.names(in: directory)?.isEmpty ?? true else {
      throw SiteError(
        .notEmpty, directory, "the directory is not empty",
        remedy: "choose an empty or a new directory; a site is never written over another")
    }
  }
}

/// What ``Site/create(_:at:)`` made.
package struct CreatedSite: Sendable {
  package let layout: SiteLayout
  /// The fingerprint of the roots, to be compared over a second channel.
  package let pin: RootPin
  package let charter: Charter
  package let policies: [CompartmentPolicy]
  package let links: [AdapterLink]
}

/// Makes the keys of a plan and writes everything down.
struct SiteBuilder {
  let plan: SitePlan
  let layout: SiteLayout
  let ports: PortChoice
  let scheme: LabelScheme
  private(set) var links: [AdapterLink] = []

  private static let day: Int64 = 86_400
  static let charterDays: Int64 = 3 * 365
  static let policyDays: Int64 = 365
  static let graceDays: Int64 = 90
  static let principalDays: Int64 = 2 * 365

  init(_ plan: SitePlan, _ layout: SiteLayout) throws(SiteError) {
    self.plan = plan
    self.layout = layout
    let linkCount = plan.compartments.count { !$0.publisher.linkFlows.isEmpty }
    ports = try PortChoice(
      cells: plan.compartments.count, links: linkCount, base: plan.basePort, for: layout.root)
    scheme = try LabelScheme(of: plan, layout)
  }

  mutating func build() throws(SiteError) {
    try SiteFile.makeDirectory(layout.root)
    close(try SiteFile.openOwnDirectory(layout.root))
    let roots = try makeQuorum(named: "root", in: layout.rootKeys)
    var charter = Charter(
      site: plan.site, edition: edition(days: Self.charterDays), roots: roots.quorum,
      scheme: scheme)
    charter.suites = plan.suites
    var policies: [(policy: CompartmentPolicy, keys: [SigningKey])] = []
    for (place, compartment) in plan.compartments.enumerated() {
      let folder = layout.authorityKeys(compartment.name)
      let authority = try makeQuorum(named: "authority", in: folder)
      var entry = CharteredCompartment(
        name: compartment.name, authority: authority.quorum,
        endpoint: "tcp://127.0.0.1:\(ports.cells[place])",
        curveKey: try makeCell(compartment.name))
      entry.ledgerKey = try NewKey.signing(layout.cell(compartment.name).ledgerKey).publicKey
      charter.compartments.append(entry)
      policies.append((try makePolicy(compartment), authority.keys))
    }
    try writeLinks()
    charter.adapterRelease = try makeRelease()
    try SiteFile.makeDirectory(layout.policies)
    for entry in policies { try write(entry.policy, signedBy: entry.keys) }
    try write(charter, signedBy: roots.keys)
  }

  /// Begins now and ends after so many days.
  private func edition(days: Int64) -> Edition {
    Edition(
      version: 1, previous: nil, issued: plan.time, expires: plan.time + days * Self.day,
      grace: Self.graceDays * Self.day)
  }

  private func makeCell(_ name: String) throws(SiteError) -> CurveKey {
    let cell = layout.cell(name)
    for directory in [cell.directory, cell.journal, cell.state] {
      try SiteFile.makeDirectory(directory)
    }
    let digits = Hexadecimal.encode(SecureRandom.bytes(32)) + "\n"
    try SecretText.write(Array(digits.utf8), to: cell.storageKey)
    return try NewKey.curve(cell.curveKey)
  }

  private func makePolicy(_ compartment: CompartmentPlan) throws(SiteError) -> CompartmentPolicy {
    var policy = CompartmentPolicy(
      site: plan.site, compartment: compartment.name, edition: edition(days: Self.policyDays))
    let draft = PolicyDraft(plan, compartment, scheme)
    policy.flows = draft.flows
    policy.exports = draft.exports
    policy.imports = draft.imports
    policy.denies = compartment.denies
    for role in draft.principals {
      let home = layout.principal(role.name, of: compartment.name)
      try SiteFile.makeDirectory(home.directory)
      var principal = Principal(
        name: role.name, role: role.role, curveKey: try NewKey.curve(home.curveKey),
        clearance: role.clearance, expires: plan.time + Self.principalDays * Self.day)
      principal.publish = role.publish
      principal.subscribe = role.subscribe
      if !role.publish.isEmpty {
        principal.signingKeys = [try NewKey.signing(home.signingKey).publicKey]
      }
      try NewKey.writePublic(principal.curveKey, home.curvePublicKey)
      policy.principals.append(principal)
    }
    let folder = layout.authorityKeys(compartment.name)
    if compartment.hasIssuer {
      let key = try NewKey.signing("\(folder)/issuer.pem")
      policy.issuers = [
        draft.issuer(key.publicKey, until: plan.time + Self.policyDays * Self.day)
      ]
    }
    if compartment.hasBreakGlass {
      let officers = try makeQuorum(named: "officer", in: folder)
      policy.breakGlass = [draft.breakGlass(officers.quorum.keys)]
    }
    return policy
  }

  private mutating func writeLinks() throws(SiteError) {
    try SiteFile.makeDirectory(layout.adapters)
    var free = ports.links[...]
    for compartment in plan.compartments where !compartment.publisher.linkFlows.isEmpty {
      guard let port = free.popFirst() else { return }
      let owner = PrincipalID(compartment.name, compartment.publisher.name)
      var link = AdapterLink(
        name: "\(compartment.name)-\(compartment.publisher.name)", adapter: "hl7v2", of: owner,
        listen: "127.0.0.1:\(port)", subject: compartment.publisher.subject)
      link.flows = compartment.publisher.linkFlows
      try SiteFile.replace(layout.adapter(link.name), with: Array(link.json.utf8))
      links.append(link)
    }
  }
}

extension SiteBuilder {
  typealias Quorum = (quorum: KeyQuorum, keys: [SigningKey])

  /// Three keys, two of which must sign.
  func makeQuorum(named name: String, in folder: String) throws(SiteError) -> Quorum {
    try SiteFile.makeDirectory(folder)
    var keys: [SigningKey] = []
    for number in 1...3 { keys.append(try NewKey.signing("\(folder)/\(name)-\(number).pem")) }
    return (KeyQuorum(keys: keys.map(\.publicKey), threshold: 2), Array(keys.prefix(2)))
  }

  private func write(_ charter: Charter, signedBy keys: [SigningKey]) throws(SiteError) {
    let pin = RootPin(of: charter.roots).description + "\n"
    try SiteFile.replace(layout.rootPin, with: Array(pin.utf8))
    try SiteFile.replace(layout.charterSource, with: source(charter.source, "charter"))
    let signed = try signed(
      { () throws(DocumentFault) in try PolicySigner(charter) }, keys, layout.charter)
    try SiteFile.replace(layout.charter, with: signed)
  }

  private func write(_ policy: CompartmentPolicy, signedBy keys: [SigningKey]) throws(SiteError) {
    let path = layout.policySource(policy.compartment)
    try SiteFile.replace(path, with: source(policy.source, "policy"))
    let target = layout.policy(policy.compartment)
    let signed = try signed({ () throws(DocumentFault) in try PolicySigner(policy) }, keys, target)
    try SiteFile.replace(target, with: signed)
  }

  func signed(
    _ begin: () throws(DocumentFault) -> PolicySigner, _ keys: [SigningKey], _ path: String
  ) throws(SiteError) -> [UInt8] {
    var signer: PolicySigner
    do throws(DocumentFault) {
      signer = try begin()
    } catch {
      throw SiteError(error, path)
    }
    do throws(CryptographyError) {
      for key in keys { try signer.sign(with: key) }
    } catch {
      throw SiteError(error, path)
    }
    return signer.encoded
  }

  private func source(_ node: SourceNode, _ kind: String) -> [UInt8] {
    let head = """
      # The source of a signed \(kind). To change it, write the next version of it with
      # `vaguemestre policy draft`, then `policy compile`, `policy sign` by enough key holders,
      # `policy activate`. Every key: `vaguemestre policy schema --help`.

      """
    return Array((head + SourceNotes.annotate(node.yaml)).utf8)
  }
}

import Cryptography
import Labels
import Policy

/// The words by which a source says what it is.
private enum SourceFormat {
  static let charter = "vaguemestre-charter-1"
  static let policy = "vaguemestre-policy-1"
}

extension PolicyYAML {
  /// Whether the source says that it is a charter; anything but a charter or a policy is refused.
  func isCharter() throws(PolicySourceFault) -> Bool {
    var map = try PolicyYAMLMap(root)
    let format = try map.value("format")
    switch try format.text() {
    case SourceFormat.charter: return true
    case SourceFormat.policy: return false
    default: throw format.malformed("\(SourceFormat.policy) or \(SourceFormat.charter)")
    }
  }

  /// Reads a charter and holds it to every rule of its own.
  func charter() throws(PolicySourceFault) -> Charter {
    var map = try PolicyYAMLMap(root)
    _ = try map.value("format")
    let site = try map.value("site").name()
    let edition = try Edition(from: &map)
    let roots = try KeyQuorum(try map.value("roots"))
    let scheme = try LabelScheme(try map.value("labels"))
    var charter = Charter(site: site, edition: edition, roots: roots, scheme: scheme)
    charter.compartments = try map.list("compartments") {
      value throws(PolicySourceFault) in try CharteredCompartment(value)
    }
    if let release = map.optional("adapter-release") {
      charter.adapterRelease = try KeyQuorum(release)
    }
    charter.partners = try map.list("partners") {
      value throws(PolicySourceFault) in try Partner(value, scheme)
    }
    if let revocations = map.optional("revocations") {
      charter.revocations = try Revocations(revocations)
    }
    charter.suites = try map.list("suites") { value throws(PolicySourceFault) in try value.name() }
    try map.finish()
    try check { () throws(DocumentFault) in try charter.check() }
    return charter
  }

  /// Reads a compartment's policy under the charter's label scheme and holds it to every rule of
  /// its own and to what the charter says.
  func policy(under charter: Charter) throws(PolicySourceFault) -> CompartmentPolicy {
    var map = try PolicyYAMLMap(root)
    _ = try map.value("format")
    var policy = CompartmentPolicy(
      site: try map.value("site").name(), compartment: try map.value("compartment").name(),
      edition: try Edition(from: &map))
    let (scheme, home) = (charter.scheme, policy.compartment)
    policy.flows = try map.list("flows") {
      value throws(PolicySourceFault) in try Flow(value, scheme)
    }
    policy.principals = try map.list("principals") {
      value throws(PolicySourceFault) in try Principal(value, scheme, in: home)
    }
    policy.exports = try map.list("exports") {
      value throws(PolicySourceFault) in try Export(value, scheme)
    }
    policy.imports = try map.list("imports") {
      value throws(PolicySourceFault) in try Import(value, scheme)
    }
    policy.denies = try map.list("denies") {
      value throws(PolicySourceFault) in try Deny(value, in: home)
    }
    policy.issuers = try map.list("issuers") {
      value throws(PolicySourceFault) in try Issuer(value, scheme, in: home)
    }
    policy.breakGlass = try map.list("break-glass") {
      value throws(PolicySourceFault) in try BreakGlassTemplate(value, scheme)
    }
    try map.finish()
    try check { () throws(DocumentFault) in
      try policy.check()
      try policy.check(under: charter)
    }
    return policy
  }

  private func check(
    _ rules: () throws(DocumentFault) -> Void
  ) throws(PolicySourceFault) {
    do throws(DocumentFault) {
      try rules()
    } catch {
      throw PolicySourceFault(error, place(of: error.place))
    }
  }
}

extension Edition {
  fileprivate init(from map: inout PolicyYAMLMap) throws(PolicySourceFault) {
    let version = try map.value("version").number()
    var previous: Digest?
    if let value = map.optional("previous") { previous = try value.digest() }
    self.init(
      version: UInt64(version), previous: previous, issued: try map.value("issued").time(),
      expires: try map.value("expires").time(), grace: try map.value("grace").duration())
  }
}

extension KeyQuorum {
  fileprivate init(_ value: PolicyYAMLValue) throws(PolicySourceFault) {
    var map = try PolicyYAMLMap(value)
    let threshold = try map.value("threshold").number()
    let keys = try map.value("keys").list {
      value throws(PolicySourceFault) in try value.verificationKey()
    }
    try map.finish()
    self.init(keys: keys, threshold: Int(clamping: threshold))
  }
}

extension CharteredCompartment {
  fileprivate init(_ value: PolicyYAMLValue) throws(PolicySourceFault) {
    var map = try PolicyYAMLMap(value)
    self.init(
      name: try map.value("name").name(), authority: try KeyQuorum(try map.value("authority")),
      endpoint: try map.value("endpoint").text(), curveKey: try map.value("curve-key").curveKey())
    minimumVersion = UInt64(try map.value("minimum-version").number())
    isClosed = try map.flag("closed")
    ledgerKey = try map.optional("ledger-key")?.verificationKey()
    try map.finish()
  }
}

extension Partner {
  fileprivate init(_ value: PolicyYAMLValue, _ scheme: LabelScheme) throws(PolicySourceFault) {
    var map = try PolicyYAMLMap(value)
    self.init(
      site: try map.value("site").name(), roots: try KeyQuorum(try map.value("roots")),
      clearance: try map.value("clearance").clearance(scheme))
    try map.finish()
  }
}

extension Revocations {
  fileprivate init(_ value: PolicyYAMLValue) throws(PolicySourceFault) {
    var map = try PolicyYAMLMap(value)
    let signing = try map.list("signing-keys") {
      value throws(PolicySourceFault) in try value.keyID()
    }
    let curve = try map.list("curve-keys") {
      value throws(PolicySourceFault) in try value.curveKey()
    }
    try map.finish()
    self.init(signingKeys: Set(signing), curveKeys: Set(curve))
  }
}

extension LabelScheme {
  fileprivate init(_ value: PolicyYAMLValue) throws(PolicySourceFault) {
    var map = try PolicyYAMLMap(value)
    let policy = try map.value("policy").name()
    let classifications = try map.value("classifications").classifications()
    let tagSets = try map.value("tag-sets").list {
      value throws(PolicySourceFault) in try TagSet(value)
    }
    let requirements = try map.list("requirements") {
      value throws(PolicySourceFault) in try Requirement(value)
    }
    try map.finish()
    do throws(LabelSchemeFault) {
      try self.init(
        policy: policy, classifications: classifications, tagSets: tagSets,
        requirements: requirements)
    } catch {
      throw PolicySourceFault(.malformedValue, value.place, error.text)
    }
  }
}

extension TagSet {
  fileprivate init(_ value: PolicyYAMLValue) throws(PolicySourceFault) {
    var map = try PolicyYAMLMap(value)
    let id = try map.value("id").name()
    var title: String?
    if let value = map.optional("title") { title = try value.text() }
    let kind = try map.value("kind")
    guard let word = CategoryKind(word: try kind.text()) else {
      throw kind.malformed(
        "one of \(CategoryKind.allCases.map(\.word).joined(separator: ", "))")
    }
    let isSingle = try map.flag("single")
    let values = try map.value("values").list {
      value throws(PolicySourceFault) in try TagValue(value)
    }
    try map.finish()
    self.init(id, title: title, kind: word, isSingleSelection: isSingle, values: values)
  }
}

extension TagValue {
  fileprivate init(_ value: PolicyYAMLValue) throws(PolicySourceFault) {
    guard !value.isLeaf else {
      self.init(try value.name())
      return
    }
    var map = try PolicyYAMLMap(value)
    self.init(try map.value("name").name())
    if let excluded = map.optional("excluded") { self.excluded = try excluded.classifications() }
    isObsolete = try map.flag("obsolete")
    isNeverOpened = try map.flag("no-break-glass")
    try map.finish()
  }
}

extension Requirement {
  fileprivate init(_ value: PolicyYAMLValue) throws(PolicySourceFault) {
    var map = try PolicyYAMLMap(value)
    let when = try map.value("when").classifications()
    let word = try map.value("operation")
    guard let operation = Operation(word: try word.text()) else {
      throw word.malformed("one of \(Operation.allCases.map(\.word).joined(separator: ", "))")
    }
    let categories = try map.value("of").list { value throws(PolicySourceFault) in
      let sides = try value.text().split(separator: "=", omittingEmptySubsequences: false)
      guard sides.count == 2 else { throw value.malformed("a category, as sensitivity=psy") }
      return Category(String(sides[0]), String(sides[1]))
    }
    try map.finish()
    self.init(when: when, operation, of: categories)
  }
}

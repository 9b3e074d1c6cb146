/// The confidentiality label of a message as `meta.security` says it.
public struct FHIRLabel: Equatable, Sendable {
  /// The values of one tag set, and what they do to a reader.
  public struct Category: Equatable, Sendable {
    /// `restrictive`, `permissive` or `informative`.
    public var kind: String
    /// The tag set, such as `compartment`.
    public var tagSet: String
    /// Its values on the label; none, of a permissive one, is nobody.
    public var values: [String]

    /// Makes one of these parts.
    public init(kind: String, tagSet: String, values: [String]) {
      self.kind = kind
      self.tagSet = tagSet
      self.values = values
    }
  }

  /// The label scheme under which it was made.
  public var policy: String
  /// HL7 confidentiality: `U`, `L`, `M`, `N`, `R` or `V`.
  public var confidentiality: String
  /// What a reader must hold, or be one of.
  public var categories: [Category]

  /// Makes one of these parts.
  public init(policy: String, confidentiality: String, categories: [Category] = []) {
    self.policy = policy
    self.confidentiality = confidentiality
    self.categories = categories
  }
}

extension FHIRLabel {
  /// Reads what stands in `meta.security`, alone: a JSON array of codings.
  public init(security bytes: [UInt8]) throws(FHIRError) {
    let value = try JSONParser.parse(bytes)
    guard let label = try FHIRLabel(value.items()) else {
      throw FHIRError(.missing, at: value.offset)
    }
    self = label
  }

  /// What stands in `meta.security`: a JSON array of codings.
  public var securityBytes: [UInt8] {
    JSONText.bytes(of: .array(codings))
  }
}

extension FHIRLabel {
  private static let confidentialitySystem = Namespace.hl7 + "v3-Confidentiality"
  private static let policySystem = Namespace.codes + "label-policy"
  private static let categoryBase = Namespace.codes + "label/"
  /// Stands for the values of a tag set that releases to nobody; no value has a blank.
  private static let nobody = "no value"

  /// The codes, the classification first.
  var codings: [JSON] {
    var codings = [
      Namespace.coding(Self.confidentialitySystem, confidentiality),
      Namespace.coding(Self.policySystem, policy),
    ]
    for category in categories {
      let system =
        Self.categoryBase
        + [policy, category.kind, category.tagSet].map(PercentText.encode).joined(separator: "/")
      codings += category.values.map { Namespace.coding(system, $0) }
      if category.values.isEmpty { codings.append(Namespace.coding(system, Self.nobody)) }
    }
    return codings
  }

  /// Reads the codes; nil where there are none.
  init?(_ codings: [JSON]) throws(FHIRError) {
    guard let first = codings.first else { return nil }
    guard codings.count > 1 else { throw FHIRError(.wrongValue, at: first.offset) }
    confidentiality = try Self.code(of: first, Self.confidentialitySystem)
    policy = try Self.code(of: codings[1], Self.policySystem)
    categories = []
    for coding in codings.dropFirst(2) { try read(coding) }
    guard self.codings == codings else { throw FHIRError(.wrongValue, at: first.offset) }
  }

  private static func code(of coding: JSON, _ system: String) throws(FHIRError) -> String {
    let members = try coding.members()
    guard members["system"] == .string(system), let code = members["code"] else {
      throw FHIRError(.wrongValue, at: coding.offset)
    }
    return try code.text()
  }

  private mutating func read(_ coding: JSON) throws(FHIRError) {
    let members = try coding.members()
    guard let system = try members["system"]?.text(), system.hasPrefix(Self.categoryBase),
      let code = try members["code"]?.text()
    else { throw FHIRError(.wrongValue, at: coding.offset) }
    let words = system.dropFirst(Self.categoryBase.count)
      .split(separator: "/", omittingEmptySubsequences: false)
      .compactMap { PercentText.decode(String($0)) }
    guard words.count == 3, words[0] == policy else {
      throw FHIRError(.wrongValue, at: coding.offset)
    }
    if categories.last?.kind != words[1] || categories.last?.tagSet != words[2] {
      categories.append(Category(kind: words[1], tagSet: words[2], values: []))
    }
    if code != Self.nobody { categories[categories.count - 1].values.append(code) }
  }
}

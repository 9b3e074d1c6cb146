/// What a scheme's parts are called outside: by the names that a label in STANAG 4774 has for them.
///
/// Names are compared byte by byte, so that no other spelling of a letter is taken for it. Each
/// name stands for one thing and each thing has one name, or the vocabulary is none.
package struct LabelVocabulary: Sendable {
  package let scheme: LabelScheme
  package let policyName: String
  /// The policy's URI, where its labels have one.
  package let policyURI: String?

  private let classifications: Names<Classification>
  private let tagSets: Names<String>
  private let values: [String: Names<String>]

  /// The names outside of a scheme that has names of its own there. Nil unless all of them are
  /// there, printable and different.
  package init?(
    _ scheme: LabelScheme, policyName: String, policyURI: String? = nil,
    classifications: [Classification: String], tagSets: [String: String],
    values: [Category: String]
  ) {
    self.scheme = scheme
    self.policyName = policyName
    self.policyURI = policyURI
    guard Names<String>.isName(policyName),
      let classes = Names(scheme.classifications.members.map { ($0, classifications[$0]) }),
      let sets = Names(scheme.tagSets.map { ($0.id, tagSets[$0.id]) })
    else { return nil }
    self.classifications = classes
    self.tagSets = sets
    var all: [String: Names<String>] = [:]
    for tagSet in scheme.tagSets {
      let pairs = tagSet.values.map { ($0.name, values[Category(tagSet.id, $0.name)]) }
      guard let names = Names(pairs) else { return nil }
      all[tagSet.id] = names
    }
    self.values = all
  }

  /// The scheme's own names, and for the classifications those of HL7 v3 Confidentiality in
  /// capitals.
  package init(_ scheme: LabelScheme) {
    self.scheme = scheme
    policyName = scheme.policy
    policyURI = nil
    classifications = Names(own: scheme.classifications.members) { $0.title }
    tagSets = Names(own: scheme.tagSets.map(\.id)) { $0 }
    values = scheme.tagSets.reduce(into: [:]) { all, tagSet in
      all[tagSet.id] = Names(own: tagSet.values.map(\.name)) { $0 }
    }
  }

  func classification(named name: String) -> Classification? { classifications.thing(name) }
  func tagSet(named name: String) -> String? { tagSets.thing(name) }
  func value(named name: String, in tagSet: String) -> String? { values[tagSet]?.thing(name) }

  func name(of classification: Classification) -> String? { classifications.name(classification) }
  func name(ofTagSet id: String) -> String? { tagSets.name(id) }
  func name(of category: Category) -> String? { values[category.tagSet]?.name(category.value) }
}

/// Things and their names, one to one.
private struct Names<Thing: Hashable & Sendable>: Sendable {
  /// By the name's bytes: Swift's strings are equal where their bytes are not (`K` and the sign of
  /// the kelvin).
  private var things: [[UInt8]: Thing] = [:]
  private var names: [Thing: String] = [:]

  init?(_ pairs: [(Thing, String?)]) {
    for (thing, name) in pairs {
      guard let name, Self.isName(name), things.updateValue(thing, forKey: Array(name.utf8)) == nil
      else { return nil }
      names[thing] = name
    }
  }

  /// Things of which each has a name of its own.
  init(own things: [Thing], _ name: (Thing) -> String) {
    for thing in things {
      self.things[Array(name(thing).utf8)] = thing
      names[thing] = name(thing)
    }
  }

  func thing(_ name: String) -> Thing? { things[Array(name.utf8)] }
  func name(_ thing: Thing) -> String? { names[thing] }

  /// Printable ASCII that neither begins nor ends with a blank.
  static func isName(_ text: String) -> Bool {
    !text.utf8.isEmpty && text.utf8.count <= LabelLimit.titleBytesMax
      && text.utf8.allSatisfy { (0x20...0x7e).contains($0) }
      && text.utf8.first != 0x20 && text.utf8.last != 0x20
  }
}

extension Classification {
  /// The display name of HL7 v3 Confidentiality in capitals, as classifications are written in
  /// STANAG 4774.
  package var title: String {
    switch self {
    case .unrestricted: "UNRESTRICTED"
    case .low: "LOW"
    case .moderate: "MODERATE"
    case .normal: "NORMAL"
    case .restricted: "RESTRICTED"
    case .veryRestricted: "VERY RESTRICTED"
    }
  }
}

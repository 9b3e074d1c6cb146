import Foundation
import LabelExchange
import Labels
import ProgramTesting

/// The policy beside ADatP-4774's table 17 (an open SPIF), as far as decisions need it: names,
/// kinds, numbers, exclusions. Read line by line from its one layout.
struct PublishedPolicy {
  struct Value {
    let tagSet: String
    let name: String
    let number: Int
    let isObsolete: Bool
    var excluded: Set<String> = []
  }

  static let folder = Peers.root.appending(path: "../shared/corpora/labels").standardizedFileURL
  static let isHere = FileManager.default.fileExists(
    atPath: folder.appending(path: "nato-4774-policy.xml").path)

  /// Lowest first, by what their labels in numbers call them, from 1.
  private(set) var classifications: [String] = []
  private(set) var kinds: [String: CategoryKind] = [:]
  private(set) var ids: [String: String] = [:]
  private(set) var values: [Value] = []

  init() throws {
    var tagSet = ""
    for line in try Self.text("nato-4774-policy.xml").split(whereSeparator: \.isNewline) {
      func field(_ name: String) -> String? {
        guard let start = line.range(of: " \(name)=\"")?.upperBound,
          let end = line[start...].firstIndex(of: "\"")
        else { return nil }
        return String(line[start..<end])
      }
      let name = field("name") ?? ""
      if line.contains("<spif:securityClassification ") { classifications.append(name) }
      if line.contains("<spif:securityCategoryTagSet ") {
        tagSet = name
        ids[field("id") ?? ""] = name
      }
      if line.contains("<spif:securityCategoryTag ") {
        let words = [field("tagType"), field("enumType")]
        kinds[tagSet] =
          words.contains("permissive")
          ? .permissive : words.contains("restrictive") ? .restrictive : .informative
      }
      if line.contains("<spif:tagCategory ") {
        values.append(
          Value(
            tagSet: tagSet, name: name, number: Int(field("lacv") ?? "") ?? -1,
            isObsolete: field("obsolete") == "true"))
      }
      if let start = line.range(of: "<spif:excludedClass>")?.upperBound,
        let end = line[start...].firstIndex(of: "<")
      {
        values[values.count - 1].excluded.insert(String(line[start..<end]))
      }
    }
  }

  static func text(_ name: String) throws -> String {
    try String(contentsOf: folder.appending(path: name), encoding: .utf8)
  }

  // MARK: as a scheme of ours

  /// Five of our six classifications, in the published order.
  static let levels: [Classification] = [
    .unrestricted, .low, .normal, .restricted, .veryRestricted,
  ]
  /// Of the compartment that the published policy does not know and that ours demands.
  static let compartment = Category("compartment", "nato")

  static func ours(_ name: String) -> String {
    name.lowercased().replacingOccurrences(of: " ", with: "-")
  }

  func vocabulary() throws -> LabelVocabulary? {
    let sets = kinds.keys.sorted().map { title in
      TagSet(
        Self.ours(title), title: title, kind: kinds[title] ?? .restrictive,
        values: values.filter { $0.tagSet == title }.map { value in
          TagValue(
            Self.ours(value.name), excluded: ClassificationSet(value.excluded.compactMap(level)),
            isObsolete: value.isObsolete)
        })
    }
    let home = TagSet("compartment", .restrictive, [Self.compartment.value])
    let scheme = try LabelScheme(
      policy: "nato", classifications: ClassificationSet(Self.levels), tagSets: [home] + sets)
    var names = [Self.compartment: "NATO"]
    for value in values {
      names[Category(Self.ours(value.tagSet), Self.ours(value.name))] = value.name
    }
    var titles = ["compartment": "Compartment"]
    for title in kinds.keys { titles[Self.ours(title)] = title }
    return LabelVocabulary(
      scheme, policyName: "NATO", policyURI: "urn:oid:1.3.26.1.3.1",
      classifications: Dictionary(uniqueKeysWithValues: zip(Self.levels, classifications)),
      tagSets: titles, values: names)
  }

  private func level(_ name: String) -> Classification? {
    classifications.firstIndex(of: name).map { Self.levels[$0] }
  }
}

import Foundation
import LabelExchange
import Labels
import Testing

/// The labels of ADatP-4774's table 17 and their policy: what they are, whether they are valid, and
/// who may read them, beside a model of the published words alone.
@Suite(.enabled(if: PublishedPolicy.isHere, "the corpus of labels is not there"))
struct PublishedLabelTests {
  /// A label as its numbers say, in published names.
  private struct Published {
    let level: Int
    /// By the title of the tag set.
    let values: [String: Set<String>]

    func isValid(under policy: PublishedPolicy) -> Bool {
      policy.values.allSatisfy { value in
        values[value.tagSet]?.contains(value.name) != true
          || (!value.isObsolete && !value.excluded.contains(policy.classifications[level]))
      }
    }
  }

  /// Is CONFIDENTIAL, and released to EAPC and ISAF, which its policy excludes from that.
  private static let invalid = "nato-4774-17-5"

  private static let names = (1...6).map { "nato-4774-17-\($0)" }

  private let policy: PublishedPolicy
  private let vocabulary: LabelVocabulary

  init() throws {
    policy = try PublishedPolicy()
    vocabulary = try #require(try policy.vocabulary())
  }

  /// The twin of the XML label, in numbers, of another implementation's making.
  private func published(_ name: String) throws -> Published {
    let root = try LabelXML.read(Array(PublishedPolicy.text("\(name).xml").utf8))
    var level = -1
    var values: [String: Set<String>] = [:]
    for child in root.children {
      let number = Int(child.attributes["lacv"] ?? "") ?? -1
      if child.name == "classification" { level = number - 1 }
      guard child.name == "tag", let id = child.attributes["id"] else { continue }
      let tagSet = try #require(policy.ids[id])
      let value = try #require(
        policy.values.first { $0.tagSet == tagSet && $0.number == number })
      values[tagSet, default: []].insert(value.name)
    }
    return Published(level: level, values: values)
  }

  /// The XML label, above U with the compartment that ours demands.
  private func imported(_ name: String) throws -> Label {
    let text = try PublishedPolicy.text("\(name).nato")
    let compartment = """
      <Category TagName="Compartment" Type="RESTRICTIVE"><GenericValue>NATO</GenericValue>\
      </Category></ConfidentialityInformation>
      """
    let bare = Result { try vocabulary.label(from: LabelXML.read(Array(text.utf8))) }
    do {
      return try bare.get()
    } catch let fault as LabelExchangeFault {
      guard fault == LabelExchangeFault(label: .compartmentMissing) else { throw fault }
    }
    let added = text.replacing("</ConfidentialityInformation>", with: compartment)
    return try vocabulary.label(from: LabelXML.read(Array(added.utf8)))
  }

  private func label(_ published: Published) -> Label {
    var label = Label(
      policy: "nato", classification: PublishedPolicy.levels[published.level])
    if published.level > 0 { label.restrictive.insert(PublishedPolicy.compartment) }
    for (title, values) in published.values {
      let kind = policy.kinds[title] ?? .restrictive
      label[kind][PublishedPolicy.ours(title)] = values.map(PublishedPolicy.ours)
    }
    return label
  }

  @Test func `the policy was read to its end`() {
    #expect(policy.classifications.count == 5 && policy.kinds.count == 5)
    #expect(policy.values.count == 205 && policy.values.count(where: \.isObsolete) == 8)
    #expect(policy.values.reduce(0) { $0 + $1.excluded.count } == 279)
  }

  @Test func `each label is what its twin in numbers is, is valid, and comes back`() throws {
    for name in Self.names where name != Self.invalid {
      let label = try imported(name)
      #expect(label == self.label(try published(name)), "\(name)")
      let bytes = LabelXML.write(try vocabulary.element(of: label))
      #expect(try vocabulary.label(from: LabelXML.read(bytes)) == label, "\(name)")
    }
    #expect(throws: LabelExchangeFault(label: .classificationExcluded)) {
      try imported(Self.invalid)
    }
    let excluded = label(try published(Self.invalid))
    #expect(vocabulary.scheme.refusal(of: excluded) == .classificationExcluded)
    // A label of numbers alone, at the highest classification.
    let extra = label(try published("nato-4774-extra-1"))
    #expect(vocabulary.scheme.refusal(of: extra) == nil)
    #expect(extra.classification == .veryRestricted)
  }

  @Test func `each value at each classification is valid exactly where the policy says so`() throws
  {
    for (level, title) in policy.classifications.enumerated() {
      for value in policy.values {
        let one = Published(level: level, values: [value.tagSet: [value.name]])
        let isValid = !value.isObsolete && !value.excluded.contains(title)
        let refusal = vocabulary.scheme.refusal(of: label(one))
        #expect((refusal == nil) == isValid, "\(value.tagSet) \(value.name) \(title)")
      }
    }
  }

  @Test func `who may read each is who may by the words of X.841, for 8,192 clearances`() throws {
    // What the labels name, and one of each that they do not.
    let pool: [(String, String)] = [
      ("Context", "NATO"), ("Context", "EAPC"), ("Context", "KFOR"), ("Context", "Releasable"),
      ("Releasable To", "NATO"), ("Releasable To", "EAPC"), ("Only", "SWE"),
      ("Additional Sensitivity", "SIOP"),
    ]
    let sensitive = Published(
      level: 2, values: ["Context": ["NATO"], "Additional Sensitivity": ["SIOP"]])
    let all = try Self.names.map(published) + [published("nato-4774-extra-1"), sensitive]
    let isValid = all.map { $0.isValid(under: policy) }
    let compiled = all.map { vocabulary.scheme.compile(label($0)) }
    var counts = (permits: 0, asked: 0)
    for mask in 0..<(1 << (pool.count + 5)) {
      let levels = (0..<5).filter { mask >> $0 & 1 == 1 }
      let held = pool.indices.filter { mask >> ($0 + 5) & 1 == 1 }.map { pool[$0] }
      var clearance = Clearance(
        policy: "nato",
        classifications: ClassificationSet(levels.map { PublishedPolicy.levels[$0] }))
      clearance.categories.insert(PublishedPolicy.compartment)
      for (title, name) in held {
        clearance.categories.insert(
          Category(PublishedPolicy.ours(title), PublishedPolicy.ours(name)))
      }
      let ours = vocabulary.scheme.compile(clearance)
      for (place, published) in all.enumerated() {
        let may =
          isValid[place] && levels.contains(published.level)
          && published.values.allSatisfy { title, values in
            let has = Set(held.filter { $0.0 == title }.map(\.1))
            switch policy.kinds[title] {
            case .restrictive: return has.isSuperset(of: values)
            case .permissive: return !has.isDisjoint(with: values)
            default: return true
            }
          }
        #expect((ours.refusal(of: compiled[place]) == nil) == may)
        counts.asked += 1
        counts.permits += may ? 1 : 0
      }
    }
    #expect(counts.asked == 65_536 && counts.permits > 5_000)
  }
}

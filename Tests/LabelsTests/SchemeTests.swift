import Labels
import Testing

@Suite struct SchemeTests {
  private func fault(
    policy: String = "p", _ tagSets: [TagSet], _ requirements: [Requirement] = [],
    classifications: ClassificationSet = .all
  ) -> LabelSchemeFault? {
    do throws(LabelSchemeFault) {
      _ = try LabelScheme(
        policy: policy, classifications: classifications, tagSets: tagSets,
        requirements: requirements)
      return nil
    } catch {
      return error
    }
  }

  private let compartment = TagSet("compartment", .restrictive, ["icu"])

  @Test func `the smallest scheme is one compartment`() {
    #expect(fault([compartment]) == nil)
  }

  @Test func `a scheme without the restrictive tag set compartment is refused`() {
    #expect(fault([]) == .compartmentTagSetMissing)
    #expect(fault([TagSet("compartment", .permissive, ["icu"])]) == .compartmentTagSetMissing)
  }

  @Test func `names and titles have their grammar`() {
    #expect(fault(policy: "P", [compartment]) == .malformedName)
    #expect(fault([compartment, TagSet("Rel", .permissive, ["a"])]) == .malformedName)
    #expect(fault([compartment, TagSet("rel", .permissive, ["A"])]) == .malformedName)
    let title = TagSet("rel", title: "Relea\u{441}able", kind: .permissive, values: [TagValue("a")])
    #expect(fault([compartment, title]) == .malformedName)
  }

  @Test func `a tag set or a value twice is refused`() {
    #expect(fault([compartment, compartment]) == .duplicateTagSet)
    #expect(fault([TagSet("compartment", .restrictive, ["icu", "icu"])]) == .duplicateValue)
  }

  @Test func `what is empty is refused`() {
    #expect(fault([compartment], classifications: .none) == .noClassification)
    #expect(fault([compartment, TagSet("rel", .permissive, [])]) == .emptyTagSet)
    #expect(fault([compartment], [Requirement(when: .all, .all, of: [])]) == .emptyTagSet)
  }

  @Test func `a requirement of an unknown category is refused`() {
    let requirement = Requirement(when: .all, .all, of: [Category("compartment", "lab")])
    #expect(fault([compartment], [requirement]) == .unknownCategory)
  }

  @Test func `more than a scheme may hold is refused`() {
    let values = (0...LabelLimit.schemeValuesMax).map { "v\($0)" }
    #expect(fault([compartment, TagSet("rel", .permissive, values)]) == .tooLarge)
    let sets = (0..<LabelLimit.schemeTagSetsMax).map { TagSet("t\($0)", .permissive, ["a"]) }
    #expect(fault([compartment] + sets) == .tooLarge)
  }

  @Test func `fingerprints tell apart what differs in one rule`() throws {
    let requirement = Requirement(when: .all, .all, of: [Category("sensitivity", "psy")])
    let plain = try Hospital.scheme()
    #expect(plain.fingerprint == (try Hospital.scheme()).fingerprint)
    #expect(plain.fingerprint != (try Hospital.scheme([requirement])).fingerprint)
  }

  @Test func `codes are unique`() {
    let codes = LabelRefusal.allCases.map(\.rawValue) + LabelSchemeFault.allCases.map(\.rawValue)
    #expect(Set(codes).count == codes.count)
    #expect(codes.allSatisfy { (2201...2249).contains($0) })
  }
}

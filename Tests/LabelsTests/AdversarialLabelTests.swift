import Labels
import Testing

/// The label cases of the adversarial list that are label logic; stripping, transplanting and
/// replaying a label (1, 3, 4) are refused by the signature, which covers it.
@Suite struct AdversarialLabelTests {
  let base = Label(policy: "hospital", classification: .normal, restrictive: [icu])
  static let icu = Category("compartment", "icu")

  private func refusal(_ change: (inout Label) -> Void) throws -> LabelRefusal? {
    var label = base
    change(&label)
    return try Hospital.scheme().refusal(of: label)
  }

  @Test func `the unchanged label is valid`() throws {
    #expect(try refusal { _ in } == nil)
  }

  @Test func `case 1, 2: an empty label is as little a way around a clearance as a lower one`()
    throws
  {
    let floor = try Hospital.scheme().compile(base)
    for text in ["U", "U//compartment=icu", "N//compartment=lab"] {
      let label = try Hospital.scheme().compile(Hospital.label(text))
      #expect(!label.isAtLeast(floor), "\(text)")
    }
  }

  @Test(arguments: [Classification.normal, .restricted])
  func `case 5: a label without a compartment above U is refused`(_ level: Classification) throws {
    let refusal = try refusal {
      $0.classification = level
      $0.restrictive = [Category("sensitivity", "psy")]
    }
    #expect(refusal == .compartmentMissing)
  }

  @Test func `case 5: a compartment among the release lists is no compartment`() throws {
    let refusal = try refusal {
      $0.permissive = $0.restrictive
      $0.restrictive = []
    }
    #expect(refusal == .wrongKind)
  }

  @Test func `case 5: at U no compartment is needed`() throws {
    let refusal = try refusal {
      $0.classification = .unrestricted
      $0.restrictive = []
    }
    #expect(refusal == nil)
  }

  @Test func `case 6: an unknown category value is refused`() throws {
    let refusal = try refusal { $0.restrictive.insert(Category("sensitivity", "vip")) }
    #expect(refusal == .unknownValue)
  }

  @Test func `case 6: an unknown tag set is refused`() throws {
    #expect(try refusal { $0.informative.insert(Category("mood", "good")) } == .unknownTagSet)
  }

  @Test func `case 6: an unknown classification is refused`() throws {
    #expect(try refusal { $0.classification = .veryRestricted } == .classificationNotInScheme)
  }

  @Test func `case 7: a label of another policy is refused`() throws {
    #expect(try refusal { $0.policy = "clinic" } == .unknownPolicy)
  }

  @Test func `case 8: equal titles of two tag sets do not make one release list of two`() throws {
    // Held in `rel` only; the value of the same name in `study`, under the same title, is another.
    let clearance = try Hospital.clearance("N//compartment=icu//rel=cardiology")
    let label = try Hospital.label("N//compartment=icu//rel=cardiology//study=cardiology")
    #expect(dominates(clearance, label, try Hospital.scheme()) == .refused(.notReleasable))
  }

  @Test func `case 9: two release lists without a common value release to nobody`() throws {
    let left = try Hospital.label("N//compartment=icu//rel=lab")
    let right = try Hospital.label("N//compartment=icu//rel=cardiology")
    let joined = try #require(left.joined(with: right))
    #expect(joined.permissive["rel"] == [])
    #expect(
      dominates(try Hospital.all(), joined, try Hospital.scheme()) == .refused(.releasedToNobody))
  }

  @Test func `case 9: nobody survives the encoding`() throws {
    var label = base
    label.permissive["rel"] = []
    #expect(try Label(encoded: label.encoded) == label)
    #expect(try Label(encoded: label.encoded) != base)
  }

  @Test func `case 9: what nobody may see stays so when it is joined with what anybody may see`()
    throws
  {
    var nobody = base
    nobody.permissive["rel"] = []
    #expect(nobody.joined(with: base)?.permissive["rel"] == [])
    #expect(base.joined(with: nobody)?.permissive["rel"] == [])
  }

  @Test func `case 10: a value that excludes the classification is refused`() throws {
    let refusal = try refusal {
      $0.classification = .unrestricted
      $0.restrictive.insert(Category("sensitivity", "hiv"))
    }
    #expect(refusal == .classificationExcluded)
  }

  @Test func `case 11: an obsolete value is refused`() throws {
    #expect(try refusal { $0.restrictive.insert(Category("sensitivity", "old")) } == .obsoleteValue)
  }

  @Test func `case 12: more values than a label may have are refused before they are looked up`()
    throws
  {
    let many = (0...LabelLimit.labelValuesMax).map { Category("compartment", "c\($0)") }
    #expect(try refusal { $0.restrictive = CategorySet(many) } == .tooLarge)
  }

  @Test func `case 12: more tag sets than a label may have are refused`() throws {
    let many = (0...LabelLimit.labelTagSetsMax).map { Category("t\($0)", "a") }
    #expect(try refusal { $0.informative = CategorySet(many) } == .tooLarge)
  }

  @Test func `case 12: as much as a label may have is a label`() throws {
    let sets = (0..<15).map { TagSet("t\($0)", .informative, ["a"]) }
    let many = TagSet("many", .informative, (0..<40).map { "v\($0)" })
    let scheme = try LabelScheme(
      policy: "hospital", classifications: .all,
      tagSets: [TagSet("compartment", .restrictive, ["icu"]), many] + sets)
    var wide = base
    for set in sets { wide.informative[set.id] = ["a"] }
    #expect(scheme.refusal(of: wide) == nil)
    wide.informative["many"] = ["v0"]
    #expect(scheme.refusal(of: wide) == .tooLarge)
    var long = base
    long.informative["many"] = (0..<39).map { "v\($0)" }
    #expect(scheme.refusal(of: long) == nil)
    long.informative["many"] = (0..<40).map { "v\($0)" }
    #expect(scheme.refusal(of: long) == .tooLarge)
  }

  @Test func `a name has 32 bytes and no more, on a label and in a clearance`() throws {
    let name = String(repeating: "a", count: 32)
    #expect(Name.isValid(name) && !Name.isValid(name + "a"))
    #expect(try refusal { $0.informative["Mood"] = ["good"] } == .malformedName)
    var clearance = try Hospital.clearance("N//compartment=icu")
    for change in [Category("Mood", "good"), Category("compartment", "Icu")] {
      clearance.categories = [change]
      #expect(try Hospital.scheme().refusal(of: clearance) == .malformedName)
    }
  }

  @Test func `nothing is within bounds that are no labels, nor what is none within any`() throws {
    let scheme = try LabelScheme(
      policy: "hospital", classifications: .all,
      tagSets: [TagSet("compartment", .restrictive, ["icu"])])
    var top = base
    top.classification = .veryRestricted
    let label = scheme.compile(top)
    let none = scheme.compile(Label(policy: "hospital", classification: .normal))
    #expect(label.isAtLeast(label) && label.isAtMost(label) && none.refusal != nil)
    #expect(!label.isAtLeast(none) && !none.isAtLeast(label) && !none.isAtLeast(none))
    #expect(!label.isAtMost(none) && !none.isAtMost(label) && !none.isAtMost(none))
    let other = try LabelScheme(
      policy: "hospital", classifications: .all,
      tagSets: [TagSet("compartment", .restrictive, ["icu", "lab"])])
    #expect(!label.isAtLeast(other.compile(top)) && !label.isAtMost(other.compile(top)))
  }

  @Test func `case 12: bytes over two kibibytes are refused before they are read`() {
    let bytes = [UInt8](repeating: 0x85, count: LabelLimit.labelBytesMax + 1)
    #expect(throws: LabelCodecError(.tooLarge, at: 0)) { try Label(encoded: bytes) }
  }

  @Test func `case 13: a clearance for R alone does not clear for N`() throws {
    let clearance = try Hospital.clearance("R//compartment=icu")
    #expect(
      dominates(clearance, base, try Hospital.scheme()) == .refused(.classificationNotCleared))
  }

  @Test func `case 14: a clearance of another policy clears for nothing here`() throws {
    var clearance = try Hospital.all()
    clearance.policy = "clinic"
    #expect(dominates(clearance, base, try Hospital.scheme()) == .refused(.clearanceOfOtherPolicy))
  }

  @Test func `case 14: labels of two policies have no join`() {
    var other = base
    other.policy = "clinic"
    #expect(base.joined(with: other) == nil)
  }

  @Test
  func `case 14: a label compiled under one scheme is refused under another of the same name`()
    throws
  {
    let label = try Hospital.scheme().compile(base)
    let all = Requirement(when: .all, .all, of: [Self.icu])
    let other = try Hospital.scheme([all])
    #expect(other.compile(try Hospital.all()).refusal(of: label) == .otherScheme)
    #expect(!label.isAtMost(other.compile(base)))
  }

  @Test(arguments: [
    "ICU", "Icu", "\u{456}cu", "icu\u{200b}", "icu ", "i cu", "-icu", "icu-", "", "ic\u{75}\u{301}",
  ])
  func `case 16: a second spelling of a name is no name`(_ spelling: String) throws {
    #expect(try refusal { $0.restrictive = [Category("compartment", spelling)] } == .malformedName)
    #expect(throws: LabelCodecError.self) {
      try Label(
        encoded: Label(
          policy: "hospital", classification: .normal,
          restrictive: [
            Category("compartment", spelling)
          ]
        ).encoded)
    }
  }

  @Test func `two values of a single selection are refused`() throws {
    let both = [Category("unit", "bed"), Category("unit", "ward")]
    #expect(try refusal { $0.permissive = CategorySet(both) } == .severalOfSingleSelection)
  }

  @Test(arguments: [CategoryKind.restrictive, .informative])
  func `an empty tag set is refused where it means nothing`(_ kind: CategoryKind) throws {
    let tagSet = kind == .restrictive ? "sensitivity" : "note"
    #expect(try refusal { $0[kind][tagSet] = [] } == .emptyTagSet)
  }
}

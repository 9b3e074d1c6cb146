import Labels
import Testing

@Suite struct DominanceTests {
  @Test(arguments: [
    ("N//compartment=icu", "N//compartment=icu", nil),
    ("U,N//compartment=icu,lab", "N//compartment=icu", nil),
    ("U,N", "U", nil),
    ("N//compartment=icu", "R//compartment=icu", LabelRefusal.classificationNotCleared),
    ("N//compartment=lab", "N//compartment=icu", .restrictiveNotHeld),
    ("N//compartment=icu", "N//compartment=icu,lab", .restrictiveNotHeld),
    ("N//compartment=icu", "N//compartment=icu//sensitivity=psy", .restrictiveNotHeld),
    ("N//compartment=icu//rel=lab", "N//compartment=icu//rel=cardiology,lab", nil),
    ("N//compartment=icu", "N//compartment=icu//rel=lab", .notReleasable),
    ("N//compartment=icu//rel=lab", "N//compartment=icu//rel=cardiology", .notReleasable),
    ("N//compartment=icu//rel=lab", "N//compartment=icu//rel=(nobody)", .releasedToNobody),
    ("N//compartment=icu", "N//compartment=icu//note=staff", nil),
  ])
  func `a clearance dominates exactly what it covers`(
    _ clearance: String, _ label: String, _ refusal: LabelRefusal?
  ) throws {
    let verdict = dominates(
      try Hospital.clearance(clearance), try Hospital.label(label), try Hospital.scheme())
    #expect(verdict == refusal.map(Dominance.refused) ?? .dominates)
  }

  @Test func `an invalid label is refused although the clearance holds all there is`() throws {
    let label = Label(policy: "hospital", classification: .normal)
    #expect(
      dominates(try Hospital.all(), label, try Hospital.scheme())
        == .refused(.compartmentMissing))
  }

  @Test func `a clearance may not name what the scheme does not have`() throws {
    let scheme = try Hospital.scheme()
    var clearance = try Hospital.all()
    clearance.categories.insert(Category("compartment", "vip"))
    #expect(scheme.refusal(of: clearance) == .unknownValue)
    clearance.categories = [Category("mood", "good")]
    #expect(scheme.refusal(of: clearance) == .unknownTagSet)
    clearance.classifications = .all
    #expect(scheme.refusal(of: clearance) == .classificationNotInScheme)
  }

  @Test(arguments: [
    ("N//compartment=icu//rel=lab", true), ("R//compartment=icu,lab//rel=lab", true),
    ("N//compartment=icu//rel=(nobody)", true), ("U//rel=lab", false),
    ("N//compartment=lab//rel=lab", false), ("N//compartment=icu", false),
    ("N//compartment=icu//study=(nobody)", false),
    ("N//compartment=icu//rel=cardiology", false),
    ("N//compartment=icu//rel=cardiology,lab", false),
  ])
  func `a floor asks for class, categories and no wider release`(
    _ text: String, _ holds: Bool
  ) throws {
    let scheme = try Hospital.scheme()
    let floor = scheme.compile(try scheme.label("N//compartment=icu//rel=lab"))
    #expect(scheme.compile(try scheme.label(text)).isAtLeast(floor) == holds)
  }

  @Test(arguments: [
    ("N//compartment=icu", true), ("U", true), ("N//compartment=icu//rel=(nobody)", true),
    ("R//compartment=icu", false), ("N//compartment=icu,lab", false),
    ("N//compartment=icu//sensitivity=psy", false),
  ])
  func `a ceiling bounds class and categories`(_ text: String, _ holds: Bool) throws {
    let scheme = try Hospital.scheme()
    let ceiling = scheme.compile(try scheme.label("N//compartment=icu"))
    #expect(scheme.compile(try scheme.label(text)).isAtMost(ceiling) == holds)
  }

  @Test(arguments: [
    (Requirement.Operation.exactlyOne, "psy", true), (.exactlyOne, "psy,hiv", false),
    (.oneOrMore, "psy,hiv", true), (.all, "psy,hiv", true), (.all, "hiv", false),
  ])
  func `required categories are counted`(
    _ operation: Requirement.Operation, _ values: String, _ isValid: Bool
  ) throws {
    let both = [Category("sensitivity", "psy"), Category("sensitivity", "hiv")]
    let requirement = Requirement(when: ClassificationSet([.restricted]), operation, of: both)
    let label = try Hospital.label("R//compartment=icu//sensitivity=\(values)")
    let scheme = try Hospital.scheme([requirement])
    #expect(scheme.refusal(of: label) == (isValid ? nil : .requirementNotMet))
  }

  @Test func `of one or more, one is enough and none is not`() throws {
    let two = [Category("sensitivity", "psy"), Category("sensitivity", "hiv")]
    let scheme = try Hospital.scheme([Requirement(when: .all, .oneOrMore, of: two)])
    var label = try Hospital.label("R//compartment=icu")
    #expect(scheme.refusal(of: label) == .requirementNotMet)
    label.restrictive["sensitivity"] = ["psy"]
    #expect(scheme.refusal(of: label) == nil)
  }

  @Test func `a requirement says nothing of other classifications`() throws {
    let psy = Requirement(
      when: ClassificationSet([.restricted]), .all, of: [Category("sensitivity", "psy")])
    let scheme = try Hospital.scheme([psy])
    #expect(scheme.refusal(of: try Hospital.label("N//compartment=icu")) == nil)
    #expect(scheme.refusal(of: try Hospital.label("R//compartment=icu")) == .requirementNotMet)
  }

  @Test func `the limits fit each other`() {
    LabelLimit.assertRelations()
  }
}

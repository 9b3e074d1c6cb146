import Labels

/// The scheme that the tests of this module speak of.
enum Hospital {
  static let tagSets = [
    TagSet("compartment", .restrictive, ["icu", "lab", "cardiology"]),
    TagSet(
      "sensitivity", kind: .restrictive,
      values: [
        TagValue("psy"), TagValue("hiv", excluded: ClassificationSet(upTo: .moderate)),
        TagValue("old", isObsolete: true),
      ]),
    TagSet("rel", title: "Releasable to", kind: .permissive, values: names("cardiology", "lab")),
    TagSet("study", title: "Releasable to", kind: .permissive, values: names("cardiology", "x1")),
    TagSet("unit", kind: .permissive, isSingleSelection: true, values: names("bed", "ward")),
    TagSet("note", .informative, ["staff"]),
  ]

  static let classifications = ClassificationSet([.unrestricted, .normal, .restricted])

  static func scheme(_ requirements: [Requirement] = []) throws -> LabelScheme {
    try LabelScheme(
      policy: "hospital", classifications: classifications, tagSets: tagSets,
      requirements: requirements)
  }

  static func label(_ text: String) throws -> Label { try scheme().label(text) }

  static func clearance(_ text: String) throws -> Clearance { try scheme().clearance(text) }

  /// Cleared for all there is.
  static func all() throws -> Clearance {
    try clearance(
      "U,N,R//compartment=icu,lab,cardiology//sensitivity=psy,hiv//rel=lab,cardiology"
        + "//study=x1,cardiology//unit=bed,ward")
  }

  private static func names(_ names: String...) -> [TagValue] { names.map { TagValue($0) } }
}

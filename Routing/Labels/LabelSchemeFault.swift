/// Why a label scheme is not one. Raw values are stable codes and never reused.
package enum LabelSchemeFault: Int, Error, Hashable, Sendable, CaseIterable {
  case malformedName = 2241
  case tooLarge = 2242
  case noClassification = 2243
  case duplicateTagSet = 2244
  case duplicateValue = 2245
  case unknownCategory = 2246
  case compartmentTagSetMissing = 2247
  case emptyTagSet = 2248

  /// One line for people.
  package var text: String {
    switch self {
    case .malformedName: "a name or title breaks its grammar"
    case .tooLarge: "more tag sets, values or requirements than a scheme may have"
    case .noClassification: "the scheme admits no classification"
    case .duplicateTagSet: "two tag sets have the same id"
    case .duplicateValue: "a tag set has the same value twice"
    case .unknownCategory: "a requirement names a category that the scheme does not have"
    case .compartmentTagSetMissing: "there is no restrictive tag set `compartment`"
    case .emptyTagSet: "a tag set has no values, or a requirement no categories"
    }
  }
}

/// Why a label or a clearance does not permit. Raw values are stable codes and never reused.
package enum LabelRefusal: Int, Hashable, Sendable, CaseIterable {
  case malformed = 2201
  case tooLarge = 2202
  case unknownPolicy = 2203
  case classificationNotInScheme = 2204
  case malformedName = 2205
  case unknownTagSet = 2206
  case wrongKind = 2207
  case unknownValue = 2208
  case obsoleteValue = 2209
  case classificationExcluded = 2210
  case severalOfSingleSelection = 2211
  case emptyTagSet = 2212
  case compartmentMissing = 2213
  case requirementNotMet = 2214
  case otherScheme = 2215
  case clearanceOfOtherPolicy = 2216
  case classificationNotCleared = 2217
  case restrictiveNotHeld = 2218
  case releasedToNobody = 2219
  case notReleasable = 2220

  /// One line for people; holds no content.
  package var text: String {
    switch self {
    case .malformed: "the label's encoding is not well-formed"
    case .tooLarge: "the label is larger than any label may be"
    case .unknownPolicy: "the label names another label policy"
    case .classificationNotInScheme: "the scheme does not admit the classification"
    case .malformedName: "a name on the label breaks the grammar of names"
    case .unknownTagSet: "the label names a tag set that the scheme does not have"
    case .wrongKind: "a tag set stands under another kind than the scheme gives it"
    case .unknownValue: "the label names a category value that the scheme does not have"
    case .obsoleteValue: "the label names an obsolete category value"
    case .classificationExcluded: "a category value excludes this classification"
    case .severalOfSingleSelection: "several values of a tag set that admits one"
    case .emptyTagSet: "a tag set without values that is not a release list"
    case .compartmentMissing: "above U a label must name its compartment"
    case .requirementNotMet: "the label lacks categories that the scheme requires"
    case .otherScheme: "the label was compiled under another label scheme"
    case .clearanceOfOtherPolicy: "the clearance was given under another label policy"
    case .classificationNotCleared: "the clearance does not hold the classification"
    case .restrictiveNotHeld: "the clearance lacks a restrictive category of the label"
    case .releasedToNobody: "the label is releasable to nobody"
    case .notReleasable: "the label is not releasable to what the clearance holds"
    }
  }
}

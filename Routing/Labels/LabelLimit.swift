/// Every bound on labels and label schemes, and what they must be to each other.
package enum LabelLimit {
  /// Encoded label, in bytes.
  package static let labelBytesMax = 2048
  /// Tag sets on one label, all kinds together.
  package static let labelTagSetsMax = 16
  /// Category values on one label, all kinds together.
  package static let labelValuesMax = 40
  package static let schemeTagSetsMax = 64
  package static let schemeValuesMax = 4096
  package static let schemeRequirementsMax = 64
  package static let titleBytesMax = 64

  /// A label within the counts always fits the bytes: a name has a head of two bytes at most, a
  /// list of one or two.
  package static func assertRelations() {
    let name = Name.bytesMax + 2
    let lists = 2 * labelTagSetsMax + 16
    precondition(name * (1 + labelTagSetsMax + labelValuesMax) + lists <= labelBytesMax)
    precondition(labelTagSetsMax <= schemeTagSetsMax && labelValuesMax <= schemeValuesMax)
  }
}

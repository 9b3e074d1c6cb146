import NormalizedFormat

/// An SPM that stands before what was asked about it (OUL_R22, OML_O33): it holds until the next
/// SPM.
struct HeldSpecimen {
  private(set) var specimen: Specimen
  /// Whether anything has it; a rejected specimen has nothing.
  var isTaken = false

  /// Holds a specimen that nothing has yet.
  init(_ specimen: Specimen) { self.specimen = specimen }

  /// Changes it in place: a second owner would copy its lists.
  mutating func change(_ change: (inout Specimen) -> Void) { change(&specimen) }
}

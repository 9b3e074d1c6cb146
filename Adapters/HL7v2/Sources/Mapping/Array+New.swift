extension Array where Element: Equatable {
  /// What a later field mostly says again stands among the first of an earlier one. With more than
  /// these nothing is compared, so that a flood of repetitions costs linear time; something said
  /// twice is then there twice.
  private static var comparedMax: Int { 32 }

  /// Appends what is not among the first elements.
  mutating func appendNew(_ more: [Element]) {
    self += more.new(to: self)
  }

  /// Those that are not among the first of others.
  func new(to others: [Element]) -> [Element] {
    let known = others.prefix(Self.comparedMax)
    return filter { !known.contains($0) }
  }
}

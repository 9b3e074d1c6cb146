import NormalizedFormat

/// The details that one segment of the source left: a run of one name with growing paths.
struct DetailRun {
  let patient: Int?
  let segment: String
  let ordinal: Int
  private(set) var leaves: [(path: FieldPath, leaf: Leaf)] = []

  fileprivate init(_ first: FieldPath) {
    (patient, segment, ordinal) = (first.patient, first.segment, first.ordinal)
  }

  fileprivate func takes(_ path: FieldPath) -> Bool {
    guard path.patient == patient, path.segment == segment, path.ordinal == ordinal else {
      return false
    }
    return leaves.last.map { $0.path.order.lexicographicallyPrecedes(path.order) } ?? true
  }

  fileprivate mutating func add(_ path: FieldPath, _ value: String) {
    guard !value.isEmpty else { return }
    leaves.append((path, Leaf(detail: value)))
  }

  /// Whether it says something of a field.
  func has(_ field: Int) -> Bool { leaves.contains { $0.path.field == field } }

  /// Whether it says what a field begins with; its other parts and repetitions stand beside that.
  func hasFirst(of field: Int) -> Bool {
    leaves.contains {
      $0.path.field == field && $0.path.repetition == 1 && $0.path.place == FieldDraft.Place(1)
    }
  }
}

/// Details by the segments that left them, in their order.
struct DetailRuns {
  private(set) var runs: [DetailRun] = []

  init(_ details: [NamedField]) {
    for detail in details {
      guard let path = FieldPath(detail.name) else { continue }
      if runs.last?.takes(path) != true { runs.append(DetailRun(path)) }
      runs[runs.count - 1].add(path, detail.value)
    }
  }

  /// Whether there is one of a segment.
  func has(_ segment: String) -> Bool { runs.contains { $0.segment == segment } }

  /// How many there are of some segments.
  func count(_ segments: [String]) -> Int { runs.count { segments.contains($0.segment) } }

  /// Takes the first of a segment.
  mutating func take(_ segment: String) -> DetailRun? {
    guard let at = runs.firstIndex(where: { $0.segment == segment && $0.patient == nil }) else {
      return nil
    }
    return runs.remove(at: at)
  }

  /// Takes the first of a segment with a number.
  mutating func take(_ segment: String, ordinal: Int) -> DetailRun? {
    guard let at = runs.firstIndex(where: { $0.segment == segment && $0.ordinal == ordinal })
    else { return nil }
    return runs.remove(at: at)
  }

  /// Takes all of some segments.
  mutating func takeAll(_ segments: [String]) -> [DetailRun] {
    takeAll { segments.contains($0.segment) && $0.patient == nil }
  }

  /// Takes all that are so.
  mutating func takeAll(where isTaken: (DetailRun) -> Bool) -> [DetailRun] {
    let taken = runs.filter(isTaken)
    runs.removeAll(where: isTaken)
    return taken
  }
}

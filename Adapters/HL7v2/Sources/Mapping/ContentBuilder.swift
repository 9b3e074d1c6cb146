import NormalizedFormat

/// Puts the segments of one message, as they come, into one kind of content. Tolerant: a segment
/// out of place goes to the last thing it can belong to, never to an error.
protocol ContentBuilder {
  /// Takes a segment that this kind has a place for; false leaves it to the patient's part.
  mutating func take(_ segment: Segment) -> Bool

  /// Takes a remark about the last segment it took; false where it has no place for it.
  mutating func take(_ note: Note) -> Bool

  /// Takes an NTE whole, where the content keeps segments as they are; false where a remark is
  /// wanted.
  mutating func take(whole note: Segment) -> Bool

  /// Keeps what a segment without a place says, under the source's paths; false where it has
  /// nothing yet to keep it in.
  mutating func keep(_ details: [NamedField], of name: SegmentName) -> Bool

  /// The content.
  var content: Content { get }
}

extension ContentBuilder {
  mutating func take(whole note: Segment) -> Bool { false }
}

extension Array {
  /// The last element, to be changed in place.
  mutating func withLast(_ change: (inout Element) -> Void) -> Bool {
    guard !isEmpty else { return false }
    change(&self[count - 1])
    return true
  }
}

extension Note {
  /// NTE.
  init(_ segment: Segment) {
    segment.drop(1, .setID)
    let lines = segment.all(3).filter { !$0.isNull }.map { $0.whole() }
    self.init(
      text: lines.joined(separator: "\n"), source: segment.text(2), type: segment.concept(4),
      time: segment.time(6), authors: segment.practitioners(5))
  }
}

import NormalizedFormat

/// A segment of a message that is being mapped; reading a field through it enters the account.
struct Segment {
  let source: SourceMessage
  let position: Int

  private var entry: ER7Message.SegmentEntry { source.segments[position] }

  /// Its name.
  var name: SegmentName { entry.name }

  /// How many fields it has; `MSH` counts its separator.
  var fieldCount: Int { Int(entry.fieldCount) }

  /// Indexes of all its occurrences, empty ones too.
  var allOccurrences: Range<Int> {
    let entry = entry
    let first = Int(entry.firstField)
    return Int(
      source.fields[first])..<Int(
        source.fields[first + Int(entry.fieldCount)])
  }

  /// Indexes of the occurrences of field `number`, counted from 1; empty when the segment is
  /// shorter.
  private func range(_ number: Int) -> Range<Int> {
    let entry = entry
    guard number <= Int(entry.fieldCount) else { return 0..<0 }
    let at = Int(entry.firstField) + number - 1
    return Int(source.fields[at])..<Int(source.fields[at + 1])
  }

  /// The first repetition of a field; nil when it is absent or empty.
  func first(_ number: Int) -> Occurrence? {
    let range = range(number)
    guard !range.isEmpty, source.occurrences[range.lowerBound].hasContent else { return nil }
    return Occurrence(
      source: source, id: range.lowerBound, segment: name, field: number, repetition: 1)
  }

  /// The non-empty repetitions of a field.
  func all(_ number: Int) -> Repetitions {
    Repetitions(source: source, ids: range(number), segment: name, field: number)
  }

  /// How many repetitions a field has, empty ones too.
  func repetitions(_ number: Int) -> Int { range(number).count }

  /// Whether a field has any content.
  func has(_ number: Int) -> Bool {
    range(number).contains { source.occurrences[$0].hasContent }
  }

  /// Leaves a field out by a named rule.
  func drop(_ number: Int, _ rule: DropRule) {
    for id in range(number) where source.occurrences[id].hasContent {
      source.drop(id, name, field: number, rule: rule)
    }
  }

  /// Leaves all fields out by a named rule.
  func dropAll(_ rule: DropRule) {
    for id in allOccurrences where source.occurrences[id].hasContent {
      source.drop(id, name, field: 0, rule: rule)
    }
  }

  /// What no mapping read, under the source's own paths; it counts as mapped, since a reader gets
  /// it.
  ///
  /// - Parameters:
  ///   - clearing: whether the segment is about the message's own patient and stay, so that a `""`
  ///     in it deletes what the model has there. About anybody else it is a detail.
  ///   - ordinal: which of its name it is where several stand side by side: `PV1(2)-3`.
  func rest(clearing: Bool = false, ordinal: Int = 1) -> [NamedField] {
    var rest: [NamedField] = []
    let fields = fieldCount
    guard fields > 0, !source.isSettled(position) else { return rest }
    source.settle(position)
    for number in 1...fields {
      let range = range(number)
      for id in range where source.occurrences[id].hasContent && !source.isAllRead(id) {
        let occurrence = Occurrence(
          source: source, id: id, segment: name, field: number,
          repetition: id - range.lowerBound + 1)
        occurrence.takeRest(into: &rest, clearing: clearing)
      }
    }
    guard ordinal > 1 else { return rest }
    return rest.map { field in
      NamedField(name: numbered(field.name, ordinal), value: field.value)
    }
  }

  /// A path of this segment with its number behind the name.
  private func numbered(_ path: String, _ ordinal: Int) -> String {
    ordinal > 1 ? "\(name.text)(\(ordinal))\(path.dropFirst(3))" : path
  }

  /// Keeps every unread field in the ledger as unknown. `ordinal` tells segments of one name apart.
  func keepUnknown(ordinal: Int) {
    let fields = fieldCount
    guard fields > 0 else { return }
    for number in 1...fields {
      let range = range(number)
      for id in range where source.occurrences[id].hasContent && source.isOpen(id) {
        let occurrence = Occurrence(
          source: source, id: id, segment: name, field: number,
          repetition: id - range.lowerBound + 1)
        source.keepUnknown(
          id, path: numbered(occurrence.path, ordinal), value: occurrence.raw)
      }
    }
  }
}

extension ER7Message.OccurrenceEntry {
  /// Whether there is anything but delimiters in it.
  @inline(__always)
  var hasContent: Bool { end - start > markCount }
}

/// The non-empty repetitions of a field, one after the other.
struct Repetitions: Sequence, IteratorProtocol {
  private let source: SourceMessage
  private let first: Int
  private var rest: Range<Int>
  private let segment: SegmentName
  private let field: Int

  init(source: SourceMessage, ids: Range<Int>, segment: SegmentName, field: Int) {
    self.source = source
    first = ids.lowerBound
    rest = ids
    self.segment = segment
    self.field = field
  }

  mutating func next() -> Occurrence? {
    while let id = rest.popFirst() {
      guard source.occurrences[id].hasContent else { continue }
      return Occurrence(
        source: source, id: id, segment: segment, field: field, repetition: id - first + 1)
    }
    return nil
  }
}

import AdapterKit

/// Writes segments in the pipe encoding with the recommended delimiters, in UTF-8. Every text is
/// escaped, so that none can end a field or a segment.
struct SegmentWriter {
  private let escapes = ER7Escapes(.recommended)
  private let delimiters = ER7Delimiters.recommended
  /// Whether the header states a zone, which is that of every time without one.
  let isUnderZone: Bool
  private(set) var bytes: [UInt8] = []
  /// Whether the message got larger than one may be.
  private(set) var isOverLimit = false
  /// Segments so far.
  private(set) var count = 0

  init(isUnderZone: Bool) { self.isUnderZone = isUnderZone }

  /// Writes a segment, with its name alone where nothing is in it.
  mutating func write(_ segment: SegmentDraft) {
    guard !isOverLimit, !segment.isOverLimit else {
      isOverLimit = true
      return
    }
    bytes += Array(segment.name.utf8)
    let isHeader = segment.name == "MSH"
    if isHeader {
      bytes += [delimiters.field] + declared
      bytes.append(delimiters.field)
    }
    var at = SegmentDraft.Position(isHeader ? 3 : 0, 1, FieldDraft.Place(1))
    for (position, leaf) in segment.leaves.sorted(by: { $0.key < $1.key }) {
      if isHeader, position.field < 3 { continue }
      advance(from: at, to: position)
      at = position
      append(leaf)
      guard bytes.count <= ER7Message.Limit.bytes else {
        isOverLimit = true
        return
      }
    }
    bytes.append(ASCII.cr)
    count += 1
    isOverLimit = count >= ER7Message.Limit.segments
  }

  private var declared: [UInt8] {
    [delimiters.component, delimiters.repetition, delimiters.escape, delimiters.subcomponent]
      .compactMap { $0 }
  }

  /// The delimiters between two leaves.
  private mutating func advance(
    from last: SegmentDraft.Position, to next: SegmentDraft.Position
  ) {
    var (repetition, component, subcomponent) = (1, 1, 1)
    if last.field == next.field {
      repetition = last.repetition
      if last.repetition == next.repetition {
        component = last.component
        if last.component == next.component { subcomponent = last.subcomponent }
      }
    }
    append(delimiters.field, next.field - last.field)
    append(delimiters.repetition, next.repetition - repetition)
    append(delimiters.component, next.component - component)
    append(delimiters.subcomponent, next.subcomponent - subcomponent)
  }

  private mutating func append(_ delimiter: UInt8?, _ count: Int) {
    guard let delimiter, count > 0 else { return }
    bytes.append(contentsOf: repeatElement(delimiter, count: count))
  }

  private mutating func append(_ leaf: Leaf) {
    let text = leaf.text(underZone: isUnderZone)
    guard leaf != .null else {
      bytes += [ASCII.quote, ASCII.quote]
      return
    }
    // A text that is two quotes must not delete anything.
    guard text != "\"\"" else {
      bytes += Array(#"\X2222\"#.utf8)
      return
    }
    for part in text.utf8.split(separator: ASCII.lf, omittingEmptySubsequences: false).enumerated()
    {
      if part.offset > 0 { bytes += Array(#"\.br\"#.utf8) }
      bytes += escapes.encode(part.element)
    }
  }
}

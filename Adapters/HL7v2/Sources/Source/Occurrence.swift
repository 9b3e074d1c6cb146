import NormalizedFormat

/// One repetition of a field, with content. Components and subcomponents count from 1; a field
/// without delimiters is its own first component, and a component its own first subcomponent (HL7
/// v2.9 §2.5.3).
struct Occurrence {
  let source: SourceMessage
  let id: Int
  let segment: SegmentName
  let field: Int
  let repetition: Int

  private var entry: ER7Message.OccurrenceEntry { source.occurrences[id] }

  /// The source's path: `PID-3`, or `PID-3[2]` for the second repetition.
  var path: String {
    let path = "\(segment.text)-\(field)"
    return repetition > 1 ? "\(path)[\(repetition)]" : path
  }

  private func path(component: Int, subcomponent: Int? = nil) -> String {
    var path = "\(segment.text)-\(field).\(component)"
    if let subcomponent { path += ".\(subcomponent)" }
    return repetition > 1 ? "\(path)[\(repetition)]" : path
  }

  /// How many components there are.
  var componentCount: Int {
    let entry = entry
    var count = 1
    for at in 0..<Int(entry.markCount)
    where source.marks[Int(entry.firstMark) + at] & 1 == 0 {
      count += 1
    }
    return count
  }

  /// The bytes and the subcomponent marks of a component; nil when there is no such component.
  private func bounds(_ component: Int) -> (bytes: Range<Int>, marks: Range<Int>)? {
    let entry = entry
    var number = 1
    var start = Int(entry.start)
    var firstMark = Int(entry.firstMark)
    let marks = firstMark..<(firstMark + Int(entry.markCount))
    for at in marks {
      let mark = source.marks[at]
      guard mark & 1 == 0 else { continue }
      if number == component { return (start..<Int(mark >> 1), firstMark..<at) }
      number += 1
      start = Int(mark >> 1) + 1
      firstMark = at + 1
    }
    guard number == component else { return nil }
    return (start..<Int(entry.end), firstMark..<marks.upperBound)
  }

  /// The bytes of a component that has a value: not empty, and not `""`. Does not read it.
  func bytes(_ component: Int) -> Range<Int>? {
    guard let bounds = bounds(component) else { return nil }
    var end = bounds.bytes.upperBound
    // Trailing subcomponent delimiters say nothing: `A&` is `A`.
    for mark in bounds.marks.reversed()
    where Int(source.marks[mark] >> 1) == end - 1 { end -= 1 }
    let range = bounds.bytes.lowerBound..<end
    return range.isEmpty || isNull(range) ? nil : range
  }

  /// Whether a component is divided.
  func hasSubcomponents(_ component: Int) -> Bool {
    entry.markCount > 0 && bounds(component).map { !$0.marks.isEmpty } ?? false
  }

  /// Whether a component has a value.
  func has(_ component: Int) -> Bool { bytes(component) != nil }

  /// Whether the whole occurrence is `""`: delete.
  var isNull: Bool { isNull(Int(entry.start)..<Int(entry.end)) }

  private func isNull(_ range: Range<Int>) -> Bool {
    range.count == 2 && source.bytes[range.lowerBound] == ASCII.quote
      && source.bytes[range.lowerBound + 1] == ASCII.quote
  }

  /// Whether a component is exactly these characters. Does not read it.
  func equals(_ text: StaticString, _ component: Int = 1) -> Bool {
    guard let range = bytes(component), range.count == text.utf8CodeUnitCount else { return false }
    return text.withUTF8Buffer { text in
      source.bytes[range].elementsEqual(text)
    }
  }

  /// Reads a component as text, with the delimiters of subcomponents kept where there are several.
  func text(_ component: Int = 1) -> String? {
    guard let range = bytes(component) else { return nil }
    source.markRead(id, component: component)
    return source.text(range)
  }

  /// A component as text, without reading it.
  func peek(_ component: Int = 1) -> String? {
    bytes(component).map { source.text($0) }
  }

  /// What `body` makes of some components. Where that is nothing, none of them counts as read: a
  /// part of it must not vanish with the whole.
  func reading<Value>(_ body: () -> Value?) -> Value? {
    let before = source.reading(of: id)
    if let value = body() { return value }
    source.restore(before, of: id)
    return nil
  }

  /// What `body` makes of the first `count` subcomponents of a component. The component counts as
  /// read when all that is in it was taken; else it goes to the details as well.
  func inner<Value>(
    _ component: Int, _ count: Int, _ body: (inout Subcomponents) -> Value?
  ) -> Value? {
    guard let bounds = bounds(component), bytes(component) != nil else { return nil }
    var parts = Subcomponents(count)
    var start = bounds.bytes.lowerBound
    var number = 1
    for end in bounds.marks.map({ Int(source.marks[$0] >> 1) }) + [bounds.bytes.upperBound] {
      let range = start..<end
      start = end + 1
      if !range.isEmpty { parts.add(number, isNull(range) ? nil : source.text(range)) }
      number += 1
    }
    guard let value = body(&parts) else { return nil }
    if parts.isUsedUp {
      source.markRead(id, component: component)
    } else {
      source.leave(parts.open, of: component, id)
    }
    return value
  }

  /// Reads the whole occurrence as one text, delimiters kept: text whose sender forgot to escape
  /// them.
  func whole() -> String {
    source.markAllRead(id)
    return raw
  }

  /// The whole occurrence as text, without reading it.
  var raw: String { source.text(Int(entry.start)..<Int(entry.end)) }

  /// All its bytes.
  var range: Range<Int> { Int(entry.start)..<Int(entry.end) }

  /// Marks everything as read: what it says is in the model already.
  func take() { source.markAllRead(id) }

  /// Marks some components as read.
  func take(components: ClosedRange<Int>) {
    for component in components { source.markRead(id, component: component) }
  }

  /// Whether everything in it was read, so that nothing goes to the details.
  var isUsedUp: Bool {
    (1...componentCount).allSatisfy { component in
      source.isRead(id, component: component) || bounds(component)?.bytes.isEmpty ?? true
    }
  }

  /// Adds what was not read to `rest`, and reads it. Where the segment clears, `""` for a path of
  /// the model clears that path.
  func takeRest(into rest: inout [NamedField], clearing: Bool) {
    if clearing, isNull, let path = ClearedPath.of(segment, field) {
      source.clear(path, id)
      return
    }
    let count = componentCount
    if count > 64 {
      rest.append(NamedField(name: path, value: whole()))
      return
    }
    if source.isUnread(id), let lone = loneText {
      rest.append(NamedField(name: path, value: source.text(lone)))
      source.markAllRead(id)
      return
    }
    for component in 1...count where !source.isRead(id, component: component) {
      guard let bounds = bounds(component), !bounds.bytes.isEmpty else { continue }
      if !bounds.marks.isEmpty, bounds.marks.count < 64 {
        takeSubcomponents(of: component, bounds, into: &rest)
      } else {
        rest.append(
          NamedField(name: path(component: component), value: source.text(bounds.bytes)))
      }
    }
    source.markAllRead(id)
  }

  /// The bytes of an occurrence that is one text, whatever delimiters stand behind it; nil for any
  /// other.
  private var loneText: Range<Int>? {
    let entry = entry
    let end = Int(entry.end) - Int(entry.markCount)
    guard entry.markCount > 0 else { return Int(entry.start)..<end }
    return Int(source.marks[Int(entry.firstMark)] >> 1) == end ? Int(entry.start)..<end : nil
  }

  /// Each subcomponent that nobody took, under its own path, so that a delimiter in a detail is
  /// always text.
  private func takeSubcomponents(
    of component: Int, _ bounds: (bytes: Range<Int>, marks: Range<Int>),
    into rest: inout [NamedField]
  ) {
    var start = bounds.bytes.lowerBound
    let ends = bounds.marks.map { Int(source.marks[$0] >> 1) } + [bounds.bytes.upperBound]
    for (at, end) in ends.enumerated() {
      let range = start..<end
      start = end + 1
      guard !range.isEmpty, source.isLeft(at + 1, of: component, id) else { continue }
      let path = path(component: component, subcomponent: at + 1)
      rest.append(NamedField(name: path, value: source.text(range)))
    }
  }
}

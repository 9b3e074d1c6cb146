import AdapterKit
import NormalizedFormat

extension Occurrence {
  /// DTM, TS or DT in a component; nil, and not read, when the text is no moment.
  func time(_ component: Int = 1) -> Timestamp? {
    guard let range = bytes(component), let time = source.time(range) else { return nil }
    source.markRead(id, component: component)
    return time
  }

  /// A date that some senders write with a time of zeros (`19680309000000`): the time is no
  /// knowledge.
  func date() -> Timestamp? {
    guard let range = bytes(1) else { return nil }
    let tail = range.dropFirst(8).prefix(6)
    guard tail.count >= 4, tail.allSatisfy({ source.bytes[$0] == 0x30 }) else {
      return time()
    }
    guard var time = source.time(range.lowerBound..<(range.lowerBound + 8)) else { return nil }
    time.original = text()
    return time
  }

  /// From and to in two components (DR, the validity of names and identifiers).
  func period(_ start: Int, _ end: Int) -> Period? {
    let period = Period(start: time(start), end: time(end))
    return period.start == nil && period.end == nil ? nil : period
  }

  /// DR in the subcomponents of one component.
  func innerPeriod(_ component: Int) -> Period? {
    inner(component, 2) { parts in
      Period(from: parts.take(1, source.time(text:)), to: parts.take(2, source.time(text:)))
    }
  }
}

extension SourceMessage {
  /// The moment in a text.
  func time(text: String) -> Timestamp? {
    var text = text
    return text.withUTF8 { parser.parse(UnsafeRawBufferPointer($0)) }
  }

  var parser: DateTimeParser {
    DateTimeParser(statedZone: statedZone, assumedZone: link.context.zone)
  }
}

extension Segment {
  /// The first repetition as a moment.
  func time(_ number: Int) -> Timestamp? { first(number)?.time() }

  /// All repetitions as moments.
  func times(_ number: Int) -> [Timestamp] { all(number).compactMap { $0.time() } }
}

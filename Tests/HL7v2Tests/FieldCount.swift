/// Counts the non-empty field occurrences of a message by splitting text, slowly and without any of
/// the adapter's code: the other side of the loss law.
enum FieldCount {
  static func count(_ bytes: [UInt8]) -> UInt64 {
    guard let header = headerStart(bytes), header + 4 <= bytes.count else { return 0 }
    let separator = bytes[header + 3]
    let line = bytes[header...].prefix { $0 != 13 && $0 != 10 }
    let second = line.dropFirst(4).prefix { $0 != separator }.prefix(5)
    let end = bytes[header...].first { $0 == 13 || $0 == 10 } ?? 13
    var count: UInt64 = 0
    for line in lines(bytes, end: end, separator: separator) {
      count += fields(line, separator, Array(second))
    }
    return count
  }

  private static func fields(
    _ line: ArraySlice<UInt8>, _ separator: UInt8, _ second: [UInt8]
  ) -> UInt64 {
    guard isSegment(line, separator), line.count == 3 || line.dropFirst(3).first == separator
    else { return 1 }
    guard line.count > 3 else { return 0 }
    let isHeader = ["MSH", "FHS", "BHS"].contains(String(decoding: line.prefix(3), as: UTF8.self))
    var fields = line.dropFirst(4).split(separator: separator, omittingEmptySubsequences: false)
    var count: UInt64 = 0
    if isHeader {
      count += fields.removeFirst().isEmpty ? 1 : 2
    }
    let inner = Set([second.first, second.dropFirst(3).first].compactMap { $0 })
    let repetition = second.dropFirst().first
    for field in fields {
      let parts =
        repetition.map { field.split(separator: $0, omittingEmptySubsequences: false) } ?? [field]
      count += UInt64(parts.count { part in part.contains { !inner.contains($0) } })
    }
    return count
  }

  private static func lines(
    _ bytes: [UInt8], end: UInt8, separator: UInt8
  ) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var start = skipBlanks(bytes, 0)
    var at = start
    while at <= bytes.count {
      let isEnd = at == bytes.count || ends(bytes, at, start: start, end, separator)
      if isEnd {
        if at > start { lines.append(bytes[start..<at]) }
        start = at + 1
        while start < bytes.count, bytes[start] == 32 || bytes[start] == 9 { start += 1 }
        at = max(at, start - 1)
      }
      at += 1
    }
    return lines
  }

  private static func ends(
    _ bytes: [UInt8], _ at: Int, start: Int, _ end: UInt8, _ separator: UInt8
  ) -> Bool {
    guard bytes[at] == 13 || bytes[at] == 10 else { return false }
    if bytes[at] == end || at == start || at + 1 == bytes.count { return true }
    if bytes[(at + 1)...].prefix(4).prefix(while: { $0 == 13 || $0 == 10 }).contains(end) {
      return true
    }
    return isSegment(bytes[(at + 1)...].prefix(4), separator)
  }

  private static func isSegment(_ line: ArraySlice<UInt8>, _ separator: UInt8) -> Bool {
    let name = Array(line.prefix(4))
    guard name.count >= 3, (65...90).contains(name[0]) else { return false }
    let isName = name[1...2].allSatisfy { (65...90).contains($0) || (48...57).contains($0) }
    return isName && (name.count == 3 || [separator, 13, 10].contains(name[3]))
  }

  private static func headerStart(_ bytes: [UInt8]) -> Int? {
    var at = skipBlanks(bytes, 0)
    while at + 3 < bytes.count {
      let name = String(decoding: bytes[at..<(at + 3)], as: UTF8.self)
      if name == "MSH" { return at }
      guard name == "FHS" || name == "BHS" else { return nil }
      while at < bytes.count, bytes[at] != 13, bytes[at] != 10 { at += 1 }
      at = skipBlanks(bytes, at)
    }
    return nil
  }

  private static func skipBlanks(_ bytes: [UInt8], _ from: Int) -> Int {
    var at = from
    while at < bytes.count {
      if bytes[at] != 0, bytes[at] <= 32 {
        at += 1
      } else if bytes[at...].starts(with: [0xEF, 0xBB, 0xBF]) {
        at += 3
      } else {
        break
      }
    }
    return at
  }
}

/// The leaves of a message in the pipe encoding, found by splitting text without any of the
/// adapter's code. The separators themselves, MSH-1 and MSH-2, are none.
enum Leaves {
  static func ranges(_ bytes: [UInt8]) -> [Range<Int>] {
    guard let header = header(bytes), header + 8 < bytes.count else { return [] }
    let separator = bytes[header + 3]
    let second = bytes[(header + 4)...].prefix { $0 != separator }
    let delimiters = Set([separator, 13, 10] + second.prefix(2) + second.dropFirst(3).prefix(1))
    var leaves: [Range<Int>] = []
    for line in lines(bytes) {
      let isHeader = ["MSH", "FHS", "BHS"].contains { bytes[line].starts(with: $0.utf8) }
      var start = line.lowerBound + (isHeader ? 5 + second.count : 4)
      for at in start..<(line.upperBound + 1) where at >= start {
        guard at == line.upperBound || delimiters.contains(bytes[at]) else { continue }
        leaves.append(start..<at)
        start = at + 1
      }
    }
    return leaves
  }

  private static func header(_ bytes: [UInt8]) -> Int? {
    lines(bytes).first { bytes[$0].starts(with: "MSH".utf8) }?.lowerBound
  }

  private static func lines(_ bytes: [UInt8]) -> [Range<Int>] {
    var lines: [Range<Int>] = []
    var start = 0
    for at in 0...bytes.count
    where at == bytes.count || bytes[at] == 13 || bytes[at] == 10 {
      if at - start > 4 { lines.append(start..<at) }
      start = at + 1
    }
    return lines
  }
}

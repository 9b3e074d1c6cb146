import AdapterTesting

/// Puts other values into a device's message, where devices put other values, and leaves the rest
/// as it is. Knows nothing of the adapter's code.
struct DeviceValues {
  private var random: SeededRandom
  private var isWild = false

  init(seed: UInt64) { random = SeededRandom(seed: seed) }

  /// The message with most of its times, ids and numbers replaced: by others of the same form, or,
  /// where it is wild, by some that no device should send.
  mutating func change(_ message: [UInt8], isWild: Bool = false) -> [UInt8] {
    self.isWild = isWild
    let bar = UInt8(ascii: "|")
    let lines = message.split(separator: 0x0D, omittingEmptySubsequences: false).map { line in
      var fields = line.split(separator: bar, omittingEmptySubsequences: false).map { Array($0) }
      switch fields.first {
      case Array("MSH".utf8):
        change(&fields, 6) { $0.time($1) }
        change(&fields, 9) { $0.identifier($1) }
      case Array("OBR".utf8):
        for field in [2, 3] { change(&fields, field) { $0.identifier($1) } }
        for field in [7, 8] { change(&fields, field) { $0.time($1) } }
      case Array("OBX".utf8):
        change(&fields, 5) { $0.number($1) }
        change(&fields, 14) { $0.time($1) }
      default: break
      }
      return fields.joined(separator: [bar])
    }
    return Array(lines.joined(separator: [0x0D]))
  }

  private mutating func change(
    _ fields: inout [[UInt8]], _ number: Int, _ body: (inout Self, [UInt8]) -> [UInt8]
  ) {
    guard number < fields.count, !fields[number].isEmpty, happens(in: 4) else { return }
    fields[number] = body(&self, fields[number])
  }

  /// All but one time of so many.
  private mutating func happens(in count: Int) -> Bool {
    Int.random(in: 0..<count, using: &random) != 0
  }

  /// One time of so many, if it is wild.
  private mutating func isOdd(in count: Int) -> Bool { isWild && !happens(in: count) }

  /// The digits of a time; what stands behind them stays.
  private mutating func time(_ old: [UInt8]) -> [UInt8] {
    let rest = old.drop { $0 &- 0x30 < 10 }
    guard isWild || old.count - rest.count == 14 else { return old }
    let year = isOdd(in: 8) ? "\(10 + random.next() % 90)" : "20"
    let limits: [UInt64] = isOdd(in: 4) ? [99, 99, 99, 99, 99, 99] : [99, 12, 28, 24, 60, 60]
    let parts = limits.enumerated().map { part, limit in
      let least: UInt64 = part == 1 || part == 2 ? 101 : 100
      return "\(least + random.next() % limit)".suffix(2)
    }
    var text = year + parts.joined()
    if isOdd(in: 8) { text.removeLast(Int.random(in: 1...6, using: &random)) }
    return Array(text.utf8) + rest
  }

  private mutating func identifier(_ old: [UInt8]) -> [UInt8] {
    let rest = old.drop { $0 != UInt8(ascii: "^") }
    let length = Int.random(in: isOdd(in: 4) ? 60...70 : 1...20, using: &random)
    let characters = Array("ABCXYZabcxyz0123456789.-_".utf8)
    return (0..<length).map { _ in characters[Int(random.next() % UInt64(characters.count))] }
      + rest
  }

  private mutating func number(_ old: [UInt8]) -> [UInt8] {
    let isNumber = old.allSatisfy { $0 &- 0x30 < 10 || $0 == 0x2D || $0 == 0x2E }
    guard isWild || isNumber else { return old }
    let (whole, part) = (random.next() % 1_000, random.next() % 100)
    if isOdd(in: 4) {
      let odd = ["-1", "32767", ".5", "5.", "--2", "1.2.3", "", "00", "-0", "\"\"", "1E5", " 7"]
      return Array(odd[Int(whole) % odd.count].utf8)
    }
    switch part % 8 {
    case 0...3: return Array("\(whole)".utf8)
    case 4, 5: return Array("\(whole).\(part)".utf8)
    case 6: return Array("-\(whole).\(part)0".utf8)
    default: return Array("\(random.next() >> 1)".utf8.prefix(Int(1 + whole % 18)))
    }
  }
}

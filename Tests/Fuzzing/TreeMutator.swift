import AdapterTesting
import CBOR

/// Spoils a CBOR item as a tree, so that what comes out is well-formed and gets past the door.
struct TreeMutator {
  private var random: SeededRandom

  init(seed: UInt64) { random = SeededRandom(seed: seed) }

  /// Whether this time, one in so many.
  mutating func happens(oneIn count: Int) -> Bool { Int.random(in: 0..<count, using: &random) == 0 }

  /// An item with one to three places changed; nil where it is none.
  mutating func spoil(_ bytes: [UInt8]) -> [UInt8]? {
    guard var value = try? CBORValue(decoding: bytes, tags: true) else { return nil }
    for _ in 0..<Int.random(in: 1...3, using: &random) { value = changed(value) }
    return try? value.encoded()
  }

  /// Goes down at random, and changes what is there.
  private mutating func changed(_ value: CBORValue) -> CBORValue {
    switch value {
    case .array(var items) where !items.isEmpty && !happens(oneIn: 8):
      let at = Int.random(in: items.indices, using: &random)
      switch Int.random(in: 0..<8, using: &random) {
      case 0: items.remove(at: at)
      case 1: items.insert(items[at], at: at)
      default: items[at] = changed(items[at])
      }
      return .array(items)
    case .map(var pairs) where !pairs.isEmpty && !happens(oneIn: 8):
      let at = Int.random(in: pairs.indices, using: &random)
      switch Int.random(in: 0..<16, using: &random) {
      case 0: pairs.remove(at: at)
      case 1: pairs[at] = CBORValue.Pair(scalar(like: pairs[at].key), pairs[at].value)
      case 2:
        pairs.append(CBORValue.Pair(.integer(Int64.random(in: -40...40, using: &random)), .null))
      default: pairs[at] = CBORValue.Pair(pairs[at].key, changed(pairs[at].value))
      }
      return .map(pairs)
    case .tagged(let number, let content):
      return .tagged(happens(oneIn: 8) ? random.next() >> 48 : number, changed(content))
    default:
      return happens(oneIn: 8) ? anything() : scalar(like: value)
    }
  }

  /// Another of the same type, at the ends of what there is.
  private mutating func scalar(like value: CBORValue) -> CBORValue {
    switch value {
    case .unsigned(let number):
      .unsigned(happens(oneIn: 3) ? edge() : number &+ random.next() % 3 &- 1)
    case .negative: .negative(argument: edge())
    case .byteString(let bytes): .byteString(cut(bytes))
    case .text(let text): .text(String(decoding: cut(Array(text.utf8)), as: UTF8.self))
    case .boolean(let value): .boolean(!value)
    case .double: .double(Double(bitPattern: random.next()))
    case .null, .array, .map, .tagged: anything()
    }
  }

  private mutating func anything() -> CBORValue {
    switch Int.random(in: 0..<8, using: &random) {
    case 0: .unsigned(edge())
    case 1: .negative(argument: edge())
    case 2: .byteString(cut(Array(repeating: 7, count: 40)))
    case 3: .text("")
    case 4: .array([])
    case 5: .map([])
    case 6: .boolean(true)
    default: .null
    }
  }

  private mutating func edge() -> UInt64 {
    let bits = UInt64.random(in: 0...63, using: &random)
    return (1 << bits) &+ random.next() % 3 &- 1
  }

  private mutating func cut(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &random)))
    if happens(oneIn: 2) { bytes.append(UInt8.random(in: 0x20...0x7E, using: &random)) }
    return bytes
  }
}

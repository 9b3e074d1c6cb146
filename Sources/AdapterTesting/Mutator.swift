/// Spoils messages in the ways that lines, disks and programmers do.
public struct Mutator: Sendable {
  private var random: SeededRandom
  private let corpus: [[UInt8]]
  private var learned: [[UInt8]] = []
  private let sharpBytes: [UInt8]
  private let bytesMax: Int
  /// Bytes that mean something to some device protocol; they do more harm than any other.
  public static let sharp = Array("|^~\\&\r\n\"".utf8) + [0x00, 0x0B, 0x1C, 0x80, 0xC3, 0xFF]

  /// Numbers at the ends of what integers hold, where arithmetic traps, and words for "no value".
  private static let extremes = [
    "9223372036854775807", "-9223372036854775808", "9223372036854775808", "18446744073709551616",
    "2147483648", "4294967295", "-2147483649", "65536", "-1", "32767", "-32769", "0", "1e308", "99",
    "0.0", "-0", "000000000000000000000000000001",
  ].map { Array($0.utf8) }

  /// A mutator over a corpus, which must not be empty.
  ///
  /// - Parameters:
  ///   - sharp: bytes that mean something to who reads the messages.
  ///   - bytesMax: longest message that comes out.
  public init(
    _ corpus: [[UInt8]], seed: UInt64, sharp: [UInt8] = Mutator.sharp, bytesMax: Int = .max
  ) {
    precondition(!corpus.isEmpty && !sharp.isEmpty, "a mutator needs something to spoil, and with")
    self.corpus = corpus
    sharpBytes = sharp
    self.bytesMax = bytesMax
    random = SeededRandom(seed: seed)
  }

  /// Adds a message to what is spoiled, such as one that was answered as none was before.
  /// Half of the time it is still the corpus: most of what is learned is broken already.
  public mutating func learn(_ message: [UInt8]) { learned.append(message) }

  /// One of the corpus or of what was learned, as it is.
  public mutating func pick() -> [UInt8] {
    if !learned.isEmpty, Bool.random(using: &random) {
      return learned[Int.random(in: 0..<learned.count, using: &random)]
    }
    return corpus[Int.random(in: 0..<corpus.count, using: &random)]
  }

  /// The next spoiled message: one of the corpus after one to eight mutations.
  public mutating func next() -> [UInt8] {
    var bytes = pick()
    for _ in 0..<Int.random(in: 1...8, using: &random) { mutate(&bytes) }
    if bytes.count > bytesMax { bytes.removeSubrange(bytesMax...) }
    return bytes
  }

  private mutating func mutate(_ bytes: inout [UInt8]) {
    guard !bytes.isEmpty else {
      bytes.append(UInt8.random(in: 0...255, using: &random))
      return
    }
    let at = Int.random(in: 0..<bytes.count, using: &random)
    let end = min(bytes.count, at + Int.random(in: 1...40, using: &random))
    switch Int.random(in: 0..<10, using: &random) {
    case 0: bytes[at] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    case 1: bytes[at] = sharp()
    case 2: bytes.insert(sharp(), at: at)
    case 3: bytes.removeSubrange(at..<end)
    case 4: bytes.insert(contentsOf: bytes[at..<end], at: at)
    case 5: bytes.removeSubrange(at...)
    case 6: splice(&bytes, at: at)
    case 7: bytes.insert(contentsOf: extreme(), at: at)
    case 8: replaceNumber(in: &bytes, after: at)
    default:
      let count = Int.random(in: 1...200, using: &random)
      bytes.insert(contentsOf: Array(repeating: sharp(), count: count), at: at)
    }
  }

  private mutating func sharp() -> UInt8 {
    sharpBytes[Int.random(in: 0..<sharpBytes.count, using: &random)]
  }

  private mutating func extreme() -> [UInt8] {
    Self.extremes[Int.random(in: 0..<Self.extremes.count, using: &random)]
  }

  /// The next run of digits becomes a number that no sane device sends.
  private mutating func replaceNumber(in bytes: inout [UInt8], after at: Int) {
    let isDigit = { (byte: UInt8) in byte &- 0x30 < 10 }
    guard let start = bytes[at...].firstIndex(where: isDigit) else { return }
    let end = bytes[start...].firstIndex { !isDigit($0) } ?? bytes.count
    bytes.replaceSubrange(start..<end, with: extreme())
  }

  private mutating func splice(_ bytes: inout [UInt8], at: Int) {
    let other = pick()
    guard !other.isEmpty else { return }
    let from = Int.random(in: 0..<other.count, using: &random)
    bytes.replaceSubrange(at..., with: other[from...])
  }
}

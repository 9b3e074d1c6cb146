/// Z85 (ZeroMQ RFC 32): four bytes as five printable characters, so that keys survive files and
/// shells.
enum Z85 {
  private static let digits = Array(
    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#".utf8)

  private static let values: [UInt8] = {
    var values = [UInt8](repeating: 255, count: 256)
    for (value, digit) in digits.enumerated() { values[Int(digit)] = UInt8(value) }
    return values
  }()

  /// The text of `bytes`, whose count must be divisible by four.
  static func encode(_ bytes: some Collection<UInt8>) -> String {
    precondition(bytes.count.isMultiple(of: 4), "Z85 encodes groups of four bytes")
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count / 4 * 5)
    var word: UInt32 = 0
    for (index, byte) in bytes.enumerated() {
      word = word << 8 | UInt32(byte)
      guard index % 4 == 3 else { continue }
      for power in [52_200_625, 614_125, 7_225, 85, 1] as [UInt32] {
        text.append(digits[Int(word / power % 85)])
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The bytes of `text`; nil for a foreign character, a length not divisible by five, or a group
  /// above 2³² - 1, which libzmq would wrap around: one text for one key.
  static func decode(_ text: String) -> [UInt8]? {
    guard text.utf8.count.isMultiple(of: 5) else { return nil }
    var bytes: [UInt8] = []
    var word: UInt64 = 0
    for (index, character) in text.utf8.enumerated() {
      let value = values[Int(character)]
      guard value < 85 else { return nil }
      word = word * 85 + UInt64(value)
      guard index % 5 == 4 else { continue }
      guard let group = UInt32(exactly: word) else { return nil }
      withUnsafeBytes(of: group.bigEndian) { bytes.append(contentsOf: $0) }
      word = 0
    }
    return bytes
  }
}

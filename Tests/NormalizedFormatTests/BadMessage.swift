import CBOR
import Testing

@testable import NormalizedFormat

/// Small messages as trees, to be made wrong in one place.
enum SampleMessages {
  /// The least message: an `other` of one type, adapter `a` 1, source `s`.
  static let least = CBORValue.map([
    pair(0, .unsigned(1)), pair(1, provenance), pair(4, .unsigned(9)),
    pair(5, .map([pair(1, .text("t"))])),
  ])

  static let provenance = CBORValue.map([
    pair(1, .map([pair(1, .text("a")), pair(2, .text("1"))])), pair(2, .map([pair(1, .text("s"))])),
  ])

  /// The least message with an observation in it.
  static func observing(_ fields: [CBORValue.Pair]) -> CBORValue {
    let code = fields.contains { $0.key == .unsigned(1) } ? [] : [pair(1, .map([]))]
    let set = CBORValue.map([pair(5, .array([.map(code + fields)]))])
    return .map([
      pair(0, .unsigned(1)), pair(1, provenance), pair(4, .unsigned(1)),
      pair(5, .map([pair(1, .array([set]))])),
    ])
  }

  static func observing(_ value: CBORValue) -> CBORValue {
    observing([pair(2, .array([value]))])
  }

  static func pair(_ key: Int64, _ value: CBORValue) -> CBORValue.Pair {
    CBORValue.Pair(.integer(key), value)
  }

  /// The least message with one more pair, or with one changed.
  static func least(_ key: Int64, _ value: CBORValue) -> CBORValue {
    guard case .map(let pairs) = least else { return least }
    return .map(pairs.filter { $0.key != .integer(key) } + [pair(key, value)])
  }

  static func least(without key: Int64) -> CBORValue {
    guard case .map(let pairs) = least else { return least }
    return .map(pairs.filter { $0.key != .integer(key) })
  }
}

/// A message that is wrong in one place, and the code that it gets.
struct BadMessage: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let code: FormatError.Code
  let bytes: [UInt8]

  init(_ name: String, _ code: FormatError.Code, _ value: CBORValue) {
    self.init(name, code, (try? value.encoded()) ?? [])
  }

  init(_ name: String, _ code: FormatError.Code, _ bytes: [UInt8]) {
    testDescription = name
    self.code = code
    self.bytes = bytes
  }

  private static func pair(_ key: Int64, _ value: CBORValue) -> CBORValue.Pair {
    SampleMessages.pair(key, value)
  }

  /// Wrong by the CDDL too.
  static let againstTheGrammar: [BadMessage] = [
    BadMessage("an unknown key", .unknownKey, SampleMessages.least(63, .unsigned(0))),
    BadMessage("an unknown key of 2^64 - 1", .unknownKey, farKey),
    BadMessage("no provenance", .missingKey, SampleMessages.least(without: 1)),
    BadMessage("no version", .missingKey, SampleMessages.least(without: 0)),
    BadMessage("no kind", .missingKey, SampleMessages.least(without: 4)),
    BadMessage("another version", .unknownVersion, SampleMessages.least(0, .unsigned(2))),
    BadMessage("an unknown kind", .unknownKind, SampleMessages.least(4, .unsigned(99))),
    BadMessage("a patient of text", .wrongType, SampleMessages.least(2, .text("x"))),
    BadMessage("an empty list", .notCanonical, SampleMessages.least(7, .array([]))),
    BadMessage("content of another kind", .wrongType, SampleMessages.least(4, .unsigned(8))),
    BadMessage(
      "an unknown meaning", .unknownValue, SampleMessages.observing([pair(3, .unsigned(200))])),
    BadMessage("a value of no kind", .missingKey, SampleMessages.observing(.map([]))),
    BadMessage(
      "a decimal fraction without exponent", .notCanonical,
      quantity(.tagged(4, .array([.unsigned(0), .unsigned(5)])))),
    BadMessage(
      "another tag", .malformed, quantity(.tagged(5, .array([.unsigned(1), .unsigned(5)])))),
    BadMessage("a float", .wrongType, quantity(.double(1.5))),
    BadMessage(
      "a flag that is false", .notCanonical,
      SampleMessages.observing(
        .map([pair(1, .map([pair(3, .map([pair(4, .boolean(false))]))]))]))),
    BadMessage(
      "a year beyond 9999", .outOfRange,
      time([pair(1, .unsigned(253_402_300_800_000)), pair(2, .unsigned(6))])),
    BadMessage(
      "a zone of a day", .outOfRange,
      time([pair(1, .unsigned(0)), pair(2, .unsigned(6)), pair(3, .unsigned(1_440))])),
    BadMessage(
      "a digest of 31 bytes", .outOfRange,
      SampleMessages.least(
        1,
        .map([
          pair(1, .map([pair(1, .text("a")), pair(2, .text("1"))])),
          pair(2, .map([pair(1, .text("s"))])),
          pair(
            6,
            .map([pair(1, .byteString([UInt8](repeating: 0, count: 31))), pair(2, .unsigned(1))])),
        ]))),
    BadMessage("an array", .wrongType, CBORValue.array([])),
    BadMessage(
      "a number beyond 32 bits", .outOfRange,
      SampleMessages.observing([pair(4, .array([.unsigned(1 << 32)]))])),
  ]

  /// Wrong by what the README says and CDDL can't.
  static let againstTheText: [BadMessage] = [
    // Wrong by the CDDL too, but the `cddl` crate takes a choice of keys for a union.
    BadMessage(
      "a value of two kinds", .unknownKey,
      SampleMessages.observing(.map([pair(3, .text("a")), pair(11, .boolean(true))]))),
    BadMessage("nothing", .truncated, []),
    BadMessage("two messages", .trailing, leastBytes + leastBytes),
    BadMessage("keys out of order", .malformed, [0xa4, 0x04, 0x09] + leastBytes.dropFirst()),
    BadMessage("a key twice", .malformed, [0xa5, 0x00, 0x01] + leastBytes.dropFirst()),
    BadMessage("a head that is not shortest", .malformed, [0xb8, 0x04] + leastBytes.dropFirst()),
    BadMessage("an indefinite map", .malformed, [0xbf] + leastBytes.dropFirst() + [0xff]),
    BadMessage(
      "a registered terminology by its URI", .notCanonical,
      SampleMessages.observing(
        .map([pair(2, .map([pair(1, .array([.map([pair(1, .text("http://loinc.org"))])]))]))]))),
    BadMessage(
      "a zone that is stated and assumed", .unknownKey,
      time([
        pair(1, .unsigned(0)), pair(2, .unsigned(6)), pair(3, .unsigned(60)),
        pair(4, .unsigned(60)),
      ])),
    BadMessage(
      "text that is not UTF-8", .malformed,
      [0xa4, 0x00, 0x01, 0x01, 0xa2, 0x01, 0xa2, 0x01, 0x61, 0xff]
        + [UInt8](repeating: 0, count: 20)),
    BadMessage(
      "an extension key before the others", .malformed,
      [0xa5, 0x20, 0x00] + leastBytes.dropFirst()),
    BadMessage("extension keys out of order", .malformed, extended([0x21, 0x00, 0x20, 0x00])),
    BadMessage("an extension that is not CBOR", .malformed, extended([0x20, 0x1c, 0x21, 0x00])),
    BadMessage("a key of text", .wrongType, extended([0x61, 0x61, 0x00, 0x21, 0x00])),
  ]

  static let leastBytes = (try? SampleMessages.least.encoded()) ?? []

  private static func extended(_ pairs: [UInt8]) -> [UInt8] {
    [0xa6] + leastBytes.dropFirst() + pairs
  }

  private static func quantity(_ value: CBORValue) -> CBORValue {
    SampleMessages.observing(.map([pair(1, .map([pair(1, value)]))]))
  }

  private static func time(_ fields: [CBORValue.Pair]) -> CBORValue {
    SampleMessages.observing(.map([pair(4, .map(fields))]))
  }

  private static let farKey: CBORValue = {
    guard case .map(let pairs) = SampleMessages.least else { return .null }
    return .map(pairs + [CBORValue.Pair(.unsigned(.max), .unsigned(0))])
  }()
}

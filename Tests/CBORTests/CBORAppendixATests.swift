import CBOR
import Testing

/// RFC 8949 appendix A: what the profile admits comes out as it went in, all else is refused, for
/// these reasons.
@Suite(.enabled(if: Corpus.exists(AppendixA.path)))
struct CBORAppendixATests {
  /// Tags, where the caller reads none (dates, bignums, URIs, embedded CBOR).
  static let tagged = [
    "c249010000000000000000", "c349010000000000000000",
    "c074323031332d30332d32315432303a30343a30305a", "c11a514b67b0", "c1fb41d452d9ec200000",
    "d74401020304", "d818456449455446", "d82076687474703a2f2f7777772e6578616d706c652e636f6d",
  ]

  /// What no caller can admit, and the code and offset it gets.
  static let refused: [String: CBORError] = [
    // Infinities that half precision holds.
    "fa7f800000": CBORError(.nonShortestFloat, at: 0),
    "faff800000": CBORError(.nonShortestFloat, at: 0),
    "fb7ff0000000000000": CBORError(.nonShortestFloat, at: 0),
    "fbfff0000000000000": CBORError(.nonShortestFloat, at: 0),
    // Other NaNs than f97e00.
    "fa7fc00000": CBORError(.nanPayload, at: 0),
    "fb7ff8000000000000": CBORError(.nanPayload, at: 0),
    // undefined and unassigned simple values.
    "f7": CBORError(.simpleValue, at: 0),
    "f0": CBORError(.simpleValue, at: 0),
    "f818": CBORError(.simpleValue, at: 0),
    "f8ff": CBORError(.simpleValue, at: 0),
    // Indefinite lengths, at the head that has one.
    "5f42010243030405ff": CBORError(.indefinite, at: 0),
    "7f657374726561646d696e67ff": CBORError(.indefinite, at: 0),
    "9fff": CBORError(.indefinite, at: 0),
    "9f018202039f0405ffff": CBORError(.indefinite, at: 0),
    "9f01820203820405ff": CBORError(.indefinite, at: 0),
    "83018202039f0405ff": CBORError(.indefinite, at: 5),
    "83019f0203ff820405": CBORError(.indefinite, at: 2),
    "9f0102030405060708090a0b0c0d0e0f101112131415161718181819ff": CBORError(.indefinite, at: 0),
    "bf61610161629f0203ffff": CBORError(.indefinite, at: 0),
    "826161bf61626163ff": CBORError(.indefinite, at: 3),
    "bf6346756ef563416d7421ff": CBORError(.indefinite, at: 0),
  ]

  @Test func `the corpus is the one that the lists were written for`() throws {
    #expect(try AppendixA.items().count == 82)
    #expect(try AppendixA.items().isSuperset(of: Self.tagged))
    #expect(try AppendixA.items().isSuperset(of: Self.refused.keys))
  }

  @Test func `every admitted item comes out as it went in`() throws {
    let admitted = try AppendixA.items().subtracting(Self.tagged).subtracting(Self.refused.keys)
    #expect(admitted.count == 53)
    for item in admitted {
      let bytes = try #require(hex(item))
      #expect(try CBORValue(decoding: bytes).encoded() == bytes, "\(item)")
    }
  }

  @Test(arguments: tagged)
  func `a tag is refused unless the caller admits tags`(item: String) throws {
    let bytes = try #require(hex(item))
    #expect(throws: CBORError(.tag, at: 0)) { try CBORValue(decoding: bytes) }
    #expect(try CBORValue(decoding: bytes, tags: true).encoded() == bytes)
  }

  @Test(arguments: refused.keys.sorted())
  func `what the profile does not admit is refused with its offset`(item: String) throws {
    let bytes = try #require(hex(item))
    let expected = try #require(Self.refused[item])
    #expect(throws: expected) { try CBORValue(decoding: bytes, tags: true) }
  }
}

private enum AppendixA {
  static let path = "cbor/rfc8949-appendix-a.json"

  static func items() throws -> Set<String> {
    let rows = try #require(try Corpus.json(path) as? [[String: Any]])
    return Set(rows.compactMap { $0["hex"] as? String })
  }
}

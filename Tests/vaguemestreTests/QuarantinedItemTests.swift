import Cryptography
import NormalizedFormat
import Testing

@testable import vaguemestre

@Suite struct QuarantinedItemTests {
  private func items(_ raw: [UInt8], from first: UInt64) -> [QuarantinedItem] {
    Quarantine.pieces(of: raw, sha256: SHA256.hash(raw).bytes).enumerated().map { index, piece in
      var content = Quarantine(reason: 1_013, raw: piece.raw)
      content.part = piece.part
      return QuarantinedItem(
        offset: first + UInt64(index), issuedAt: 0, subject: "bed-1", content: content)
    }
  }

  private let long = (0..<1_200_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }

  @Test func `pieces are one item with all its bytes, between others`() throws {
    let all = items([1], from: 0) + items(long, from: 1) + items([2], from: 4)
    let joined = QuarantinedItem.joining(all)
    #expect(joined.map(\.offset) == [0, 1, 4])
    #expect(try joined[1].wholeRaw() == long)
  }

  @Test func `an item that lacks a piece says so and is not replayed`() {
    let joined = QuarantinedItem.joining(Array(items(long, from: 1).dropLast()))
    #expect(joined.count == 1)
    #expect(joined[0].json(isReplayed: false).contains("\"complete\":false"))
    #expect(throws: CommandFailure.self) { try joined[0].wholeRaw() }
  }

  @Test func `pieces that are not what their digest says are not taken for the whole`() {
    var all = items(long, from: 1)
    all[1].content.raw[0] ^= 1
    #expect(throws: CommandFailure.self) { try QuarantinedItem.joining(all)[0].wholeRaw() }
  }
}

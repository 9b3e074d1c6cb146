import NormalizedFormat
import Testing

@Suite struct QuarantineTests {
  private let digest = (0..<32).map { UInt8($0) }

  private func pieces(of count: Int) -> [Quarantine] {
    let raw = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    return Quarantine.pieces(of: raw, sha256: digest).map { piece in
      var content = Quarantine(reason: 1_013, raw: piece.raw)
      content.part = piece.part
      return content
    }
  }

  @Test func `what fits a message is one piece without a number`() {
    let pieces = pieces(of: FormatLimit.quarantineBytesMax)
    #expect(pieces.map(\.part) == [nil])
  }

  @Test(arguments: [1, 480 << 10, 1 << 20, 3_000_000])
  func `pieces are the whole again, in any order and repeated`(more: Int) throws {
    let whole = pieces(of: FormatLimit.quarantineBytesMax + more)
    let raw = whole.flatMap(\.raw)
    #expect(Quarantine.joined(whole) == raw)
    #expect(Quarantine.joined(whole.reversed() + whole) == raw)
    for piece in whole {
      #expect(piece.raw.count <= FormatLimit.quarantineBytesMax)
      #expect(piece.part?.bytes == UInt64(raw.count))
    }
  }

  @Test func `a missing piece, or one of another whole, gives nothing`() {
    var whole = pieces(of: 2_000_000)
    #expect(Quarantine.joined([]) == nil)
    #expect(Quarantine.joined(Array(whole.dropLast())) == nil)
    #expect(Quarantine.joined(whole + [Quarantine(reason: 1, raw: [])]) == nil)
    whole[1].part?.sha256[0] ^= 1
    #expect(Quarantine.joined(whole) == nil)
  }

  @Test func `a message holds no more raw bytes than a piece may have`() throws {
    var message = Examples.quarantine
    for (count, isRead) in [(480 << 10, true), (480 << 10 + 1, false)] {
      message.content = .quarantine(Quarantine(reason: 1, raw: Array(repeating: 7, count: count)))
      let bytes = message.encoded()
      if isRead {
        #expect(try Message(decoding: bytes) == message)
      } else {
        let error = #expect(throws: FormatError.self) { try Message(decoding: bytes) }
        #expect(error?.code == .tooLarge)
      }
    }
  }

  @Test func `a piece that claims four milliards of others allocates nothing for them`() {
    var content = Quarantine(reason: 1, raw: [1])
    content.part = QuarantinePart(index: 0, count: .max, sha256: digest, bytes: .max)
    #expect(Quarantine.joined([content]) == nil)
  }
}

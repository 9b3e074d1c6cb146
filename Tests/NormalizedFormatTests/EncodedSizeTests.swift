import NormalizedFormatTesting
import Testing

@testable import NormalizedFormat

/// A message is small in memory where its records share their text, and large when it is written:
/// an encoder finds that out without writing it all.
@Suite struct EncodedSizeTests {
  /// Reports that all have one specimen with a long text.
  private func message(reports: Int, textBytes: Int) -> Message {
    var specimen = Specimen()
    specimen.text = String(repeating: "x", count: textBytes)
    var report = Report()
    report.specimens = [specimen]
    return Message(
      provenance: Provenance(
        adapter: AdapterIdentity(name: "a", version: "1"), source: MessageSource(standard: "s")),
      content: .report(Reports(reports: Array(repeating: report, count: reports))))
  }

  @Test func `a text that many records share is not written into all of them beyond the limit`() {
    let message = message(reports: 60_000, textBytes: 50_000)
    #expect(message.encoded(upTo: FormatLimit.messageBytesMax) == nil)
  }

  @Test func `an encoder takes no more memory than its limit`() {
    var encoder = MessageEncoder(capacity: 64, limit: 100_000)
    defer { encoder.output.deallocate() }
    message(reports: 1_000, textBytes: 900).encode(to: &encoder)
    #expect(encoder.output.isOver)
    #expect(encoder.output.bytes == nil)
    #expect(encoder.output.capacity <= 100_000 + OutputBuffer.headBytesMax)
  }

  /// A part of a message that counts how often it is written.
  private struct Visited: Wire {
    final class Count: Sendable, Equatable {
      nonisolated(unsafe) var value = 0

      static func == (left: Count, right: Count) -> Bool { left === right }
    }

    static let rule: StaticString = "visited"
    let count: Count

    init(_ count: Count) { self.count = count }

    init(from decoder: inout MessageDecoder) throws(FormatError) { count = Count() }

    func encode(to encoder: inout MessageEncoder) {
      count.value += 1
      encoder.output.text(String(repeating: "x", count: 1_000))
    }

    func render(to json: inout JSONWriter) {}
  }

  @Test func `an encoder that is over its limit visits no more items of any list`() {
    let count = Visited.Count()
    var encoder = MessageEncoder(capacity: 64, limit: 10_000)
    defer { encoder.output.deallocate() }
    let list = Array(repeating: Visited(count), count: 50_000)
    for key in 0..<10 as Range<UInt64> { encoder.list(key, "list", list) }
    #expect(count.value <= 11)
  }

  @Test func `the limit is the longest encoding that is given`() throws {
    let message = message(reports: 3, textBytes: 400)
    let whole = message.encoded()
    #expect(message.encoded(upTo: whole.count) == whole)
    for less in [0, 1, 8, 9, 10, 63, 64, 65, whole.count / 2, whole.count - 1] {
      #expect(message.encoded(upTo: less) == nil)
    }
  }

  @Test(arguments: 0..<FormatSchema.contents.count)
  func `a limit never changes an encoding that fits it`(kind: Int) throws {
    for seed in 0..<20 as Range<UInt64> {
      let bytes = RandomMessage.bytes(seed: seed, kind: kind, density: 25)
      let message = try Message(decoding: bytes)
      #expect(message.encoded(upTo: bytes.count) == bytes)
      #expect(message.encoded(upTo: bytes.count - 1) == nil)
    }
  }
}

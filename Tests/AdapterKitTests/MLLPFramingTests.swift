import AdapterKit
import Testing

@Suite struct MLLPFramingTests {
  private func events(_ chunks: [[UInt8]], cap: Int = 1_000) -> [FramingEvent] {
    var framing = MLLPFraming(cap: cap)
    return chunks.flatMap { framing.push($0) } + framing.finish()
  }

  private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  @Test func `a frame gives its message without the frame`() {
    #expect(events([bytes("\u{B}MSH|a\r\u{1C}\r")]) == [.message(bytes("MSH|a\r"))])
  }

  @Test func `framing and unframing give the message back`() {
    let framing = MLLPFraming()
    let message = bytes("MSH|^~\\&|x\rPID|1\r")
    #expect(events([framing.frame(message)]) == [.message(message)])
  }

  @Test func `a framing knows whether it stands inside a frame`() {
    var framing = MLLPFraming()
    let seen = ["junk", "\u{B}", "MSH|1", "\u{1C}", "\r", "\u{B}MSH|2\u{1C}\u{B}M"].map { text in
      _ = framing.push(bytes(text))
      return framing.isInsideFrame
    }
    #expect(seen == [false, true, true, false, false, true])
  }

  @Test func `several frames in one read give several messages in order`() {
    let stream = bytes("\u{B}MSH|1\u{1C}\r\u{B}MSH|2\u{1C}\r\u{B}MSH|3\u{1C}\r")
    let wanted = [1, 2, 3].map { FramingEvent.message(bytes("MSH|\($0)")) }
    #expect(events([stream]) == wanted)
  }

  @Test func `a message is handed out at its end block, without waiting for the CR`() {
    var framing = MLLPFraming()
    #expect(framing.push(bytes("\u{B}MSH|1\u{1C}")) == [.message(bytes("MSH|1"))])
  }

  @Test func `a missing CR after the end block is put up with and counted`() {
    var framing = MLLPFraming()
    let found = framing.push(bytes("\u{B}MSH|1\u{1C}\u{B}MSH|2\u{1C}\r"))
    #expect(found.count == 2)
    #expect(framing.counts.missingTerminators == 1)
  }

  @Test func `junk before a start block is skipped and counted`() {
    var framing = MLLPFraming()
    let found = framing.push(bytes("2026-11-24 INFO connected\r\n\u{B}MSH|1\u{1C}\r"))
    #expect(found == [.message(bytes("MSH|1"))])
    #expect(framing.counts.junkBytes == 27)
  }

  @Test func `a start block inside a frame drops the partial as truncated`() {
    #expect(
      events([bytes("\u{B}MSH|1|half\u{B}MSH|2\u{1C}\r")])
        == [.truncated(bytes("MSH|1|half")), .message(bytes("MSH|2"))])
  }

  @Test func `a start block before a byte order mark begins a message as well`() {
    #expect(
      events([bytes("\u{B}MSH|1\u{B}\u{FEFF}MSH|2\u{1C}\r")])
        == [.truncated(bytes("MSH|1")), .message(bytes("\u{FEFF}MSH|2"))])
  }

  @Test func `a vertical tab in the text begins nothing and is counted`() {
    var framing = MLLPFraming()
    let found = framing.push(bytes("\u{B}MSH|line\u{B}break\u{1C}\r"))
    #expect(found == [.message(bytes("MSH|line\u{B}break"))])
    #expect(framing.counts.strayBlockBytes == 1)
  }

  @Test func `a repeated start block is one start`() {
    #expect(events([bytes("\u{B}\u{B}MSH|1\u{1C}\r")]) == [.message(bytes("MSH|1"))])
  }

  @Test func `a frame that never ends is truncated when the peer closes`() {
    #expect(events([bytes("\u{B}MSH|1|half")]) == [.truncated(bytes("MSH|1|half"))])
  }

  @Test func `nothing is reported when the peer closes between frames`() {
    #expect(events([bytes("\u{B}MSH|1\u{1C}\r")]).count == 1)
  }

  @Test func `an empty frame is an empty message, to be refused by who reads it`() {
    #expect(events([[0x0B, 0x1C, 0x0D]]) == [.message([])])
  }

  @Test func `a message of exactly the cap passes and one byte more closes`() {
    let message = Array(repeating: UInt8(ascii: "x"), count: 100)
    #expect(events([[0x0B] + message + [0x1C, 0x0D]], cap: 100) == [.message(message)])
    #expect(
      events([[0x0B] + message + [0x78, 0x1C, 0x0D]], cap: 100)
        == [.close(AdapterError(.frameOverlong))])
  }

  @Test func `nothing follows a close`() {
    var framing = MLLPFraming(cap: 4)
    _ = framing.push(bytes("\u{B}MSH|too long"))
    #expect(framing.push(bytes("\u{B}MSH\u{1C}\r")) == [])
    #expect(framing.finish() == [])
  }

  @Test func `a peer that never frames is closed before its bytes are worth anything`() {
    var framing = MLLPFraming()
    let junk = Array(repeating: UInt8(ascii: "j"), count: MLLPFraming.junkCap)
    #expect(framing.push(junk) == [])
    #expect(framing.push([0x6A]) == [.close(AdapterError(.frameJunk))])
  }

  @Test func `any two cuts of a hostile stream give the same events`() {
    let stream =
      bytes("junk\u{B}MSH|1\u{B}x\u{B}MS") + bytes("H|2\u{1C}\u{B}\u{B}FHS|3\u{1C}\r\r\n")
      + bytes("\u{B}MSH|\u{B}BHS|4\u{B}\u{FEFF}MSH\u{1C}\u{1C}\r\u{B}M")
    let whole = events([stream], cap: 12)
    #expect(whole.count > 5)
    for first in 0..<stream.count {
      for second in first..<stream.count {
        let parts = [stream[..<first], stream[first..<second], stream[second...]].map { Array($0) }
        #expect(events(parts, cap: 12) == whole, "\(first) \(second)")
      }
    }
  }

  @Test func `a flood of start blocks costs linear time`() {
    var framing = MLLPFraming()
    let flood = Array(repeating: bytes("\u{B}MSH"), count: 100_000).flatMap { $0 }
    #expect(framing.push(flood).count == 99_999)
  }
}

import AdapterKit
import AdapterTesting
import Foundation
import Testing

@testable import HL7v2

@Suite struct ER7MessageTests {
  /// Splits a message with one call for each level, by the adapter's index.
  private func tree(_ bytes: [UInt8]) throws -> [String: [[[String]]]] {
    let index = try ER7Message(bytes)
    let charset = try ER7Charset(declared: nil, bytes: bytes, isASCII: index.isASCII)
    let context = IngestContext(received: 0, zone: LocalZone(minutes: 0), link: "", subject: "")
    return try SourceMessage.with(
      index, charset: charset, link: LinkFacts(context: context, sentinels: [])
    ) { source throws(AdapterError) in
      var tree: [String: [[[String]]]] = [:]
      for position in source.segments.indices {
        let segment = source.segment(position)
        guard segment.fieldCount > 0 else { continue }
        tree[segment.name.text] = (1...segment.fieldCount).map { number in
          segment.all(number).map { occurrence in
            (1...occurrence.componentCount).map { occurrence.peek($0) ?? "" }
          }
        }
      }
      return tree
    }
  }

  private func fields(_ text: String) throws -> [[[String]]] {
    let tree = try tree(Array("MSH|^~\\&|A\rPID\(text)\r".utf8))
    return try #require(tree["PID"])
  }

  @Test func `MSH-1 is the separator and MSH-2 is not split`() throws {
    let header = try #require(try tree(Array("MSH|^~\\&|APP^1|FAC\r".utf8))["MSH"])
    #expect(header == [[["|"]], [["^~\\&"]], [["APP", "1"]], [["FAC"]]])
  }

  @Test func `fields, repetitions and components are told apart`() throws {
    #expect(try fields("|a^b~c||d") == [[["a", "b"], ["c"]], [], [["d"]]])
  }

  @Test func `a scalar is its first component, and trailing delimiters say nothing`() throws {
    for spelling in ["A", "A^", "A&", "A^^", "A&&^"] {
      let field = try fields("|\(spelling)")
      #expect(field[0][0][0] == "A", "\(spelling)")
    }
  }

  @Test func `a field of delimiters only is empty`() throws {
    #expect(try fields("|^^&^|x") == [[], [["x"]]])
  }

  @Test func `an unescaped subcomponent delimiter in text stays in the text`() throws {
    #expect(try fields("|Smith & Jones") == [[["Smith & Jones"]]])
  }

  @Test(arguments: ["^~\\&", "^~\\&#", "^~}", "^~\\}", "^~", "^", ""])
  func `MSH-2 may have any length and declares only what it has`(second: String) throws {
    let bytes = Array("MSH|\(second)|APP|x&y\r".utf8)
    let header = try #require(try tree(bytes)["MSH"])
    #expect(header[2] == [["APP"]])
    #expect(header.count == 4)
  }

  @Test func `what MSH-2 does not declare does not delimit`() throws {
    let header = try #require(try tree(Array("MSH|^|a~b\\c&d^e\r".utf8))["MSH"])
    #expect(header[2] == [["a~b\\c&d", "e"]])
  }

  @Test func `a short MSH-2 in a later version is taken as it is`() throws {
    #expect(try ER7Message(Array("MSH|^~\\&#|A\r".utf8)).delimiters.truncation == 0x23)
    #expect(try ER7Message(Array("MSH|^~}|A\r".utf8)).delimiters.subcomponent == nil)
  }

  @Test func `a line feed typed into a text does not end the segment`() throws {
    let tree = try tree(Array("MSH|^~\\&|A\rOBX|one\ntwo|x\rPID|1\r".utf8))
    #expect(tree["OBX"] == [[["one\ntwo"]], [["x"]]])
    #expect(tree["PID"] == [[["1"]]])
  }

  @Test func `a lone line feed before a segment name ends the segment before it`() throws {
    let tree = try tree(Array("MSH|^~\\&|A\rOBX|one\nPID|1\r".utf8))
    #expect(tree["OBX"] == [[["one"]]])
    #expect(tree["PID"] == [[["1"]]])
  }

  @Test func `a line that is no segment is one field and disturbs no other`() throws {
    let tree = try tree(Array("MSH|^~\\&|A\rnot|a^segment\rPID|1\r".utf8))
    #expect(tree["???"] == [[["not|a^segment"]]])
    #expect(tree["PID"] == [[["1"]]])
  }

  @Test func `a message over the bound of bytes is refused`() {
    let bytes = Array("MSH|".utf8) + Array(repeating: 0x61, count: ER7Message.Limit.bytes)
    #expect(throws: AdapterError(.limit)) { try ER7Message(bytes) }
  }

  @Test func `a field of one repetition too many is refused`() throws {
    let most = Array(repeating: "x", count: ER7Message.Limit.repetitions).joined(separator: "~")
    _ = try ER7Message(Array("MSH|^~\\&|A|\(most)\rPID|1\r".utf8))
    #expect(throws: AdapterError(.limit)) {
      try ER7Message(Array("MSH|^~\\&|A\rPID|1||\(most)~x\r".utf8))
    }
  }

  @Test(arguments: ["|", "~", "^", "\rA"])
  func `a flood of delimiters is refused or costs bounded memory`(flood: String) throws {
    let bytes = Array("MSH|^~\\&|".utf8) + Array(String(repeating: flood, count: 3_000_000).utf8)
    #expect(throws: AdapterError(.limit)) { try ER7Message(bytes) }
  }

  // The scan takes 64-bit words because iterating Characters runs at 20 MB/s and SIMD32<UInt8> at
  // 10 MB/s, where words run at gigabytes. The claim is held two ways: against a scan byte by byte,
  // and by a floor so low that a busy machine passes it and Characters do not.
  @Test func `trap 9: delimiters are scanned by words, not by Character`() throws {
    let scan = DelimiterScan(.recommended)
    let alphabet: [UInt8] = [
      0x7C, 0x5E, 0x7D, 0x7B, 0x5D, 0x5F, 0x7E, 0x26, 0x0D, 0x0A, 0x0C, 0x0E, 0xFC, 0,
    ]
    var random = SeededRandom(seed: 9)
    for _ in 0..<2_000 {
      var bytes: [UInt8] = []
      for _ in 0..<Int.random(in: 0...40, using: &random) {
        bytes.append(alphabet[Int.random(in: alphabet.indices, using: &random)])
      }
      var hits: [Int] = []
      let isHigh = bytes.withUnsafeBytes { buffer in
        scan.forEach(in: buffer, range: 0..<buffer.count) { at in
          hits.append(at)
          return true
        }
      }
      let delimiters = Array("|^~&\r\n".utf8)
      let wanted = bytes.indices.filter { delimiters.contains(bytes[$0]) }
      #expect(hits == wanted)
      #expect(isHigh == bytes.contains { $0 >= 0x80 })
    }
    let text = Array(repeating: Array("OBX|1|NM|147842^MDC||72|/min\r".utf8), count: 40_000)
    let bytes = text.flatMap { $0 }
    let clock = ContinuousClock()
    var words = 0
    let wordTime = clock.measure {
      words = bytes.withUnsafeBytes { buffer in
        var count = 0
        _ = scan.forEach(in: buffer, range: 0..<buffer.count) { _ in
          count += 1
          return true
        }
        return count
      }
    }
    var characters = 0
    let characterTime = clock.measure {
      let delimiters: [Character] = ["|", "^", "~", "&", "\r", "\n"]
      characters = String(decoding: bytes, as: UTF8.self).count { delimiters.contains($0) }
    }
    #expect(words == characters)
    #expect(wordTime < characterTime)
  }
}

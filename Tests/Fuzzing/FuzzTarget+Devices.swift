import AdapterKit
import AdapterTesting
import HL7v2
import NormalizedFormat

extension FuzzTarget {
  /// A frame as a link handles it: cut, translated or refused, encoded, answered.
  static func hl7v2() throws -> FuzzTarget {
    let adapter = try HL7v2Adapter(AdapterConfiguration())
    return FuzzTarget(name: "hl7v2", seeds: try Seeds.hl7v2(), sharp: Mutator.sharp, isTree: false)
    { input in
      let parts = adapter.split(input)
      guard parts.flatMap({ $0 }) == input else { return .failed("cutting loses bytes") }
      var outcomes: [IngestOutcome] = []
      var code = 0
      for part in parts {
        let raw = RawMessage(bytes: part, digest: Array(repeating: 0, count: 32))
        let ingestion = adapter.ingest(raw, context: context)
        outcomes.append(ingestion.outcome)
        for (message, payload) in zip(ingestion.messages, ingestion.payloads) {
          guard (try? Message(decoding: payload)) == message else {
            return .failed("its encoding is another message")
          }
          code = code &* 31 &+ Int(message.content.number)
        }
        if case .quarantined(let error) = ingestion.outcome {
          code = code &* 31 &+ Int(error.code.rawValue)
        }
      }
      let answers = adapter.acknowledgements.replies(
        to: input, outcomes: outcomes, context: ReplyContext(now: 0, serial: 1))
      guard answers.allSatisfy({ !$0.contains(MLLPFraming.end) }) else {
        return .failed("an answer that ends its frame")
      }
      return .accepted(code &* 31 &+ answers.count)
    }
  }

  /// What is understood is written and read again: one message, of which everything is understood,
  /// and all fields are accounted for. Nothing that was text became a segment.
  static func render() throws -> FuzzTarget {
    let adapter = try HL7v2Adapter(AdapterConfiguration())
    return FuzzTarget(name: "render", seeds: try Seeds.hl7v2(), sharp: Mutator.sharp, isTree: false)
    { input in
      let raw = RawMessage(bytes: input, digest: Array(repeating: 0, count: 32))
      do throws(AdapterError) {
        var code = 0
        for message in try adapter.normalize(raw, context: context).messages {
          // What came out of place gets a place by being written; from then on nothing grows.
          var (written, before) = (try adapter.render(message, context: EgressContext()), 0)
          for _ in 0..<2 {
            let again = RawMessage(bytes: written, digest: raw.digest)
            let messages = try adapter.normalize(again, context: context).messages
            guard messages.count == 1, messages[0].loss?.unknown.isEmpty == true else {
              return .failed("a forged segment")
            }
            before = written.count(where: { $0 == 13 })
            written = try adapter.render(messages[0], context: EgressContext())
          }
          let grown = written.count(where: { $0 == 13 }) - before
          guard grown <= 2 else { return .failed("it grows") }
          code = code &* 31 &+ Int(message.content.number)
        }
        return .accepted(code)
      } catch {
        return .refused(Int(error.code.rawValue))
      }
    }
  }

  private static let context = IngestContext(
    received: 1_789_207_205_040, zone: LocalZone(minutes: 60), link: "fuzz", subject: "bed-1")

  /// However the bytes are chunked, the same frames come of them, and no byte of them is new.
  static func mllp() throws -> FuzzTarget {
    let seeds = try Seeds.hl7v2().flatMap { message in
      [MLLPFraming().frame(message), message + MLLPFraming().frame(message)]
    }
    return FuzzTarget(
      name: "mllp", seeds: seeds, sharp: [0x0B, 0x1C, 0x0D] + Array("MSHBFTS|".utf8) + [0xEF],
      isTree: false
    ) { input in
      let whole = events(of: input, chunk: input.count + 1)
      guard whole == events(of: input, chunk: 7), whole == events(of: input, chunk: 1) else {
        return .failed("chunks give other frames")
      }
      var code = 0
      var bytes = 0
      for event in whole {
        switch event {
        case .message(let frame): (code, bytes) = (code * 4 + 1, bytes + frame.count)
        case .truncated(let rest): (code, bytes) = (code * 4 + 2, bytes + rest.count)
        case .close: code = code * 4 + 3
        }
        code %= 1 << 16
      }
      return bytes <= input.count ? .accepted(code) : .failed("bytes from nowhere")
    }
  }

  private static func events(of input: [UInt8], chunk: Int) -> [FramingEvent] {
    var framing = MLLPFraming(cap: 3_000)
    var events: [FramingEvent] = []
    for start in stride(from: 0, to: input.count, by: chunk) {
      events += framing.push(Array(input[start..<min(start + chunk, input.count)]))
    }
    return events + framing.finish()
  }
}

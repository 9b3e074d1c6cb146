import AdapterKit
import Cryptography
import NormalizedFormat

/// How fast an adapter translates messages on one thread: raw bytes to the bytes of the open
/// format, as between a device's frame and the signature. The digest of the raw bytes is included.
struct TranslationRate {
  /// The messages in order, again and again, each round by an adapter that has seen none: what it
  /// learns of the first of them and what it never learns is in it.
  private let stream: Measured
  /// The same by the mapping alone. A message that is like none before takes a sixth longer: it is
  /// looked for first.
  private let mapping: Measured

  /// Translates the messages for six seconds.
  init<Device: Adapter>(_ raw: [[UInt8]], by make: () throws -> Device) throws {
    let context = Normalize.context
    let limit = FormatLimit.messageBytesMax
    stream = try Measured(raw) {
      let adapter = try make()
      return { adapter.ingest($0, context: context).payloads.reduce(0) { $0 + $1.count } }
    }
    mapping = try Measured(raw) {
      let adapter = try make()
      return { raw in
        let messages = (try? adapter.normalize(raw, context: context).messages) ?? []
        return messages.reduce(0) { $0 + ($1.encoded(upTo: limit)?.count ?? 0) }
      }
    }
  }

  /// One JSON line: bytes are those of a message on average, times microseconds.
  var json: String {
    #"{\#(stream.json),"rawBytes":\#(stream.rawBytes),"#
      + #""normalizedBytes":\#(stream.normalizedBytes),"mapping":{\#(mapping.json)}}"#
  }
}

/// One way of translation, measured for three seconds.
private struct Measured {
  private let messagesPerSecond: Int
  private let latencies: [Duration]
  /// Bytes of a message on average.
  let rawBytes: Int
  let normalizedBytes: Int

  private static let warmUp = Duration.milliseconds(300)
  private static let run = Duration.seconds(3)

  /// - Parameter round: begins a round, and gives what translates a message into so many bytes.
  init(_ raw: [[UInt8]], _ round: () throws -> (RawMessage) -> Int) throws {
    let clock = ContinuousClock()
    var (rawBytes, normalizedBytes) = (0, 0)
    var latencies: [Duration] = []
    var begun = clock.now
    var before = begun
    var isWarm = false
    while !raw.isEmpty, !isWarm || before - begun < Self.run {
      if !isWarm, before - begun >= Self.warmUp {
        (isWarm, begun) = (true, before)
        (rawBytes, normalizedBytes) = (0, 0)
        latencies.removeAll(keepingCapacity: true)
      }
      let translate = try round()
      for bytes in raw {
        let source = RawMessage(bytes: bytes, digest: SHA256.hash(bytes).bytes)
        normalizedBytes += translate(source)
        rawBytes += bytes.count
        let now = clock.now
        latencies.append(now - before)
        before = now
      }
    }
    let count = max(latencies.count, 1)
    let seconds = max((before - begun) / .seconds(1), .ulpOfOne)
    messagesPerSecond = Int(Double(latencies.count) / seconds)
    self.rawBytes = rawBytes / count
    self.normalizedBytes = normalizedBytes / count
    self.latencies = latencies.sorted()
  }

  /// The members of a JSON object.
  var json: String {
    #""messagesPerSecond":\#(messagesPerSecond),"p50Micros":\#(micros(at: 0.5)),"#
      + #""p99Micros":\#(micros(at: 0.99))"#
  }

  private func micros(at share: Double) -> Int {
    guard !latencies.isEmpty else { return 0 }
    let index = min(latencies.count - 1, Int(Double(latencies.count) * share))
    return Int(latencies[index] / .microseconds(1))
  }
}

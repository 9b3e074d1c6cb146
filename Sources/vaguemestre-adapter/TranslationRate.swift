import AdapterKit
import Cryptography
import NormalizedFormat

/// How fast an adapter translates some messages on one thread: raw bytes to the bytes of the open
/// format, as between a device's frame and the signature. The digest of the raw bytes is included.
struct TranslationRate {
  private let messages: Int
  private let duration: Duration
  private let rawBytes: Int
  private let normalizedBytes: Int
  /// Of each message.
  private let latencies: [Duration]

  private static let warmUp = Duration.milliseconds(300)
  private static let run = Duration.seconds(3)

  /// Translates the messages again and again for three seconds.
  init<Device: Adapter>(_ adapter: Device, _ raw: [[UInt8]]) {
    let clock = ContinuousClock()
    let context = Normalize.context
    var messages = 0
    var rawBytes = 0
    var normalizedBytes = 0
    var latencies: [Duration] = []
    var begun = clock.now
    var before = begun
    var isWarm = false
    while !raw.isEmpty, !isWarm || before - begun < Self.run {
      if !isWarm, before - begun >= Self.warmUp {
        (isWarm, begun) = (true, before)
        (messages, rawBytes, normalizedBytes) = (0, 0, 0)
        latencies.removeAll(keepingCapacity: true)
      }
      for bytes in raw {
        let source = RawMessage(bytes: bytes, digest: SHA256.hash(bytes).bytes)
        for payload in adapter.ingest(source, context: context).payloads {
          normalizedBytes += payload.count
        }
        messages += 1
        rawBytes += bytes.count
        let now = clock.now
        latencies.append(now - before)
        before = now
      }
    }
    self.messages = messages
    self.rawBytes = rawBytes
    self.normalizedBytes = normalizedBytes
    self.latencies = latencies.sorted()
    duration = before - begun
  }

  /// One JSON line: bytes are those of a message on average, times microseconds.
  var json: String {
    let count = max(messages, 1)
    let seconds = max(duration / .seconds(1), .ulpOfOne)
    return #"{"messagesPerSecond":\#(Int(Double(messages) / seconds)),"#
      + #""rawBytes":\#(rawBytes / count),"normalizedBytes":\#(normalizedBytes / count),"#
      + #""p50Micros":\#(micros(at: 0.5)),"p99Micros":\#(micros(at: 0.99))}"#
  }

  private func micros(at share: Double) -> Int {
    guard !latencies.isEmpty else { return 0 }
    let index = min(latencies.count - 1, Int(Double(latencies.count) * share))
    return Int(latencies[index] / .microseconds(1))
  }
}

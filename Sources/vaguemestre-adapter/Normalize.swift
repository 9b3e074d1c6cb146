import AdapterKit
import CBOR
import Cryptography
import Glibc
import NormalizedFormat

/// Offline translation, for integrators: what an adapter makes of files, without site, cell or
/// keys.
struct Normalize {
  private let adapter: any Adapter.Type
  private let files: [String]
  private let output: Output

  /// What is printed.
  private enum Output: String {
    case messages
    case summary = "--summary"
    case rate = "--rate"
    case cbor = "--cbor"
  }

  init(_ arguments: [String]) throws {
    var words = arguments
    let output = words.compactMap(Output.init).first ?? .messages
    words.removeAll { $0 == output.rawValue }
    self.output = output
    guard words.count >= 2, !words.contains(where: { $0.hasPrefix("--") }) else {
      throw Refusal.usage
    }
    adapter = try Main.adapter(named: words.removeFirst())
    files = words
  }

  func run() throws { try run(adapter) }

  private func run<Device: Adapter>(_ type: Device.Type) throws {
    let adapter = try type.init(AdapterConfiguration())
    if output == .rate {
      let messages = try files.flatMap { adapter.split(try Offline.read($0)) }
      print(try TranslationRate(messages) { try type.init(AdapterConfiguration()) }.json)
    } else {
      try translate(with: adapter)
    }
  }

  private func translate<Device: Adapter>(with adapter: Device) throws {
    var total = 0
    var quarantined = 0
    var fields = FieldCounts()
    for file in files {
      for part in adapter.split(try Offline.read(file)) {
        total += 1
        let raw = RawMessage(bytes: part, digest: SHA256.hash(part).bytes)
        let ingestion = adapter.ingest(raw, context: Self.context)
        if case .quarantined = ingestion.outcome { quarantined += 1 }
        for (message, payload) in zip(ingestion.messages, ingestion.payloads) {
          fields.add(message.loss)
          switch output {
          case .messages: print(message.json())
          case .cbor: try write(payload)
          case .summary, .rate: break
          }
        }
      }
    }
    guard output == .summary else { return }
    print(
      #"{"messages":\#(total),"normalized":\#(total - quarantined),"quarantined":\#(quarantined),"#
        + #""fields":{"mapped":\#(fields.mapped),"dropped":\#(fields.dropped),"#
        + #""unknown":\#(fields.unknown)}}"#)
  }

  /// A message as a byte string, so that a reader finds where it ends.
  private func write(_ message: [UInt8]) throws {
    var writer = CBORWriter()
    writer.bytes(message)
    try Offline.write(writer.bytes)
  }

  /// A link that is none.
  static var context: IngestContext {
    IngestContext(
      received: Int64(time(nil)) * 1000, zone: LocalZone(minutes: 0), link: "offline",
      subject: "offline")
  }
}

import AdapterKit
import CBOR
import NormalizedFormat

/// The other way, offline: what an adapter makes of normalized messages, as `normalize --cbor`
/// writes them.
struct Render {
  private let adapter: any EgressAdapter.Type
  private let files: [String]

  init(_ arguments: [String]) throws {
    guard arguments.count >= 2, !arguments.contains(where: { $0.hasPrefix("--") }) else {
      throw Refusal.usage
    }
    guard let adapter = try Main.adapter(named: arguments[0]) as? any EgressAdapter.Type else {
      throw Refusal.failed("adapter '\(arguments[0])' only reads")
    }
    self.adapter = adapter
    files = Array(arguments.dropFirst())
  }

  /// Writes each message's bytes, one after the other.
  func run() throws {
    try run(try adapter.init(AdapterConfiguration()))
  }

  private func run<System: EgressAdapter>(_ adapter: System) throws {
    for file in files {
      var reader = CBORReader(try Offline.read(file))
      var number = 0
      while !reader.isAtEnd {
        number += 1
        try Offline.write(adapter.render(message(&reader, number), context: EgressContext()))
      }
    }
  }

  /// The next byte string of a file; its error says which one.
  private func message(_ reader: inout CBORReader, _ number: Int) throws -> Message {
    do {
      return try Message(decoding: reader.bytes())
    } catch {
      throw Refusal.failed("message \(number) can't be read: \(error)")
    }
  }
}

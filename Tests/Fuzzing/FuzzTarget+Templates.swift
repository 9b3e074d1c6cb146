import AdapterKit
import AdapterTesting
import HL7v2
import NormalizedFormat

extension FuzzTarget {
  /// Templates against the mapping: an adapter that remembers all inputs before takes each input
  /// again and again, with other values, some of them odd, and gives each time the bytes or the
  /// refusal that the mapping gives.
  static func templates() throws -> FuzzTarget {
    var limits = TemplateLimits()
    limits.templates = 256
    limits.keyBits = 20
    let adapters = [
      try HL7v2Adapter(AdapterConfiguration(), templates: limits),
      try HL7v2Adapter(
        AdapterConfiguration(["sentinels": "-1, 32767"]), templates: limits),
    ]
    let seeds = try Seeds.hl7v2().filter { $0.starts(with: "MSH|^~\\&|".utf8) }.map(lines)
    let monitors = seeds.filter { seed in
      (0..<3).map { _ in compare(adapters[0], seed, received: 0) }.last == .written
    }
    return FuzzTarget(
      name: "templates", seeds: seeds + Array(repeating: monitors, count: 48).flatMap { $0 },
      sharp: Mutator.sharp, isTree: false
    ) { input in
      let seed = input.reduce(UInt64(input.count)) { $0 &* 31 &+ UInt64($1) }
      var values = DeviceValues(seed: seed)
      let adapter = adapters[Int(seed >> 7 & 1)]
      let others = values.change(input)
      let turns = [
        input, others, values.change(others), values.change(input, isWild: true), input,
      ]
      var written = 0
      var ways = 0
      for (turn, bytes) in turns.enumerated() {
        switch compare(adapter, bytes, received: Int64(truncatingIfNeeded: seed >> 16)) {
        case .written: written |= 1 << turn
        case .mapped(let kinds): ways = ways &* 31 &+ kinds
        case .refused(let code): return .refused(code)
        case .differs: return .failed("turn \(turn): the template gives something else")
        }
      }
      return .accepted(ways % 64 << 5 | written)
    }
  }

  /// Segments that end as on the wire.
  private static func lines(_ message: [UInt8]) -> [UInt8] {
    Array(message.split { $0 == 0x0D || $0 == 0x0A }.joined(separator: [0x0D])) + [0x0D]
  }

  private enum Comparison: Equatable { case written, mapped(Int), refused(Int), differs }

  private static func compare(
    _ adapter: HL7v2Adapter, _ bytes: [UInt8], received: Int64
  ) -> Comparison {
    let raw = RawMessage(bytes: bytes, digest: Array(repeating: UInt8(received & 0xFF), count: 32))
    let context = IngestContext(
      received: received >> 16, zone: LocalZone(minutes: 60), link: "fuzz", subject: "bed-1")
    let limit = FormatLimit.messageBytesMax
    do throws(AdapterError) {
      let written = try adapter.translate(raw, context: context)
      guard let messages = try? adapter.normalize(raw, context: context).messages,
        messages.map({ $0.encoded(upTo: limit) }) == written.map({ $0.encoded(upTo: limit) }),
        messages.map(\.content.name) == written.map(\.kind)
      else { return .differs }
      guard !written.contains(where: \.isEncoding) else { return .written }
      return .mapped(messages.reduce(0) { $0 &* 7 &+ Int($1.content.number) })
    } catch {
      do throws(AdapterError) {
        _ = try adapter.normalize(raw, context: context)
        return .differs
      } catch let other {
        return other == error ? .refused(Int(error.code.rawValue)) : .differs
      }
    }
  }
}

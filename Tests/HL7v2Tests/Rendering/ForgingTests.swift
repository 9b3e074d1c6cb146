import AdapterKit
import AdapterTesting
import CBOR
import NormalizedFormat
import NormalizedFormatTesting
import Testing

@testable import HL7v2

@Suite struct ForgingTests {
  private let adapter: HL7v2Adapter

  init() throws { adapter = try HL7v2Adapter(AdapterConfiguration()) }

  /// Texts that would be a segment, a field or a component if anything let them.
  private static let hostile = [
    "a\rMSH|^~\\&|EVIL|||||ADT^A08|1|P|2.5\rPID|1||666", "\nOBX|1|NM|1^x||9", "\r\nZZZ|1", "|", "~",
    "^", "&", "\\X0D\\", "\\E\\", "\\X0D\\PID|1", "\\.br\\", "\\", "\\\\", "\"\"", "MSH|",
    "\u{1C}\r",
    "\u{0B}", "\u{0}", " x ", "\u{2028}", "PID(2)/AL1-3", "MSH-3", "OBX-5[2]", "FT1-1.1.1[9999]",
  ]

  @Test func `no text of any message forges a segment`() throws {
    for kind in FormatSchema.contents.indices {
      for seed in 0..<24 as Range<UInt64> {
        let message = RandomMessage.bytes(seed: seed, kind: kind, density: 30)
        guard let begun = try rendered(message, with: "x") else { continue }
        for text in Self.hostile {
          guard let written = try rendered(message, with: text) else { continue }
          let names = segments(written)
          #expect(names.count { $0 == "MSH" } == 1, "\(kind) \(seed) \(text)")
          #expect(!names.contains("ZZZ"), "\(kind) \(seed) \(text)")
          #expect(!written.contains(0x0B) && !written.contains(0x1C))
          // The paths of details may be segments of their own.
          guard FieldPath(text) == nil else { continue }
          #expect(names == segments(begun), "\(kind) \(seed) \(text)")
        }
      }
    }
  }

  /// A message with a text in place of each that it has, written; nil where it can't be.
  private func rendered(_ message: [UInt8], with text: String) throws -> [UInt8]? {
    let tree = Self.replaced(try CBORValue(decoding: message, tags: true), with: text)
    let spoiled = try Message(decoding: tree.encoded())
    do throws(AdapterError) {
      return try adapter.render(spoiled, context: EgressContext())
    } catch {
      #expect(error.code == .untranslatable)
      return nil
    }
  }

  private static func replaced(_ value: CBORValue, with text: String) -> CBORValue {
    switch value {
    // A time of day is no free text.
    case .text(let own) where Value.isTimeOfDay(own): value
    case .text: .text(text)
    case .array(let items): .array(items.map { replaced($0, with: text) })
    case .map(let pairs):
      .map(pairs.map { CBORValue.Pair($0.key, replaced($0.value, with: text)) })
    default: value
    }
  }

  private func segments(_ bytes: [UInt8]) -> [String] {
    bytes.split(separator: 13).map { String(decoding: $0.prefix(3), as: UTF8.self) }
  }

  @Test func `a decoded escape stays text on the way out`() throws {
    let source = """
      MSH|^~\\&|A|B|C|D|20261124120000+0100||ORU^R01^ORU_R01|1|P|2.5.1
      PID|1||1||Doe\\X0D\\PID|\\F\\\\S\\\\T\\\\R\\\\E\\
      OBR|1|||X^Y^L
      OBX|1|TX|1^x^L||one\\X0D\\OBX\\F\\2\\F\\TX\\F\\2^y^L||||||F
      NTE|1||\\X0D\\MSH\\F\\^~\\E\\&\\F\\
      """
    let message = try Mapped.message(source)
    let written = try adapter.render(message, context: EgressContext())
    #expect(segments(written) == ["MSH", "PID", "OBR", "OBX", "NTE"])
    let again = try adapter.normalize(
      Conformance<HL7v2Adapter>.raw(written), context: Conformance<HL7v2Adapter>.context)
    #expect(again.messages.first?.content == message.content)
    #expect(again.messages.first?.patient == message.patient)
  }

  @Test func `two quotes that were escaped delete nothing`() throws {
    var message = try Mapped.message(
      "MSH|^~\\&|A|B|C|D|20261124||ADT^A08^ADT_A01|1|P|2.5.1\nPID|1||1||Doe||19700101")
    message.patient?.birthPlace = "\"\""
    let written = try adapter.render(message, context: EgressContext())
    let again = try adapter.normalize(
      Conformance<HL7v2Adapter>.raw(written), context: Conformance<HL7v2Adapter>.context)
    #expect(again.messages.first?.patient?.birthPlace == "\"\"")
  }

  @Test func `a kind without a message in HL7 v2 is refused`() throws {
    for (kind, content) in FormatSchema.contents.map(\.content).enumerated() {
      let message = try Message(decoding: RandomMessage.bytes(seed: 1, kind: kind, density: 10))
      switch content {
      case .imaging, .position, .deviceStatus, .quarantine:
        #expect(throws: AdapterError(.untranslatable, blame: .gateway)) {
          try adapter.render(message, context: EgressContext())
        }
      default: break
      }
    }
  }

  @Test func `a detail that names the header or another patient is no segment`() throws {
    var message = try Mapped.message(
      "MSH|^~\\&|A|B|C|D|20261124||ADT^A08^ADT_A01|1|P|2.5.1\nPID|1||1||Doe")
    let names = ["MSH-3", "PID-3", "PID(2)-3", "BHS-3", "FHS-3", "ZZZ-1", "PID(2)/PID-3", "SFT-1"]
    guard case .admission(var admission) = message.content else { return }
    admission.details = names.map { NamedField(name: $0, value: "666") }
    message.content = .admission(admission)
    let written = try adapter.render(message, context: EgressContext())
    #expect(segments(written) == ["MSH", "EVN", "PID"])
  }

  @Test func `a path far out asks for no flood of delimiters`() throws {
    var message = try Mapped.message(
      "MSH|^~\\&|A|B|C|D|20261124||ADT^A08^ADT_A01|1|P|2.5.1\nPID|1||1||Doe")
    message.patient?.details = ["PID-999999999", "PID-3[4000000000]", "PID-3.70000", "PID-0"].map {
      NamedField(name: $0, value: "x")
    }
    #expect(try adapter.render(message, context: EgressContext()).count < 400)
    message.patient?.details = (1...9_999).map {
      NamedField(name: "PID-40.1000.1000[\($0)]", value: "x")
    }
    #expect(throws: AdapterError(.limit, blame: .gateway)) {
      try adapter.render(message, context: EgressContext())
    }
  }

  @Test func `the link's own names stand in the header`() throws {
    let message = try Mapped.message(
      "MSH|^~\\&|A|B|C|D|20261124||ADT^A08^ADT_A01|1|P|2.5.1\nPID|1||1||Doe")
    let context = EgressContext(
      sendingApplication: Authority(namespace: "VGM"), sendingFacility: Authority(namespace: "H"))
    let written = String(
      decoding: try adapter.render(message, context: context), as: UTF8.self)
    let header =
      "MSH|^~\\&|VGM|H|C|D|20261124||ADT^A08^ADT_A01|1|P|2.5.1||||||UNICODE UTF-8\r"
    #expect(written.hasPrefix(header))
  }
}

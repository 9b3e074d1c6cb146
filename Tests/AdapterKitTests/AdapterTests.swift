import AdapterKit
import NormalizedFormat
import Testing

@Suite struct AdapterTests {
  /// An adapter of one line a message, `code=value`: the smallest there is.
  struct LineAdapter: Adapter {
    static let name = "line"
    static let version = "1"
    static let standard = "line"
    static let mediaType = "text/plain"
    let acknowledgements: any AcknowledgementPolicy = Silence()

    init(_ configuration: AdapterConfiguration) throws(AdapterError) {
      try configuration.finish()
    }

    func makeFraming() -> any Framing { MLLPFraming() }

    func normalize(
      _ raw: RawMessage, context: IngestContext
    ) throws(AdapterError) -> Normalization {
      guard raw.bytes.contains(UInt8(ascii: "=")) else {
        throw AdapterError(.untranslatable, place: "line", offset: 3)
      }
      var message = Message(
        provenance: Provenance(
          adapter: AdapterIdentity(name: "line", version: "1"),
          source: MessageSource(standard: "line")),
        content: .other(Other(type: "line")))
      message.loss = LossLedger(
        mapped: 2, dropped: [DroppedField(path: "a", rule: "r", count: 3)],
        unknown: [UnknownField(path: "b", value: "c")])
      return Normalization(messages: [message, message])
    }
  }

  private let context = IngestContext(
    received: 1_000, zone: LocalZone(minutes: 0), link: "l", subject: "s")

  private func raw(_ text: String) -> RawMessage {
    RawMessage(bytes: Array(text.utf8), digest: Array(repeating: 7, count: 32))
  }

  @Test func `what can't be translated becomes a quarantine message with its raw bytes`() throws {
    let adapter = try LineAdapter(AdapterConfiguration())
    let ingestion = adapter.ingest(raw("secret"), context: context)
    guard case .quarantine(let content) = ingestion.messages[0].content else {
      Issue.record("no quarantine")
      return
    }
    #expect(content.raw == Array("secret".utf8))
    #expect(content.reason == 1_011)
    #expect(content.place == "line")
    #expect(content.offset == 3)
    #expect(content.mediaType == "text/plain")
    #expect(ingestion.messages[0].provenance.raw?.sha256 == Array(repeating: 7, count: 32))
    #expect(ingestion.messages[0].provenance.received?.milliseconds == 1_000)
  }

  @Test func `a quarantine message survives its encoding`() throws {
    let adapter = try LineAdapter(AdapterConfiguration())
    let message = adapter.ingest(raw("secret"), context: context).messages[0]
    #expect(try Message(decoding: message.encoded()) == message)
  }

  @Test func `the outcome of what was quarantined says why`() throws {
    let adapter = try LineAdapter(AdapterConfiguration())
    let error = AdapterError(.untranslatable, place: "line", offset: 3)
    #expect(adapter.ingest(raw("secret"), context: context).outcome == .quarantined(error))
    #expect(adapter.ingest(raw("a=1"), context: context).outcome == .accepted)
  }

  @Test func `an adapter that knows no shorter way translates as it normalizes`() throws {
    let adapter = try LineAdapter(AdapterConfiguration())
    let messages = try adapter.normalize(raw("a=1"), context: context).messages
    let translated = try adapter.translate(raw("a=1"), context: context)
    #expect(try translated.map { try $0.message() } == messages)
    #expect(translated.map(\.kind) == ["other", "other"])
    #expect(throws: AdapterError.self) { try adapter.translate(raw("secret"), context: context) }
  }

  @Test func `a message as its encoding is that message`() throws {
    let adapter = try LineAdapter(AdapterConfiguration())
    let message = try adapter.normalize(raw("a=1"), context: context).messages[0]
    let bytes = message.encoded()
    let translated = TranslatedMessage(kind: "other", encoding: bytes)
    #expect(try translated.message() == message)
    for limit in [-1, 0, bytes.count - 1, bytes.count, bytes.count + 1] {
      let encoded = translated.encoded(upTo: limit)
      #expect(encoded == TranslatedMessage(message).encoded(upTo: limit))
      #expect((encoded == nil) == (limit < bytes.count))
    }
    let ingestion = try #require(Ingestion([translated], outcome: .accepted))
    #expect(ingestion.messages == [message])
    #expect(ingestion.payloads == [bytes])
  }

  @Test func `the fields of all messages of a normalization are counted together`() throws {
    let adapter = try LineAdapter(AdapterConfiguration())
    let fields = try adapter.normalize(raw("a=1"), context: context).fields
    #expect(fields.mapped == 4)
    #expect(fields.dropped == 6)
    #expect(fields.unknown == 2)
    #expect(fields.total == 12)
  }

  @Test func `an error shows its code, its place and who must act`() {
    let error = AdapterError(.typeMissing, place: "MSH-9", offset: 42)
    #expect(error.description == "VGM-1005 at MSH-9, byte 42 (peer)")
    #expect(AdapterError(.empty).description == "VGM-1001 (peer)")
    #expect(AdapterError(.limit, offset: 7).description == "VGM-1006 at byte 7 (peer)")
  }

  @Test func `the numbers of the errors are those of the README`() {
    let numbers = AdapterError.Code.allCases.map(\.rawValue)
    #expect(
      numbers == [
        1001, 1002, 1003, 1004, 1005, 1006, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1901,
      ])
  }

  @Test func `a setting that nobody reads is refused as the site's fault`() {
    #expect(throws: AdapterError(.configuration, blame: .site)) {
      try LineAdapter(AdapterConfiguration(["acknowlege": "none"]))
    }
  }

  @Test(arguments: ["1, x", "nan", "0x1p3", "- 1", "1 0", "1,,x", "inf"])
  func `a setting that is no number is refused`(text: String) {
    var configuration = AdapterConfiguration(["limits": text])
    #expect(throws: AdapterError(.configuration, blame: .site)) {
      try configuration.numbers("limits")
    }
  }

  @Test func `a setting that was read is gone`() throws {
    var configuration = AdapterConfiguration(["limits": "-1, 2.5 ,3"])
    #expect(
      try configuration.numbers("limits") == [
        DecimalNumber(-1), DecimalNumber(25, exponent: -1), DecimalNumber(3),
      ])
    #expect(try configuration.numbers("limits") == nil)
    try configuration.finish()
  }
}

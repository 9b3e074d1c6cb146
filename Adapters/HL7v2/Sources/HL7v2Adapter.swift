public import AdapterKit
import NormalizedFormat

/// HL7 v2.1 to v2.9 in the pipe encoding, over MLLP.
public struct HL7v2Adapter: Adapter {
  /// `hl7v2`.
  public static let name = "hl7v2"
  /// The release of the mapping.
  public static let version = "1.0"
  /// `HL7v2`.
  public static let standard = "HL7v2"
  /// The media type of the pipe encoding.
  public static let mediaType = "x-application/hl7-v2+er7"

  /// How devices are answered.
  public let acknowledgements: any AcknowledgementPolicy
  let sentinels: [DecimalNumber]
  private let cap: Int
  private let templates: TemplateStore

  /// An adapter with the settings of a link; see the README for their names.
  public init(_ configuration: AdapterConfiguration) throws(AdapterError) {
    try self.init(configuration, templates: TemplateLimits())
  }

  /// An adapter that keeps so many templates.
  package init(
    _ configuration: AdapterConfiguration, templates limits: TemplateLimits
  ) throws(AdapterError) {
    templates = TemplateStore(limits)
    var settings = configuration
    acknowledgements = HL7v2Acknowledgements(
      mode: try settings.choice("acknowledge", AcknowledgementMode.auto),
      application: try settings.choice("application-acknowledgement", ApplicationReply.alone),
      quarantine: try settings.choice("quarantine-reply", QuarantineReply.accept))
    sentinels = try settings.numbers("sentinels") ?? []
    cap = MLLPFraming.defaultCap
    try settings.finish()
  }

  /// MLLP.
  public func makeFraming() -> any Framing { MLLPFraming(cap: cap) }

  /// Cuts batches and bare rows of messages.
  public func split(_ frame: [UInt8]) -> [[UInt8]] {
    let ranges = ER7Batch.split(frame)
    return ranges.count == 1 ? [frame] : ranges.map { Array(frame[$0]) }
  }

  /// MSH-10, where MSH-7 is there too: a device that numbers all its messages alike and tells no
  /// time may say the same thing twice and mean it twice.
  public func name(of raw: RawMessage) -> [UInt8]? {
    guard let header = HeaderLine(raw.bytes), !header.raw(7).isEmpty else { return nil }
    let identifier = header.raw(10)
    return identifier.isEmpty ? nil : identifier
  }

  /// What ``normalize(_:context:)`` gives. A message of a device that differs from an earlier one
  /// in values and times alone is written by the template that was made of that one.
  public func translate(
    _ raw: RawMessage, context: IngestContext
  ) throws(AdapterError) -> [TranslatedMessage] {
    guard let slots = raw.bytes.withUnsafeBytes({ Slots($0) }) else {
      return try mapped(raw, context).map { TranslatedMessage($0) }
    }
    let key = raw.bytes.withUnsafeBytes { slots.key(of: $0) }
    switch templates.recall(key, context) {
    case .known(let template):
      if let encoding = template.encoding(of: raw, slots, context, sentinels: sentinels) {
        return [TranslatedMessage(kind: "observations", encoding: encoding)]
      }
    case .seen:
      let messages = try mapped(raw, context)
      let learner = TemplateLearner(adapter: self, context: context)
      switch learner.lesson(of: raw, slots, messages) {
      case .template(let template): templates.keep(template, key, context)
      case .unfit: templates.keep(nil, key, context)
      case .later: break
      }
      return messages.map { TranslatedMessage($0) }
    case .new, .unfit: break
    }
    return try mapped(raw, context).map { TranslatedMessage($0) }
  }

  /// Templates that are kept, and their bytes.
  package var templateLoad: (templates: Int, bytes: Int) { templates.load }

  private func mapped(
    _ raw: RawMessage, _ context: IngestContext
  ) throws(AdapterError) -> [Message] {
    try normalize(raw, context: context).messages
  }

  /// Translates one message; of the envelope of an empty batch nothing comes.
  public func normalize(
    _ raw: RawMessage, context: IngestContext
  ) throws(AdapterError) -> Normalization {
    if ER7Batch.holdsNothing(raw.bytes) { return Normalization(messages: []) }
    let index = try ER7Message(raw.bytes)
    guard !index.isOverfullBatch else { throw AdapterError(.limit, place: "MSH") }
    let charset = try ER7Charset(
      declared: index.declaredCharset, bytes: raw.bytes, isASCII: index.isASCII)
    let link = LinkFacts(context: context, sentinels: sentinels)
    let messages = try SourceMessage.with(index, charset: charset, link: link) {
      source throws(AdapterError) in
      var mapper = try MessageMapper(source, raw: raw)
      let messages = try mapper.messages()
      guard !source.isOverBudget else { throw AdapterError(.limit) }
      return messages
    }
    if raw.bytes.count > Self.trustedBytes || index.isLarge { try Self.verify(messages) }
    return Normalization(messages: messages)
  }

  /// Raw bytes up to which a message can't have more parts than the normalized format takes, unless
  /// its index is large. How long it gets is found out when it is encoded.
  private static let trustedBytes = 100_000

  /// Encoded bytes that one source may become, in all its messages.
  static let encodedBytesMax = 64 << 20

  /// Refuses what no reader of the format would take; such a source is kept raw instead.
  private static func verify(_ messages: [Message]) throws(AdapterError) {
    var left = encodedBytesMax
    for message in messages {
      guard let encoded = message.encoded(upTo: min(left, FormatLimit.messageBytesMax)),
        (try? Message(decoding: encoded)) != nil
      else { throw AdapterError(.limit) }
      left -= encoded.count
    }
  }
}

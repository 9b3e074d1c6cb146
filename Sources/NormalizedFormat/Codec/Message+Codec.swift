extension Message: Record {
  package static let rule: StaticString = "message"
  package static let required: KeySet = [0, 1, 4, 5]

  /// An empty quarantine, which reading overwrites.
  package init() {
    self.init(provenance: Provenance(), content: .other(Other()))
  }

  package func visit(_ visitor: inout some FieldVisitor) {
    visitor.required(0, "formatVersion", formatVersion)
    visitor.required(1, "provenance", provenance)
    visitor.optional(2, "patient", patient)
    visitor.optional(3, "encounter", encounter)
    visitor.required(4, "kind", ContentKind(content))
    content.visit(&visitor)
    visitor.optional(6, "loss", loss)
    visitor.list(7, "cleared", cleared)
  }

  package mutating func read(
    _ key: UInt64, from decoder: inout MessageDecoder
  ) throws(FormatError) {
    let start = decoder.offset
    switch key {
    case 0:
      try decoder.required(&formatVersion)
      guard formatVersion == Self.currentVersion else {
        throw FormatError(.unknownVersion, at: start)
      }
    case 1: try decoder.required(&provenance)
    case 2: try decoder.optional(&patient)
    case 3: try decoder.optional(&encounter)
    case 4: content = try ContentKind(from: &decoder).emptyContent
    case 5: try content.read(from: &decoder)
    case 6: try decoder.optional(&loss)
    case 7: try decoder.list(&cleared)
    default: throw decoder.unknownKey()
    }
  }
}

extension Message {
  /// The one encoding of this message: deterministic CBOR as `normalized.cddl` describes it.
  ///
  /// What the model can hold and the format can't (a digest that is not 32 bytes, a year beyond
  /// 9999, ``FormatLimit``) is written as it stands, and refused by whoever reads it.
  ///
  /// For messages of a known size. What came of a peer's bytes is encoded with
  /// ``encoded(upTo:)``: a text that stands once in memory may stand in thousands of records.
  public func encoded() -> [UInt8] {
    var encoder = MessageEncoder(capacity: 2_048)
    defer { encoder.output.deallocate() }
    encode(to: &encoder)
    return encoder.output.bytes ?? []
  }

  /// The encoding, if it has no more than so many bytes; else nil, found out in that much memory
  /// and time.
  public func encoded(upTo limit: Int) -> [UInt8]? {
    var encoder = MessageEncoder(capacity: 2_048, limit: max(limit, 0))
    defer { encoder.output.deallocate() }
    encode(to: &encoder)
    return encoder.output.bytes
  }

  /// Reads exactly one message; any other bytes give an error with code and offset.
  public init(decoding bytes: [UInt8]) throws(FormatError) {
    guard bytes.count <= FormatLimit.messageBytesMax else {
      throw FormatError(.tooLarge, at: FormatLimit.messageBytesMax)
    }
    var decoder = MessageDecoder(bytes)
    try self.init(from: &decoder)
    try decoder.finish()
  }
}

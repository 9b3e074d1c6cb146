extension CBORValue {
  /// Decodes exactly one item of the strict profile; tags only where `tags` admits them.
  package init(decoding bytes: [UInt8], tags: Bool = false) throws(CBORError) {
    var reader = CBORReader(bytes)
    let value = try CBORValue(from: &reader, tags: tags)
    try reader.finish()
    self = value
  }

  /// Reads one item and leaves the reader after it (or, on error, where it was).
  package init(from reader: inout CBORReader, tags: Bool = false) throws(CBORError) {
    // Checking first what is then built means that a refused input allocates nothing at all.
    let range = try reader.skip(tags: tags)
    var items = CBORReader(reader.input, in: range)
    self = try CBORValue.build(&items)
  }

  /// Encodes the value, map keys sorted. A map that holds a key twice is `.duplicateKey`, with the
  /// offset that the second would have had.
  package func encoded() throws(CBORError) -> [UInt8] {
    let bytes = canonicalBytes
    var reader = CBORReader(bytes)
    try reader.checkKeys()
    return bytes
  }

  var canonicalBytes: [UInt8] {
    var writer = CBORWriter()
    write(to: &writer)
    return writer.bytes
  }

  private func write(to writer: inout CBORWriter) {
    switch self {
    case .unsigned(let value): writer.unsigned(value)
    case .negative(let argument): writer.negative(argument: argument)
    case .byteString(let content): writer.bytes(content)
    case .text(let content): writer.text(content)
    case .array(let items):
      writer.array(items.count)
      for item in items { item.write(to: &writer) }
    case .map(let pairs): Self.write(pairs, to: &writer)
    case .tagged(let number, let item):
      writer.tag(number)
      item.write(to: &writer)
    case .boolean(let value): writer.bool(value)
    case .null: writer.null()
    case .double(let value): writer.double(value)
    }
  }

  private static func write(_ pairs: [Pair], to writer: inout CBORWriter) {
    writer.map(pairs.count)
    let encoded = pairs.map { (key: $0.key.canonicalBytes, value: $0.value) }
    for pair in encoded.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      writer.encoded(pair.key)
      pair.value.write(to: &writer)
    }
  }

  /// Builds from bytes that ``CBORReader/skip(tags:)`` accepted, so depth and order hold already.
  private static func build(_ reader: inout CBORReader) throws(CBORError) -> CBORValue {
    switch try reader.peek() {
    case .unsigned: return .unsigned(try reader.unsigned())
    case .negative: return .negative(argument: try reader.argument(of: 1))
    case .byteString: return .byteString(try reader.bytes())
    case .text: return .text(try reader.text())
    case .boolean: return .boolean(try reader.boolean())
    case .float: return .double(try reader.double())
    case .tag: return .tagged(try reader.tag(), try build(&reader))
    case .null:
      try reader.null()
      return .null
    case .array:
      var items: [CBORValue] = []
      for _ in 0..<(try reader.array()) { items.append(try build(&reader)) }
      return .array(items)
    case .map:
      var pairs: [Pair] = []
      for _ in 0..<(try reader.map()) {
        pairs.append(Pair(try build(&reader), try build(&reader)))
      }
      return .map(pairs)
    }
  }
}

extension CBORReader {
  /// Checks what a tree of values can get wrong: equal keys, and nesting that no reader would
  /// accept.
  fileprivate mutating func checkKeys() throws(CBORError) {
    try skip(tags: true)
  }
}

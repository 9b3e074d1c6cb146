import CBOR

/// Reads the parts of labels and clearances; its errors are refusals with an offset.
struct LabelReader {
  private var reader: CBORReader
  /// Values and tag sets that may still come: bounds what a hostile label makes us allocate.
  private var valuesLeft = LabelLimit.schemeValuesMax
  private var tagSetsLeft = LabelLimit.schemeTagSetsMax

  init(_ bytes: [UInt8]) { reader = CBORReader(bytes) }

  mutating func array(of count: Int) throws(LabelCodecError) {
    try read { reader throws(CBORError) in try reader.array(exactly: count) }
  }

  mutating func name() throws(LabelCodecError) -> String {
    let start = reader.offset
    let text = try read { reader throws(CBORError) in try reader.text() }
    guard Name.isValid(text) else { throw LabelCodecError(.malformedName, at: start) }
    return text
  }

  mutating func classification() throws(LabelCodecError) -> Classification {
    let start = reader.offset
    let code = try read { reader throws(CBORError) in try reader.unsigned(upTo: 255) }
    guard let found = Classification(rawValue: UInt8(code)) else {
      throw LabelCodecError(.malformed, at: start)
    }
    return found
  }

  mutating func classifications() throws(LabelCodecError) -> ClassificationSet {
    let count = try read { reader throws(CBORError) in try reader.array() }
    var members: [Classification] = []
    for _ in 0..<count {
      let start = reader.offset
      let member = try classification()
      if let last = members.last, last >= member { throw LabelCodecError(.malformed, at: start) }
      members.append(member)
    }
    return ClassificationSet(members)
  }

  mutating func categories(emptyAllowed: Bool) throws(LabelCodecError) -> CategorySet {
    let pairs = try read { reader throws(CBORError) in try reader.map() }
    var set = CategorySet()
    var previous: String?
    for _ in 0..<pairs {
      let start = reader.offset
      let tagSet = try name()
      guard previous.map({ Name.precedes($0, tagSet) }) ?? true else {
        throw LabelCodecError(.malformed, at: start)
      }
      previous = tagSet
      try take(&tagSetsLeft, at: start)
      set[tagSet] = try values(emptyAllowed: emptyAllowed)
    }
    return set
  }

  func finish() throws(LabelCodecError) {
    guard reader.isAtEnd else { throw LabelCodecError(.malformed, at: reader.offset) }
  }

  private mutating func values(emptyAllowed: Bool) throws(LabelCodecError) -> [String] {
    let start = reader.offset
    let count = try read { reader throws(CBORError) in try reader.array() }
    guard emptyAllowed || count > 0 else { throw LabelCodecError(.malformed, at: start) }
    var values: [String] = []
    for _ in 0..<count {
      let place = reader.offset
      let value = try name()
      if let last = values.last, !Name.precedes(last, value) {
        throw LabelCodecError(.malformed, at: place)
      }
      try take(&valuesLeft, at: place)
      values.append(value)
    }
    return values
  }

  private func take(_ allowance: inout Int, at offset: Int) throws(LabelCodecError) {
    guard allowance > 0 else { throw LabelCodecError(.tooLarge, at: offset) }
    allowance -= 1
  }

  private mutating func read<Value>(
    _ body: (inout CBORReader) throws(CBORError) -> Value
  ) throws(LabelCodecError) -> Value {
    do throws(CBORError) {
      return try body(&reader)
    } catch {
      throw LabelCodecError(.malformed, at: error.offset)
    }
  }
}

import CBOR
import Cryptography

/// One entry of the ledger, in the form that is hashed and may be shown. It holds no text.
package struct Leaf: Hashable, Sendable {
  package static let version: UInt64 = 1

  package let kind: LeafKind
  /// Milliseconds since 1970 by the cell's clock.
  package let time: UInt64
  /// A stable code; 0 for none.
  package let code: UInt64
  /// How often it happened since the leaf before about the same.
  package let count: UInt64
  package let fields: [LeafField: LeafValue]

  init(
    _ kind: LeafKind, time: UInt64, code: UInt64, count: UInt64, _ fields: [LeafField: LeafValue]
  ) {
    self.kind = kind
    self.time = time
    self.code = code
    self.count = count
    self.fields = fields
  }

  /// Reads exactly one leaf. The fault's place is the offset of the item that is wrong.
  package init(encoded bytes: [UInt8]) throws(LedgerFault) {
    guard bytes.count <= LedgerLimit.leafBytesMax else {
      throw LedgerFault(.malformedLeaf, at: LedgerLimit.leafBytesMax)
    }
    do throws(CBORError) {
      var reader = CBORReader(bytes)
      self = try Leaf(from: &reader)
      try reader.finish()
    } catch {
      throw LedgerFault(.malformedLeaf, at: error.offset)
    }
  }

  private init(from reader: inout CBORReader) throws(CBORError) {
    try reader.array(exactly: 6)
    let start = reader.offset
    guard try reader.unsigned() == Self.version else { throw CBORError(.outOfRange, at: start) }
    kind = LeafKind(rawValue: try reader.number())
    time = try reader.number()
    code = try reader.number()
    let counted = reader.offset
    count = try reader.number()
    guard count >= 1 else { throw CBORError(.outOfRange, at: counted) }
    let place = reader.offset
    let pairs = try reader.map()
    guard pairs <= LedgerLimit.fieldsMax else { throw CBORError(.wrongCount, at: place) }
    var fields: [LeafField: LeafValue] = [:]
    var last: LeafField?
    for _ in 0..<pairs {
      let field = try reader.field(after: last)
      fields[field] = try reader.value(of: field)
      last = field
    }
    self.fields = fields
  }

  /// The one encoding.
  package var encoded: [UInt8] {
    var writer = CBORWriter(capacity: 160)
    writer.array(6)
    for number in [Self.version, kind.rawValue, time, code, count] { writer.unsigned(number) }
    writer.map(fields.count)
    for (field, value) in fields.sorted(by: { $0.key < $1.key }) {
      writer.unsigned(UInt64(field.number))
      switch value {
      case .number(let number): writer.unsigned(number)
      case .bytes(let bytes): writer.bytes(bytes)
      }
    }
    return writer.bytes
  }
}

extension CBORReader {
  fileprivate mutating func number() throws(CBORError) -> UInt64 {
    let place = offset
    let value = try unsigned()
    guard value <= LedgerLimit.numberMax else { throw CBORError(.outOfRange, at: place) }
    return value
  }

  /// A key of a map of fields, greater than the one before it.
  mutating func field(after last: LeafField?) throws(CBORError) -> LeafField {
    let place = offset
    guard let field = LeafField(try unsigned()) else { throw CBORError(.outOfRange, at: place) }
    if let last, field <= last {
      throw CBORError(field == last ? .duplicateKey : .keyOrder, at: place)
    }
    return field
  }

  fileprivate mutating func value(of field: LeafField) throws(CBORError) -> LeafValue {
    if field.isCommitted {
      return .bytes(Array(input[try byteString(exactly: Digest.byteCount)]))
    }
    if try peek() == .unsigned { return .number(try number()) }
    let place = offset
    let bytes = try bytes()
    guard bytes.count <= LedgerLimit.clearBytesMax else { throw CBORError(.wrongCount, at: place) }
    return .bytes(bytes)
  }
}

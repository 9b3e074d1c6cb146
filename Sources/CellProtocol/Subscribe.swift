internal import CBOR

/// SUBSCRIBE: a cursor over one flow of the journal.
package struct Subscribe: Equatable, Sendable {
  /// The client's number for it, unique in the session.
  package let subscription: UInt32
  /// "vitals", or "icu/vitals" for a flow that is imported.
  package let flow: String
  package let from: Start
  /// The first credit, in bytes.
  package let credit: Int

  /// Where a subscription starts.
  package enum Start: Hashable, Sendable {
    /// The oldest message that is kept.
    case oldest
    /// What comes from now on.
    case now
    /// This offset and what follows.
    case offset(UInt64)
    /// The durable cursor of the principal and flow; without one, the oldest.
    case resume
  }

  package init(subscription: UInt32, flow: String, from: Start, credit: Int) {
    self.subscription = subscription
    self.flow = flow
    self.from = from
    self.credit = credit
  }

  init(_ reader: inout CBORReader) throws(CBORError) {
    subscription = try reader.subscription()
    flow = try reader.name(upTo: Limit.fullNameBytesMax)
    from = try Start(&reader)
    credit = try reader.byteCount()
  }

  /// The frame.
  package func encoded() -> [UInt8] {
    var writer = CBORWriter(capacity: 64)
    writer.array(Verb.subscribe.elementCount)
    writer.unsigned(Verb.subscribe.rawValue)
    writer.unsigned(UInt64(subscription))
    writer.text(flow)
    from.encode(into: &writer)
    writer.unsigned(UInt64(credit))
    return writer.bytes
  }
}

extension Subscribe.Start {
  init(_ reader: inout CBORReader) throws(CBORError) {
    let start = reader.offset
    if try reader.peek() == .array {
      try reader.array(exactly: 2)
      let kind = reader.offset
      guard try reader.unsigned() == 2 else { throw CBORError(.outOfRange, at: kind) }
      self = .offset(try reader.number())
      return
    }
    switch try reader.unsigned() {
    case 0: self = .oldest
    case 1: self = .now
    case 3: self = .resume
    default: throw CBORError(.outOfRange, at: start)
    }
  }

  func encode(into writer: inout CBORWriter) {
    switch self {
    case .oldest: writer.unsigned(0)
    case .now: writer.unsigned(1)
    case .resume: writer.unsigned(3)
    case .offset(let offset):
      writer.array(2)
      writer.unsigned(2)
      writer.unsigned(offset)
    }
  }
}

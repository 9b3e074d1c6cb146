/// How far one consumer has a flow, or how far we have another cell's.
package struct JournalCursor: Hashable, Sendable {
  /// Whose offsets the cursor counts in.
  package enum Kind: UInt8, Sendable {
    /// Offsets of this journal: a subscriber or a link reads from here.
    case consumer = 0
    /// Offsets of another cell's journal: `flow` is where the imported messages go in this one.
    case imported = 1
  }

  package let kind: Kind
  /// The principal, subscription or source.
  package let name: NameNumber
  package let flow: FlowNumber
  /// The next offset wanted: everything before it has been received.
  package let next: UInt64

  package init(kind: Kind, name: NameNumber, flow: FlowNumber, next: UInt64) {
    self.kind = kind
    self.name = name
    self.flow = flow
    self.next = next
  }
}

extension JournalCursor {
  /// Reads a row of the table of cursors.
  init(_ key: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) throws(JournalError) {
    guard key.count == 9, value.count == 8, let kind = Kind(rawValue: key[0]) else {
      throw JournalError(.structure, at: .read)
    }
    self.init(
      kind: kind, name: NameNumber(rawValue: key.bigEndian(at: 1, as: UInt32.self)),
      flow: FlowNumber(rawValue: key.bigEndian(at: 5, as: UInt32.self)),
      next: value.bigEndian(at: 0, as: UInt64.self))
  }

  /// Kind (1), name (4), flow (4).
  var key: [UInt8] {
    var key = [kind.rawValue]
    key.append(bigEndian: name.rawValue)
    key.append(bigEndian: flow.rawValue)
    return key
  }

  /// The next offset wanted (8).
  var value: [UInt8] {
    var value: [UInt8] = []
    value.append(bigEndian: next)
    return value
  }
}

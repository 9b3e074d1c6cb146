/// Writes the fields that are there, in the order of their keys: deterministic CBOR by
/// construction.
package struct MessageEncoder {
  var output: OutputBuffer
  private var fields = 0

  init(capacity: Int) { output = OutputBuffer(capacity: capacity) }

  /// An encoder that stops at a number of bytes.
  init(capacity: Int, limit: Int) { output = OutputBuffer(capacity: capacity, limit: limit) }

  /// Writes a record as a map. Its head is written first and its number of pairs put in after, so
  /// that the fields are walked once.
  mutating func map(_ record: some Record) {
    let outer = fields
    let head = output.openMap()
    fields = 0
    record.visit(&self)
    output.closeMap(head, pairs: fields)
    fields = outer
  }

  /// Writes a value as a map of one pair.
  mutating func map(_ value: borrowing Value) {
    let outer = fields
    output.map(1)
    value.visit(&self)
    fields = outer
  }

  private mutating func key(_ key: UInt64) {
    fields += 1
    output.unsigned(key)
  }
}

extension MessageEncoder: FieldVisitor {
  /// Key and value, or nothing.
  package mutating func optional<T: Wire>(_ key: UInt64, _ name: StaticString, _ value: T?) {
    guard let value else { return }
    self.key(key)
    value.encode(to: &self)
  }

  /// Key and array, or nothing.
  package mutating func list<T: Wire>(_ key: UInt64, _ name: StaticString, _ values: [T]) {
    guard !values.isEmpty else { return }
    self.key(key)
    output.array(values.count)
    values.withUnsafeBytes { memory in
      guard let start = memory.baseAddress else { return }
      let first = start.assumingMemoryBound(to: Borrowed<T>.self)
      for index in 0..<values.count {
        if output.isOver { return }
        first[index].encode(to: &self)
      }
    }
  }

  /// Key and value.
  package mutating func required<T: Wire>(_ key: UInt64, _ name: StaticString, _ value: T) {
    self.key(key)
    value.encode(to: &self)
  }

  /// Key and true, or nothing.
  package mutating func flag(_ key: UInt64, _ name: StaticString, _ value: Bool) {
    guard value else { return }
    self.key(key)
    output.bool(true)
  }

  /// Key and byte string.
  package mutating func bytes(_ key: UInt64, _ name: StaticString, _ value: [UInt8]) {
    self.key(key)
    output.bytes(value)
  }

  /// Key and byte string, or nothing.
  package mutating func bytes(_ key: UInt64, _ name: StaticString, _ value: [UInt8]?) {
    guard let value else { return }
    self.key(key)
    output.bytes(value)
  }

  /// Key and byte string.
  package mutating func digest(_ key: UInt64, _ name: StaticString, _ value: [UInt8]) {
    self.key(key)
    output.bytes(value)
  }
}

/// An element of an array that can't be copied.
///
/// Iterating an array copies each element and counts up all that it refers to, twenty references
/// for an observation; that was half of the encoder's time. A structure of one field lies in memory
/// as the field does.
private struct Borrowed<T: Wire>: ~Copyable {
  private let value: T

  func encode(to encoder: inout MessageEncoder) { value.encode(to: &encoder) }
}

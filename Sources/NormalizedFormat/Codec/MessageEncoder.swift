import CBOR

/// Writes the fields that are there, in the order of their keys: deterministic CBOR by construction.
package struct MessageEncoder {
  var writer: CBORWriter

  init(capacity: Int) { writer = CBORWriter(capacity: capacity) }
}

extension MessageEncoder: FieldVisitor {
  /// Key and value, or nothing.
  package mutating func optional<T: Wire>(_ key: UInt64, _ name: StaticString, _ value: T?) {
    guard let value else { return }
    writer.unsigned(key)
    value.encode(to: &self)
  }

  /// Key and array, or nothing.
  package mutating func list<T: Wire>(_ key: UInt64, _ name: StaticString, _ values: [T]) {
    guard !values.isEmpty else { return }
    writer.unsigned(key)
    writer.array(values.count)
    for value in values { value.encode(to: &self) }
  }

  /// Key and value.
  package mutating func required<T: Wire>(_ key: UInt64, _ name: StaticString, _ value: T) {
    writer.unsigned(key)
    value.encode(to: &self)
  }

  /// Key and true, or nothing.
  package mutating func flag(_ key: UInt64, _ name: StaticString, _ value: Bool) {
    guard value else { return }
    writer.unsigned(key)
    writer.bool(true)
  }

  /// Key and byte string.
  package mutating func bytes(_ key: UInt64, _ name: StaticString, _ value: [UInt8]) {
    writer.unsigned(key)
    writer.bytes(value)
  }

  /// Key and byte string, or nothing.
  package mutating func bytes(_ key: UInt64, _ name: StaticString, _ value: [UInt8]?) {
    guard let value else { return }
    writer.unsigned(key)
    writer.bytes(value)
  }

  /// Key and byte string.
  package mutating func digest(_ key: UInt64, _ name: StaticString, _ value: [UInt8]) {
    writer.unsigned(key)
    writer.bytes(value)
  }
}

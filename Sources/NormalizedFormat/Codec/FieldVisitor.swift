/// Walks the fields of a record in ascending order of their keys.
///
/// Each record names its fields once, in ``Record/visit(_:)``; counting, encoding, JSON and the
/// schema are visitors. All of them are specialised by the compiler, so none costs more than
/// written-out code.
package protocol FieldVisitor {
  /// A field that may be absent.
  mutating func optional<T: Wire>(_ key: UInt64, _ name: StaticString, _ value: T?)
  /// A field that repeats; absent when empty.
  mutating func list<T: Wire>(_ key: UInt64, _ name: StaticString, _ values: [T])
  /// A field that is always there.
  mutating func required<T: Wire>(_ key: UInt64, _ name: StaticString, _ value: T)
  /// A field that is true or absent.
  mutating func flag(_ key: UInt64, _ name: StaticString, _ value: Bool)
  /// Bytes that are always there.
  mutating func bytes(_ key: UInt64, _ name: StaticString, _ value: [UInt8])
  /// Bytes that may be absent.
  mutating func bytes(_ key: UInt64, _ name: StaticString, _ value: [UInt8]?)
  /// A SHA-256 digest: 32 bytes, always there.
  mutating func digest(_ key: UInt64, _ name: StaticString, _ value: [UInt8])
}

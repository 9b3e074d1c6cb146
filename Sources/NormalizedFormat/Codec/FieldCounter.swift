/// Counts the fields that are there, for the head of the map.
struct FieldCounter: FieldVisitor {
  private(set) var count = 0

  mutating func optional<T: Wire>(_ key: UInt64, _ name: StaticString, _ value: T?) {
    if value != nil { count += 1 }
  }

  mutating func list<T: Wire>(_ key: UInt64, _ name: StaticString, _ values: [T]) {
    if !values.isEmpty { count += 1 }
  }

  mutating func required<T: Wire>(_ key: UInt64, _ name: StaticString, _ value: T) { count += 1 }

  mutating func flag(_ key: UInt64, _ name: StaticString, _ value: Bool) {
    if value { count += 1 }
  }

  mutating func bytes(_ key: UInt64, _ name: StaticString, _ value: [UInt8]) { count += 1 }

  mutating func bytes(_ key: UInt64, _ name: StaticString, _ value: [UInt8]?) {
    if value != nil { count += 1 }
  }

  mutating func digest(_ key: UInt64, _ name: StaticString, _ value: [UInt8]) { count += 1 }
}

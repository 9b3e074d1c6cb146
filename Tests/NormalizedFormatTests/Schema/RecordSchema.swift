@testable import NormalizedFormat

/// A field as the code knows it.
struct FieldSchema {
  enum Shape { case optional, list, required, flag, bytes, optionalBytes, digest }

  let key: UInt64
  let name: String
  let shape: Shape
  /// The type of the value; nil for flags and bytes.
  let type: (any Wire.Type)?

  /// Rule of the value in the CDDL.
  var rule: String {
    switch shape {
    case .flag: "true"
    case .bytes, .optionalBytes: "bytes"
    case .digest: "sha256"
    default: type.map { $0.rule.description } ?? ""
    }
  }

  var isRequired: Bool { shape == .required || shape == .bytes || shape == .digest }

  var cardinality: String {
    switch shape {
    case .list: "0..*"
    case .required, .bytes, .digest: "1..1"
    default: "0..1"
    }
  }
}

/// A record as the code knows it: its fields by a visit to an empty one.
struct RecordSchema {
  let rule: String
  /// Name of the Swift type, which is the name of its file.
  let typeName: String
  let required: KeySet
  let fields: [FieldSchema]

  init(_ type: any Record.Type) {
    rule = type.rule.description
    typeName = "\(type)"
    required = type.required
    fields = FieldCollector.fields(of: type)
  }
}

/// Notes each field that a record names.
struct FieldCollector: FieldVisitor {
  private(set) var fields: [FieldSchema] = []

  static func fields(of type: any Record.Type) -> [FieldSchema] {
    var collector = FieldCollector()
    type.init().visit(&collector)
    return collector.fields
  }

  static func fields(of value: Value) -> [FieldSchema] {
    var collector = FieldCollector()
    value.visit(&collector)
    return collector.fields
  }

  private mutating func add(
    _ key: UInt64, _ name: StaticString, _ shape: FieldSchema.Shape, _ type: (any Wire.Type)? = nil
  ) {
    fields.append(FieldSchema(key: key, name: name.description, shape: shape, type: type))
  }

  mutating func optional<T: Wire>(_ key: UInt64, _ name: StaticString, _ value: T?) {
    add(key, name, .optional, T.self)
  }

  mutating func list<T: Wire>(_ key: UInt64, _ name: StaticString, _ values: [T]) {
    add(key, name, .list, T.self)
  }

  mutating func required<T: Wire>(_ key: UInt64, _ name: StaticString, _ value: T) {
    add(key, name, .required, T.self)
  }

  mutating func flag(_ key: UInt64, _ name: StaticString, _ value: Bool) { add(key, name, .flag) }

  mutating func bytes(_ key: UInt64, _ name: StaticString, _ value: [UInt8]) {
    add(key, name, .bytes)
  }

  mutating func bytes(_ key: UInt64, _ name: StaticString, _ value: [UInt8]?) {
    add(key, name, .optionalBytes)
  }

  mutating func digest(_ key: UInt64, _ name: StaticString, _ value: [UInt8]) {
    add(key, name, .digest)
  }
}

package import NormalizedFormat

/// A field as the code knows it.
package struct FieldSchema {
  package enum Shape { case optional, list, required, flag, bytes, optionalBytes, digest }

  package let key: UInt64
  package let name: String
  package let shape: Shape
  /// The type of the value; nil for flags and bytes.
  package let type: (any Wire.Type)?

  /// Rule of the value in the CDDL.
  package var rule: String {
    switch shape {
    case .flag: "true"
    case .bytes, .optionalBytes: "bytes"
    case .digest: "sha256"
    default: type.map { $0.rule.description } ?? ""
    }
  }

  package var isRequired: Bool { shape == .required || shape == .bytes || shape == .digest }

  package var cardinality: String {
    switch shape {
    case .list: "0..*"
    case .required, .bytes, .digest: "1..1"
    default: "0..1"
    }
  }
}

/// A record as the code knows it: its fields by a visit to an empty one.
package struct RecordSchema {
  package let rule: String
  /// Name of the Swift type, which is the name of its file.
  package let typeName: String
  package let required: KeySet
  package let fields: [FieldSchema]

  package init(_ type: any Record.Type) {
    rule = type.rule.description
    typeName = "\(type)"
    required = type.required
    fields = FieldCollector.fields(of: type)
  }
}

/// Notes each field that a record names.
package struct FieldCollector: FieldVisitor {
  package private(set) var fields: [FieldSchema] = []

  package init() {}

  package static func fields(of type: any Record.Type) -> [FieldSchema] {
    var collector = FieldCollector()
    type.init().visit(&collector)
    return collector.fields
  }

  package static func fields(of value: Value) -> [FieldSchema] {
    var collector = FieldCollector()
    value.visit(&collector)
    return collector.fields
  }

  private mutating func add(
    _ key: UInt64, _ name: StaticString, _ shape: FieldSchema.Shape, _ type: (any Wire.Type)? = nil
  ) {
    fields.append(FieldSchema(key: key, name: name.description, shape: shape, type: type))
  }

  package mutating func optional<T: Wire>(_ key: UInt64, _ name: StaticString, _ value: T?) {
    add(key, name, .optional, T.self)
  }

  package mutating func list<T: Wire>(_ key: UInt64, _ name: StaticString, _ values: [T]) {
    add(key, name, .list, T.self)
  }

  package mutating func required<T: Wire>(_ key: UInt64, _ name: StaticString, _ value: T) {
    add(key, name, .required, T.self)
  }

  package mutating func flag(_ key: UInt64, _ name: StaticString, _ value: Bool) {
    add(key, name, .flag)
  }

  package mutating func bytes(_ key: UInt64, _ name: StaticString, _ value: [UInt8]) {
    add(key, name, .bytes)
  }

  package mutating func bytes(_ key: UInt64, _ name: StaticString, _ value: [UInt8]?) {
    add(key, name, .optionalBytes)
  }

  package mutating func digest(_ key: UInt64, _ name: StaticString, _ value: [UInt8]) {
    add(key, name, .digest)
  }
}

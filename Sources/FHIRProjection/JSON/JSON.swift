/// A JSON value and where it stood.
///
/// Numbers stay the text that they were: 97.0 is not 97 (FHIR R4 datatypes, decimal).
struct JSON: Sendable {
  enum Value: Sendable {
    case null
    case bool(Bool)
    case number(String)
    case string(String)
    case array([JSON])
    case object(JSONObject)
  }

  var value: Value
  /// Index of its first byte; 0 for one that was made here.
  var offset: Int

  init(_ value: Value, at offset: Int = 0) {
    self.value = value
    self.offset = offset
  }

  static func string(_ text: String) -> JSON { JSON(.string(text)) }
  static func number(_ text: String) -> JSON { JSON(.number(text)) }
  static func bool(_ value: Bool) -> JSON { JSON(.bool(value)) }
  static func array(_ items: [JSON]) -> JSON { JSON(.array(items)) }
  static func object(_ members: JSONObject) -> JSON { JSON(.object(members)) }
  static var null: JSON { JSON(.null) }
}

extension JSON: Equatable {
  /// The same value, wherever it stood.
  static func == (left: JSON, right: JSON) -> Bool {
    switch (left.value, right.value) {
    case (.null, .null): true
    case (.bool(let one), .bool(let other)): one == other
    case (.number(let one), .number(let other)): one == other
    case (.string(let one), .string(let other)): one == other
    case (.array(let one), .array(let other)): one == other
    case (.object(let one), .object(let other)): one == other
    default: false
    }
  }
}

extension JSON {
  func text() throws(FHIRError) -> String {
    guard case .string(let text) = value else { throw FHIRError(.wrongType, at: offset) }
    return text
  }

  func items() throws(FHIRError) -> [JSON] {
    guard case .array(let items) = value else { throw FHIRError(.wrongType, at: offset) }
    return items
  }

  func members() throws(FHIRError) -> JSONObject {
    guard case .object(let members) = value else { throw FHIRError(.wrongType, at: offset) }
    return members
  }

  /// A number as it is written.
  func digits() throws(FHIRError) -> String {
    guard case .number(let digits) = value else { throw FHIRError(.wrongType, at: offset) }
    return digits
  }

  func boolean() throws(FHIRError) -> Bool {
    guard case .bool(let flag) = value else { throw FHIRError(.wrongType, at: offset) }
    return flag
  }

  /// How many values there are in this one, itself included.
  var count: Int {
    switch value {
    case .array(let items): items.reduce(1) { $0 + $1.count }
    case .object(let members): members.pairs.reduce(1) { $0 + $1.value.count }
    default: 1
    }
  }
}

/// The members of an object, in the order in which they were written.
struct JSONObject: Equatable, Sendable, ExpressibleByDictionaryLiteral {
  struct Pair: Equatable, Sendable {
    let name: String
    var value: JSON
  }

  var pairs: [Pair] = []

  init() {}

  init(dictionaryLiteral elements: (String, JSON)...) {
    pairs = elements.map { Pair(name: $0.0, value: $0.1) }
  }

  subscript(name: String) -> JSON? { pairs.first { $0.name == name }?.value }

  mutating func append(_ name: String, _ value: JSON) {
    pairs.append(Pair(name: name, value: value))
  }

  /// Takes a member out.
  mutating func take(_ name: String) -> JSON? {
    guard let index = pairs.firstIndex(where: { $0.name == name }) else { return nil }
    return pairs.remove(at: index).value
  }
}

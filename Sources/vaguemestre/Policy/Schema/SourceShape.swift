import Labels
import Site

/// What a value of a policy's source may be: one table for the JSON Schema that editors use, for
/// the reference page, and for the tests that hold both to what the compiler takes.
indirect enum SourceShape: Sendable {
  /// A text, by a regular expression that it must match as a whole.
  case text(String, String)
  case word([String])
  case number
  case flag
  case list(SourceShape)
  case map([SourceKey])
  case either(SourceShape, SourceShape)

  /// One line for people.
  var title: String {
    switch self {
    case .text(let title, _): title
    case .word(let words): words.map { "`\($0)`" }.joined(separator: ", ")
    case .number: "whole number"
    case .flag: "`true` or `false`"
    case .list(let item): "list of \(item.title)"
    case .map: "map"
    case .either(let one, let other): "\(one.title), or \(other.title)"
    }
  }

  /// The keys of the map that it is or has, with what a path adds for getting there.
  var keys: (step: String, keys: [SourceKey])? {
    switch self {
    case .map(let keys): ("", keys)
    case .list(let item): item.keys.map { ("[]" + $0.step, $0.keys) }
    case .either(let one, let other): one.keys ?? other.keys
    case .text, .word, .number, .flag: nil
    }
  }
}

/// One key of a map.
struct SourceKey: Sendable {
  /// What it means that a key is not there.
  enum Presence: Sendable {
    case required
    /// What holds where it is absent.
    case absent(String)
  }

  let name: String
  let shape: SourceShape
  let presence: Presence
  /// What it is for, in a sentence.
  let why: String

  init(_ name: String, _ shape: SourceShape, absent: String? = nil, _ why: String) {
    self.name = name
    self.shape = shape
    presence = absent.map(Presence.absent) ?? .required
    self.why = why
  }

  var isRequired: Bool {
    if case .required = presence { return true }
    return false
  }
}

extension SourceShape {
  static let name = text("name", "[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?")
  static let flow = text("flow: `vitals`, or `icu/vitals` of another compartment", scoped)
  static let principal = text("principal: `board`, or `icu/board` of another compartment", scoped)
  static let subject = text("subject prefix, as `icu/bed-3`", "[A-Za-z0-9._:/-]{1,128}")
  static let time = text(
    "UTC, as `2027-01-31T08:00:00Z`", "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
  static let duration = text("duration, as `30d`; `s`, `m`, `h`, `d`", "[0-9]+[smhd]")
  static let classes = text("classifications, as `U,L,M,N`", "[ULMNRV](,[ULMNRV])*|\\(none\\)")
  static let label = text("label, as `N//compartment=icu`", "[ULMNRV](//[a-z0-9-]+=.+)*")
  static let clearance = text(
    "clearance, as `U,L,M,N//compartment=icu,lab`",
    "([ULMNRV](,[ULMNRV])*|\\(none\\))(//[a-z0-9-]+=.+)*")
  static let curveKey = text("CURVE public key, Z85", ".{40}")
  static let signingKey = text(
    "P-256 public key, base64 of its DER SubjectPublicKeyInfo", "[A-Za-z0-9+/]{122}==")
  static let keyID = text("key id, 32 hexadecimal digits", "[0-9a-f]{32}")
  static let digest = text("SHA-256, 64 hexadecimal digits", "[0-9a-f]{64}")
  static let line = text("text", ".+")

  private static let part = "[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?"
  private static let scoped = "(\(part)/)?\(part)"
}

extension SourceShape {
  /// As JSON Schema (draft 2020-12). Values of YAML have no types of their own here, so a number
  /// may come as either.
  var schema: SourceNode {
    switch self {
    case .text(let title, let pattern):
      .map([
        ("description", .text(title)), ("type", Self.leaf), ("pattern", .text("^(\(pattern))$")),
      ])
    case .word(let words): .map([("enum", .list(words.map { .text($0) }))])
    case .number: .map([("type", .text("integer")), ("minimum", .number(0))])
    case .flag: .map([("type", .text("boolean"))])
    case .list(let item): .map([("type", .text("array")), ("items", item.schema)])
    case .either(let one, let other): .map([("anyOf", .list([one.schema, other.schema]))])
    case .map(let keys):
      .map([
        ("type", .text("object")),
        ("properties", .map(keys.map { ($0.name, $0.described) })),
        ("required", .unlessEmpty(keys.filter(\.isRequired).map { .text($0.name) })),
        ("additionalProperties", .flag(false)),
      ])
    }
  }

  private static let leaf = SourceNode.text("string")
}

extension SourceKey {
  /// The schema of the value, with what the key is for.
  fileprivate var described: SourceNode {
    var text = why
    if case .absent(let meaning) = presence { text += " Absent: \(meaning)." }
    return .map([("description", .text(text)), ("allOf", .list([shape.schema]))])
  }
}

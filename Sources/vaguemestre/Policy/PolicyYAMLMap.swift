import Yams

/// A map of a policy's source whose keys are taken one by one; what is left at the end is unknown.
struct PolicyYAMLMap {
  private let whole: PolicyYAMLValue
  private var left: [(key: Node, value: Node)] = []

  init(_ value: PolicyYAMLValue) throws(PolicySourceFault) {
    guard let pairs = value.node.mapping else { throw value.wrongShape("a map") }
    whole = value
    left = pairs.map { ($0.key, $0.value) }
  }

  mutating func optional(_ key: String) -> PolicyYAMLValue? {
    guard let index = left.firstIndex(where: { $0.key.scalar?.string == key }) else { return nil }
    let value = left.remove(at: index).value
    return PolicyYAMLValue(value, whole.path.isEmpty ? key : "\(whole.path).\(key)")
  }

  mutating func value(_ key: String) throws(PolicySourceFault) -> PolicyYAMLValue {
    guard let value = optional(key) else {
      throw PolicySourceFault(.missingKey, whole.place, "the key '\(key)' is missing here")
    }
    return value
  }

  /// The entries of a list, none if the key is absent.
  mutating func list<Entry>(
    _ key: String, _ read: (PolicyYAMLValue) throws(PolicySourceFault) -> Entry
  ) throws(PolicySourceFault) -> [Entry] {
    guard let value = optional(key) else { return [] }
    return try value.list(read)
  }

  /// A flag, false if the key is absent.
  mutating func flag(_ key: String) throws(PolicySourceFault) -> Bool {
    guard let value = optional(key) else { return false }
    return try value.flag()
  }

  /// Refuses what was not taken.
  func finish() throws(PolicySourceFault) {
    guard let first = left.first else { return }
    let place = first.key.mark.map(SourcePlace.init) ?? whole.place
    throw PolicySourceFault(
      .unknownKey, place, "'\(first.key.scalar?.string ?? "")' is not a key that may stand here")
  }
}

import Site

extension SourceNode {
  /// Every leaf with its place, as `principals[dashboard].subscribe: lab/results`.
  ///
  /// An entry of a list goes by what names it; one that nothing names is a line as a whole.
  var fields: [String] {
    guard case .map(let entries) = self else { return [json] }
    return entries.flatMap { $0.value.fields(at: $0.key, in: $0.key) }
  }

  /// By which keys the entries of a list are told apart; no two may have the same there.
  private static let names: [String: [String]] = [
    "flows": ["name"], "principals": ["name"], "compartments": ["name"], "partners": ["site"],
    "tag-sets": ["id"], "issuers": ["name"], "break-glass": ["name"],
    "exports": ["flow", "to"], "imports": ["from", "flow"],
  ]

  private func fields(at place: String, in list: String) -> [String] {
    switch self {
    case .text, .number, .flag: return ["\(place): \(text)"]
    case .map(let entries):
      return entries.flatMap { $0.value.fields(at: "\(place).\($0.key)", in: $0.key) }
    case .list(let items):
      return items.flatMap { item in
        guard let name = item.name(in: list) else { return ["\(place): \(item.text)"] }
        return item.fields(at: "\(place)[\(name)]", in: "")
      }
    }
  }

  private func name(in list: String) -> String? {
    guard case .map(let entries) = self, let keys = Self.names[list] else { return nil }
    let names = keys.compactMap { key in entries.first { $0.key == key }?.value.text }
    return names.count == keys.count ? names.joined(separator: " ") : nil
  }

  /// On one line.
  private var text: String {
    switch self {
    case .text, .number, .flag:
      String(yaml.dropLast())
    case .list(let items): "[" + items.map(\.text).joined(separator: ", ") + "]"
    case .map(let entries):
      "{" + entries.map { "\($0.key): \($0.value.text)" }.joined(separator: ", ") + "}"
    }
  }
}

import Site

/// Every key of one kind of document.
struct SourceSchema: Sendable {
  let title: String
  let keys: [SourceKey]

  /// The JSON Schema, for editors.
  var json: String {
    let head: [(String, SourceNode?)] = [
      ("$schema", .text("https://json-schema.org/draft/2020-12/schema")),
      ("title", .text(title)),
    ]
    guard case .map(let body) = SourceShape.map(keys).schema else { return "" }
    return SourceNode.map(head + body.map { ($0.key, $0.value) }).json
  }

  /// Every key with its path, as `principals[].publish`, in the order of the document.
  var paths: [(path: String, key: SourceKey)] { Self.paths(keys, under: "") }

  private static func paths(
    _ keys: [SourceKey], under place: String
  ) -> [(path: String, key: SourceKey)] {
    keys.flatMap { key in
      let path = place + key.name
      guard let inner = key.shape.keys else { return [(path, key)] }
      return [(path, key)] + paths(inner.keys, under: path + inner.step + ".")
    }
  }

  /// A table for people, a line a key.
  var reference: String {
    var lines = ["| key | what stands there | absent | why |", "|---|---|---|---|"]
    for (path, key) in paths {
      var absent = "**required**"
      if case .absent(let meaning) = key.presence { absent = meaning }
      lines.append("| `\(path)` | \(key.shape.title) | \(absent) | \(key.why) |")
    }
    return lines.joined(separator: "\n")
  }
}

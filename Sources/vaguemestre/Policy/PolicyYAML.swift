import Yams

/// A YAML text of the strict subset in which policies are written.
///
/// Block or flow maps with plain keys, lists, and leaves in plain or quoted style. No anchors,
/// aliases, tags, merge keys, repeated keys, block scalars, and no character that could hide where
/// a line ends. A leaf has no type of its own: the field that it stands in says what it must be, so
/// `no` is never a boolean by accident.
struct PolicyYAML {
  static let bytesMax = 4 << 20
  static let depthMax = 16

  let root: PolicyYAMLValue
  private let places: [String: SourcePlace]

  init(_ text: String) throws(PolicySourceFault) {
    guard text.utf8.count <= Self.bytesMax else {
      throw PolicySourceFault(.tooLarge, SourcePlace(), "more than \(Self.bytesMax) bytes")
    }
    var check = PolicyYAMLCheck(lines: try Self.lines(text))
    let node = try Self.compose(text)
    try check.check(node, "", depth: 0)
    places = check.places
    root = PolicyYAMLValue(node, "")
  }

  /// Where a part of a document, named as `principals[3].publish[0].flow`, stands; the nearest part
  /// around it if it was left out.
  func place(of part: String) -> SourcePlace {
    var path = part[...]
    while true {
      if let place = places[String(path)] { return place }
      guard let end = path.lastIndex(where: { $0 == "." || $0 == "[" }) else { break }
      path = path[..<end]
    }
    return places[""] ?? SourcePlace()
  }

  private static func compose(_ text: String) throws(PolicySourceFault) -> Node {
    do {
      guard let node = try Yams.compose(yaml: text) else {
        throw PolicySourceFault(.notYAML, SourcePlace(), "the file is empty")
      }
      return node
    } catch let fault as PolicySourceFault {
      throw fault
    } catch let error as YamlError {
      throw fault(of: error)
    } catch {
      throw PolicySourceFault(.notYAML, SourcePlace(), "not YAML")
    }
  }

  private static func fault(of error: YamlError) -> PolicySourceFault {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      PolicySourceFault(.notYAML, SourcePlace(mark), problem)
    case .duplicatedKeysInMapping(let keys, let context):
      PolicySourceFault(
        .duplicateKey, SourcePlace(context.mark),
        "this map has a key twice: \(keys.sorted().joined(separator: ", "))")
    default: PolicySourceFault(.notYAML, SourcePlace(), "not YAML")
    }
  }

  /// The lines as scalars. YAML knows more line ends than editors show; a text with any other than
  /// LF is refused, so that a line is a line for everyone who reviews it.
  private static func lines(_ text: String) throws(PolicySourceFault) -> [[Unicode.Scalar]] {
    var lines: [[Unicode.Scalar]] = [[]]
    for scalar in text.unicodeScalars {
      if scalar == "\n" {
        lines.append([])
        continue
      }
      let place = SourcePlace(line: lines.count, column: lines[lines.count - 1].count + 1)
      lines[lines.count - 1].append(scalar)
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate,
        .unassigned:
        throw PolicySourceFault(.notText, place, "a character that may not stand in a policy")
      default: continue
      }
    }
    return lines
  }
}

extension SourcePlace {
  init(_ mark: Mark) { self.init(line: mark.line, column: mark.column) }
}

/// Walks the whole tree before anything of it is used.
private struct PolicyYAMLCheck {
  let lines: [[Unicode.Scalar]]
  private(set) var places: [String: SourcePlace] = [:]

  init(lines: [[Unicode.Scalar]]) { self.lines = lines }

  mutating func check(_ node: Node, _ path: String, depth: Int) throws(PolicySourceFault) {
    let place = node.mark.map(SourcePlace.init) ?? SourcePlace()
    guard depth < PolicyYAML.depthMax else {
      throw PolicySourceFault(.wrongShape, place, "nested too deep")
    }
    try checkProperties(at: place)
    places[path] = place
    switch node {
    case .scalar(let scalar):
      guard [.plain, .singleQuoted, .doubleQuoted].contains(scalar.style) else {
        throw PolicySourceFault(.wrongShape, place, "write the text on one line, plain or quoted")
      }
    case .sequence(let items):
      for (index, item) in items.enumerated() {
        try check(item, "\(path)[\(index)]", depth: depth + 1)
      }
    case .mapping(let pairs): try check(pairs, path, depth: depth)
    default: throw PolicySourceFault(.anchorOrTag, place, "anchors and aliases are not allowed")
    }
  }

  private mutating func check(
    _ pairs: Node.Mapping, _ path: String, depth: Int
  ) throws(PolicySourceFault) {
    var seen: Set<String> = []
    for (key, value) in pairs {
      let place = key.mark.map(SourcePlace.init) ?? SourcePlace()
      try checkProperties(at: place)
      guard case .scalar(let scalar) = key, scalar.style == .plain else {
        throw PolicySourceFault(.wrongShape, place, "a key must be a plain word")
      }
      guard seen.insert(scalar.string).inserted else {
        throw PolicySourceFault(.duplicateKey, place, "the key '\(scalar.string)' stands twice")
      }
      let part = path.isEmpty ? scalar.string : "\(path).\(scalar.string)"
      try check(value, part, depth: depth + 1)
      // A fault of a field is shown at its key: that is where people look.
      places[part] = place
    }
  }

  /// The parser has resolved aliases and tags by now; where a part begins, their marks still stand.
  /// An alias needs an anchor before it, so the anchor is found first.
  private func checkProperties(at place: SourcePlace) throws(PolicySourceFault) {
    guard lines.indices.contains(place.line - 1) else { return }
    let line = lines[place.line - 1]
    guard line.indices.contains(place.column - 1) else { return }
    if line[place.column - 1] == "&" || line[place.column - 1] == "*" {
      throw PolicySourceFault(.anchorOrTag, place, "anchors and aliases are not allowed")
    }
    if line[place.column - 1] == "!" {
      throw PolicySourceFault(.anchorOrTag, place, "tags are not allowed")
    }
  }
}

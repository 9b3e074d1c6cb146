import HL7v2
import NormalizedFormat

/// When two fields say the same in other leaves; each rule stands in the README.
enum Equivalence {
  /// The fields where a rendering says what a field said: those that came after it, or before.
  static func successors(of source: SplitMessage.Occurrence) -> [String] {
    moves[source.name] ?? []
  }

  private static let moves: [String: [String]] = [
    "PID-2": ["PID-3"], "PID-4": ["PID-3"], "PID-19": ["PID-3"], "PID-20": ["PID-3"],
    "PID-13": ["PID-14", "PID-40"], "PID-14": ["PID-13"], "PID-40": ["PID-13", "PID-14"],
    "PID-12": ["PID-11"], "PID-39": ["PID-26"], "NK1-12": ["NK1-33"], "NK1-37": ["NK1-33"],
    "NK1-5": ["NK1-6", "NK1-40"], "NK1-6": ["NK1-5"], "NK1-31": ["NK1-40", "NK1-5", "NK1-6"],
    "NK1-40": ["NK1-5", "NK1-6"], "NK1-41": ["NK1-40", "NK1-5", "NK1-6"], "NK1-30": ["NK1-2"],
    "NK1-32": ["NK1-4"], "GT1-12": ["GT1-2"], "GT1-6": ["GT1-7"], "GT1-7": ["GT1-6"],
    "MRG-2": ["MRG-1"], "MRG-4": ["MRG-1"], "MRG-6": ["MRG-5"], "PV2-13": ["PV1-8"],
    "OBX-25": ["OBX-16"], "OBX-23": ["OBX-15"], "OBR-27": ["OBR-5", "TQ1-2", "TQ1-7", "TQ1-9"],
    "OBR-53": ["OBR-2"], "ORC-33": ["ORC-2"], "SPM-30": ["SPM-2"], "SPM-31": ["SPM-2", "SPM-30"],
    "OBR-36": ["OBR-6"], "IN1-4": ["IN1-3"], "OBR-2": ["OBR-3"], "PRT-5": ["OBX-16", "ORC-19"],
    "ORC-7": ["TQ1-2", "TQ1-7"], "OBR-29": ["ORC-8"], "ORC-8": ["OBR-29"], "RQD-3": ["RQD-2"],
  ]

  static func rule(
    _ source: SplitMessage.Occurrence, _ found: SplitMessage.Occurrence
  ) -> String? {
    let (left, right) = (source.leaves, found.leaves)
    if left == right { return "order" }
    if bare(source.text) == bare(found.text) { return "delimiters" }
    if let rule = leafRule(left, right) { return rule }
    if code(left) == code(right), !code(left).isEmpty { return "code" }
    return rearranged(left, right) ? "components" : nil
  }

  /// Leaf by leaf: numbers, moments, blanks.
  private static func leafRule(_ left: [[String]], _ right: [[String]]) -> String? {
    guard left.count == right.count else { return nil }
    var rule: String?
    for (mine, other) in zip(left, right) {
      guard mine.count == other.count else { return nil }
      for (one, two) in zip(mine, other) where one != two {
        guard let found = textRule(one, two) else { return nil }
        rule = rule ?? found
      }
    }
    return rule
  }

  private static func textRule(_ one: String, _ two: String) -> String? {
    let trimmed = one.trimmed
    if let left = DecimalNumber(trimmed), DecimalNumber(two) == left { return "number" }
    if trimmed == two.trimmed { return "blanks" }
    return nil
  }

  /// Text without what delimits.
  private static func bare(_ text: String) -> String {
    String(text.unicodeScalars.filter { !"^&~\n".unicodeScalars.contains($0) })
  }

  /// The codings of a coded field by what they mean.
  private static func code(_ leaves: [[String]]) -> Set<[String]> {
    var codings: Set<[String]> = []
    for (code, display, system) in [(0, 1, 2), (3, 4, 5), (9, 10, 11)] {
      let part = { (at: Int) in at < leaves.count ? leaves[at].joined(separator: "&") : "" }
      guard !part(code).isEmpty else { continue }
      let name = system < leaves.count ? part(system) : ""
      codings.insert([part(code), part(display), name])
    }
    return codings
  }

  /// All texts of the source in the other field, wherever in it.
  private static func rearranged(_ left: [[String]], _ right: [[String]]) -> Bool {
    let mine = left.flatMap { $0 }.filter { !$0.isEmpty }
    var others = right.flatMap { $0 }
    for text in mine {
      guard let at = others.firstIndex(of: text) else { return false }
      others.remove(at: at)
    }
    return !mine.isEmpty
  }
}

extension String {
  fileprivate var trimmed: String {
    var text = self[...]
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}

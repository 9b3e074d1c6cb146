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
    "PRT-10": ["OBX-18"], "OBX-25": ["OBX-16"], "OBX-23": ["OBX-15"],
    "OBR-27": ["OBR-5", "TQ1-2", "TQ1-7", "TQ1-9"],
    "OBR-53": ["OBR-2"], "ORC-33": ["ORC-2"], "SPM-30": ["SPM-2"], "SPM-31": ["SPM-2", "SPM-30"],
    "OBR-36": ["OBR-6"], "IN1-4": ["IN1-3"], "OBR-2": ["OBR-3"], "PRT-5": ["OBX-16", "ORC-19"],
    "ORC-7": ["TQ1-2", "TQ1-7"], "OBR-29": ["ORC-8"], "ORC-8": ["OBR-29"], "RQD-3": ["RQD-2"],
  ]

  /// Fields that say again what another one says: the model has it once.
  static let repeated: [String: [String]] = [
    "PID-2": ["PID-3"], "PID-4": ["PID-3"], "PID-12": ["PID-11"], "PV2-13": ["PV1-8"],
    "ORC-33": ["ORC-2"], "OBR-53": ["OBR-2", "ORC-2"], "IAM-27": ["IAM-3"],
    "OBR-29": ["ORC-8", "OBR-29"], "MRG-2": ["MRG-1"], "MRG-4": ["MRG-1"],
  ]

  /// TQ: its parts are fields of TQ1.
  static let timings: Set<String> = ["ORC-7", "OBR-27", "SCH-11"]

  static func rule(
    _ source: SplitMessage.Occurrence, _ found: SplitMessage.Occurrence
  ) -> String? {
    let (left, right) = (source.leaves, found.leaves)
    if left == right { return "order" }
    if bare(source.text) == bare(found.text) { return "delimiters" }
    if let rule = leafRule(left, right) { return rule }
    if left.count == 2, left[0] == ["="], right == [[], left[1]] { return "number" }
    if terminologies(left) == terminologies(right) { return "terminology" }
    if surname(left) == surname(right) { return "surname" }
    return isIn(left, right) ? "components" : nil
  }

  /// A coded field with one name for each terminology, and without that of a bare code.
  private static func terminologies(_ leaves: [[String]]) -> [[String]] {
    var leaves = leaves
    for system in [2, 5, 11] where system < leaves.count {
      guard let name = leaves[system].first else { continue }
      // A field's own table needs no name, and a bare unit none either.
      let isOwn = name.hasPrefix("HL7") || (name == "UCUM" && leaves.count == 3)
      leaves[system] = isOwn ? [] : [known(name)]
    }
    while leaves.last?.isEmpty == true { leaves.removeLast() }
    return leaves
  }

  private static func known(_ name: String) -> String {
    let names = ["LOINC": "LN", "SNOMED-CT": "SCT", "ICD-10": "I10", "ICD10": "I10"]
    return names[name] ?? name
  }

  /// Without the surname's own part where the surname ends in it.
  private static func surname(_ leaves: [[String]]) -> [[String]] {
    leaves.map { parts in
      guard parts.count >= 3, !parts[2].isEmpty, parts[0].hasSuffix(parts[2]) else { return parts }
      var parts = parts
      parts[2] = ""
      while parts.last?.isEmpty == true { parts.removeLast() }
      return parts
    }
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
    if let left = DecimalNumber(trimmed), let right = DecimalNumber(two),
      reduced(left) == reduced(right)
    {
      return "number"
    }
    if trimmed.filter({ $0 != " " }) == two.filter({ $0 != " " }) { return "blanks" }
    return nil
  }

  /// Without zeros behind the point: the samples of a row have as many places as one of them.
  private static func reduced(_ number: DecimalNumber) -> DecimalNumber {
    var number = number
    while number.mantissa != 0, number.mantissa % 10 == 0, number.exponent < 0 {
      number.mantissa /= 10
      number.exponent += 1
    }
    return number
  }

  /// Text without what delimits.
  private static func bare(_ text: String) -> String {
    String(text.unicodeScalars.filter { !"^&~\n".unicodeScalars.contains($0) })
  }

  /// All texts of the source in the other field, wherever in it.
  static func isIn(_ left: [[String]], _ right: [[String]]) -> Bool {
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

// The form for people and for policy sources:
//   label     = class *("//" tag-set "=" (value *("," value) / "(nobody)"))
//   clearance = classes *("//" tag-set "=" value *("," value))
//   classes   = class *("," class) / "(none)"
// The scheme is understood: it says of which kind a tag set is, so a text is read against one.

extension Label: CustomStringConvertible {
  /// As in `N//compartment=icu//rel=cardiology`; without the scheme's name.
  package var description: String {
    let groups = CategoryKind.allCases.flatMap { self[$0].groups }
    return ([classification.code] + groups.map(\.description)).joined(separator: "//")
  }
}

extension Clearance: CustomStringConvertible {
  /// As in `U,L,M,N//compartment=icu//rel=cardiology`; without the scheme's name.
  package var description: String {
    ([classifications.description] + categories.groups.map(\.description)).joined(separator: "//")
  }
}

extension ClassificationSet: CustomStringConvertible {
  private static let noneText = "(none)"

  /// As in `U,L,M`, lowest first; `(none)` for the empty set.
  package var description: String {
    members.isEmpty ? Self.noneText : members.map(\.code).joined(separator: ",")
  }

  /// Reads such a text, in any order; nil for any other, or if a member stands twice.
  package init?(_ text: String) {
    self = .none
    guard text != Self.noneText else { return }
    for code in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let member = Classification(code: String(code)), !contains(member) else { return nil }
      self = ClassificationSet(members + [member])
    }
  }
}

extension CategorySet.Group: CustomStringConvertible {
  package var description: String {
    "\(tagSet)=" + (values.isEmpty ? LabelText.nobody : values.joined(separator: ","))
  }
}

extension LabelScheme {
  /// Reads a label's text; unknown names are refused here already, so every tag set finds its kind.
  package func label(_ text: String) throws(LabelCodecError) -> Label {
    let parts = try LabelText(text)
    guard let classification = Classification(code: parts.head) else {
      throw LabelCodecError(.malformed, at: 0)
    }
    var label = Label(policy: policy, classification: classification)
    for group in parts.groups {
      let kind = try kind(of: group)
      guard label[kind][group.tagSet] == nil else {
        throw LabelCodecError(.malformed, at: group.offset)
      }
      label[kind][group.tagSet] = group.values
    }
    if let refusal = refusal(of: label) { throw LabelCodecError(refusal, at: 0) }
    return label
  }

  /// Reads a clearance's text.
  package func clearance(_ text: String) throws(LabelCodecError) -> Clearance {
    let parts = try LabelText(text)
    guard let classes = ClassificationSet(parts.head) else {
      throw LabelCodecError(.malformed, at: 0)
    }
    var clearance = Clearance(policy: policy, classifications: classes)
    for group in parts.groups {
      guard clearance.categories[group.tagSet] == nil else {
        throw LabelCodecError(.malformed, at: group.offset)
      }
      clearance.categories[group.tagSet] = group.values
    }
    if let refusal = refusal(of: clearance) { throw LabelCodecError(refusal, at: 0) }
    return clearance
  }

  private func kind(of group: LabelText.Group) throws(LabelCodecError) -> CategoryKind {
    guard let tagSet = tagSet(group.tagSet) else {
      throw LabelCodecError(.unknownTagSet, at: group.offset)
    }
    return tagSet.kind
  }
}

/// A text split into its head and groups, before the scheme is asked.
struct LabelText {
  static let nobody = "(nobody)"

  struct Group {
    let tagSet: String
    let values: [String]
    let offset: Int
  }

  let head: String
  private(set) var groups: [Group] = []

  init(_ text: String) throws(LabelCodecError) {
    guard text.utf8.count <= LabelLimit.labelBytesMax else {
      throw LabelCodecError(.tooLarge, at: 0)
    }
    guard let bad = text.utf8.firstIndex(where: { !(0x21...0x7e).contains($0) }) else {
      let parts = Self.split(text)
      head = parts[0]
      var offset = head.utf8.count + 2
      for part in parts.dropFirst() {
        groups.append(try Self.group(part, at: offset))
        offset += part.utf8.count + 2
      }
      return
    }
    throw LabelCodecError(.malformed, at: text.utf8.distance(from: text.utf8.startIndex, to: bad))
  }

  /// Splits at every `//`; names hold no slash, so what is left of one is refused as a name.
  private static func split(_ text: String) -> [String] {
    var parts: [String] = [""]
    var rest = Substring(text)
    while let letter = rest.first {
      if rest.hasPrefix("//") {
        parts.append("")
        rest = rest.dropFirst(2)
      } else {
        parts[parts.count - 1].append(letter)
        rest = rest.dropFirst()
      }
    }
    return parts
  }

  private static func group(_ text: String, at offset: Int) throws(LabelCodecError) -> Group {
    let sides = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard sides.count == 2, Name.isValid(String(sides[0])) else {
      throw LabelCodecError(.malformedName, at: offset)
    }
    let tagSet = String(sides[0])
    if sides[1] == nobody { return Group(tagSet: tagSet, values: [], offset: offset) }
    let values = sides[1].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    guard values.allSatisfy(Name.isValid), Set(values).count == values.count else {
      throw LabelCodecError(.malformedName, at: offset)
    }
    return Group(tagSet: tagSet, values: values, offset: offset)
  }
}

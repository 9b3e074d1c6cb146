// The confidentiality label of STANAG 4774:
//   originatorConfidentialityLabel
//     ConfidentialityInformation
//       PolicyIdentifier      @URI or @URL
//       Classification
//       Category*             @TagName @Type = RESTRICTIVE / PERMISSIVE / INFORMATIVE
//         GenericValue+
// What else the standard has (privacy marks, originator, dates, succession) means something that
// no label here can say: it is refused, and not dropped.

extension LabelVocabulary {
  private static let root = "originatorConfidentialityLabel"

  /// The label as an element; refuses one that is not valid, and one that releases to nobody, for
  /// which there is no word but the one for everybody.
  package func element(of label: Label) throws(LabelExchangeFault) -> LabelElement {
    if let refusal = scheme.refusal(of: label) { throw LabelExchangeFault(label: refusal) }
    guard let classification = name(of: label.classification) else {
      throw LabelExchangeFault(.notExpressible, at: 0)
    }
    var parts = [
      LabelElement(
        "PolicyIdentifier", attributes: policyURI.map { ["URI": $0] } ?? [:], text: policyName),
      LabelElement("Classification", text: classification),
    ]
    for kind in CategoryKind.allCases {
      for group in label[kind].groups { parts.append(try category(group, kind)) }
    }
    let information = LabelElement("ConfidentialityInformation", children: parts)
    return LabelElement(Self.root, children: [information])
  }

  /// The label that an element is; valid under the scheme.
  package func label(from element: LabelElement) throws(LabelExchangeFault) -> Label {
    try element.check(Self.root)
    guard element.children.count == 1 else {
      throw LabelExchangeFault(element.children.isEmpty ? .notOnce : .notUnderstood, at: 0)
    }
    let information = element.children[0]
    try information.check("ConfidentialityInformation")
    let parts = information.children
    guard parts.count >= 2 else { throw LabelExchangeFault(.notOnce, at: information.offset) }
    try checkPolicy(parts[0])
    var label = Label(policy: scheme.policy, classification: try classification(parts[1]))
    for part in parts.dropFirst(2) { try read(part, into: &label) }
    if let refusal = scheme.refusal(of: label) {
      throw LabelExchangeFault(label: refusal, at: element.offset)
    }
    return label
  }

  private func category(
    _ group: CategorySet.Group, _ kind: CategoryKind
  ) throws(LabelExchangeFault) -> LabelElement {
    let names = group.values.compactMap { name(of: Category(group.tagSet, $0)) }
    guard let title = name(ofTagSet: group.tagSet), !names.isEmpty,
      names.count == group.values.count
    else { throw LabelExchangeFault(.notExpressible, at: 0) }
    return LabelElement(
      "Category", attributes: ["TagName": title, "Type": kind.typeName],
      children: names.map { LabelElement("GenericValue", text: $0) })
  }

  private func checkPolicy(_ element: LabelElement) throws(LabelExchangeFault) {
    try element.checkLeaf("PolicyIdentifier", attributes: ["URI", "URL"])
    guard element.text.utf8.elementsEqual(policyName.utf8),
      element.attributes.values.allSatisfy({ $0.utf8.elementsEqual((policyURI ?? "").utf8) })
    else { throw LabelExchangeFault(.unknownName, at: element.offset) }
  }

  private func classification(
    _ element: LabelElement
  ) throws(LabelExchangeFault) -> Classification {
    try element.checkLeaf("Classification")
    guard let classification = classification(named: element.text) else {
      throw LabelExchangeFault(.unknownName, at: element.offset)
    }
    return classification
  }

  private func read(_ element: LabelElement, into label: inout Label) throws(LabelExchangeFault) {
    try element.check("Category", attributes: ["TagName", "Type"])
    guard let title = element.attributes["TagName"], let type = element.attributes["Type"],
      !element.children.isEmpty
    else { throw LabelExchangeFault(.notOnce, at: element.offset) }
    guard let kind = CategoryKind(typeName: type), let tagSet = tagSet(named: title) else {
      throw LabelExchangeFault(.unknownName, at: element.offset)
    }
    guard label[kind][tagSet] == nil else { throw LabelExchangeFault(.notOnce, at: element.offset) }
    var values: [String] = []
    for child in element.children {
      try child.checkLeaf("GenericValue")
      guard let value = value(named: child.text, in: tagSet) else {
        throw LabelExchangeFault(.unknownName, at: child.offset)
      }
      guard !values.contains(value) else { throw LabelExchangeFault(.notOnce, at: child.offset) }
      values.append(value)
    }
    label[kind][tagSet] = values
  }
}

extension LabelElement {
  /// That it is this element of the standard, without text and with no attribute but these.
  fileprivate func check(
    _ name: String, attributes: Set<String> = []
  ) throws(LabelExchangeFault) {
    guard namespace.utf8.elementsEqual(Self.standardNamespace.utf8), self.name == name,
      text.isEmpty,
      self.attributes.keys.allSatisfy(attributes.contains)
    else { throw LabelExchangeFault(.notUnderstood, at: offset) }
  }

  /// That it is this element of the standard, with nothing in it but text.
  fileprivate func checkLeaf(
    _ name: String, attributes: Set<String> = []
  ) throws(LabelExchangeFault) {
    guard namespace.utf8.elementsEqual(Self.standardNamespace.utf8), self.name == name,
      children.isEmpty,
      self.attributes.keys.allSatisfy(attributes.contains)
    else { throw LabelExchangeFault(.notUnderstood, at: offset) }
  }
}

extension CategoryKind {
  fileprivate var typeName: String {
    switch self {
    case .restrictive: "RESTRICTIVE"
    case .permissive: "PERMISSIVE"
    case .informative: "INFORMATIVE"
    }
  }

  fileprivate init?(typeName: String) {
    guard let kind = Self.allCases.first(where: { $0.typeName == typeName }) else { return nil }
    self = kind
  }
}

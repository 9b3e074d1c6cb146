import Labels

/// What the names of a question can mean at a site. A name that means nothing is refused: to ask
/// after a misspelt compartment must not look like a proof about the one that was meant.
struct QueryNames {
  private let site: ReachSite
  private let schemes: [LabelScheme]

  init(_ site: ReachSite) {
    self.site = site
    var schemes: [LabelScheme] = []
    for scheme in site.cells.map(\.snapshot.scheme) where !schemes.contains(scheme) {
      schemes.append(scheme)
    }
    self.schemes = schemes
  }

  func compartment(_ word: QueryWord) throws(QueryFault) -> String {
    guard site.cell(of: word.text) != nil else {
      throw QueryFault(.unknownName, word, "there is no such compartment")
    }
    return word.text
  }

  /// `*`, `icu/*` or `icu/name`, the name being one for which `isKnown`.
  func place(
    _ word: QueryWord, _ kind: String, _ isKnown: (ReachCell, String) -> Bool
  ) throws(QueryFault) -> ReachPlace {
    if word.text == "*" { return .all }
    let parts = word.text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2 else {
      throw QueryFault(.unexpectedWord, word, "\(kind) is needed here, as icu/name or icu/*")
    }
    guard let cell = site.cell(of: parts[0]) else {
      throw QueryFault(.unknownName, word, "there is no such compartment")
    }
    if parts[1] == "*" { return .compartment(parts[0]) }
    guard isKnown(cell, parts[1]) else {
      throw QueryFault(.unknownName, word, "\(parts[0]) has no such name for \(kind)")
    }
    return .named(parts[0], parts[1])
  }

  func flow(_ word: QueryWord) throws(QueryFault) -> ReachPlace {
    try place(word, "a flow", Self.hasFlow)
  }

  func principal(_ word: QueryWord) throws(QueryFault) -> ReachPlace {
    try place(word, "a principal", Self.hasPrincipal)
  }

  /// A flow, or who publishes to one.
  func source(_ word: QueryWord) throws(QueryFault) -> ReachPlace {
    try place(word, "a flow or principal") {
      Self.hasFlow($0, $1) || Self.hasPrincipal($0, $1)
    }
  }

  /// A class, a category, a category's value where one tag set alone has it, or a label.
  func pattern(_ word: QueryWord) throws(QueryFault) -> LabelPattern {
    let text = word.text
    if let level = Classification(code: text) { return .classification(level) }
    if text.contains("//") { return .label(try label(word)) }
    let known = schemes.flatMap { scheme in
      scheme.tagSets.flatMap { set in set.values.map { Category(set.id, $0.name) } }
    }
    let found = Set(known.filter { text == $0.value || text == $0.description })
    guard let category = found.first else {
      throw QueryFault(
        .unknownCategory, word, "no class, category, value of a category or label of this site")
    }
    guard found.count == 1 else {
      let list = found.map(\.description).sorted().joined(separator: ", ")
      throw QueryFault(.ambiguousValue, word, "a value of several tag sets: \(list)")
    }
    return .category(category)
  }

  private func label(_ word: QueryWord) throws(QueryFault) -> Label {
    var fault: LabelCodecError?
    for scheme in schemes {
      do throws(LabelCodecError) {
        return try scheme.label(word.text)
      } catch {
        fault = fault ?? error
      }
    }
    var place = word
    place.column += fault?.offset ?? 0
    throw QueryFault(
      .malformedLabel, place, "\(fault?.refusal.text ?? "there is no label scheme")")
  }

  private static func hasFlow(_ cell: ReachCell, _ name: String) -> Bool {
    cell.snapshot.flowPlaces[FlowID(cell.compartment, name)] != nil
  }

  private static func hasPrincipal(_ cell: ReachCell, _ name: String) -> Bool {
    cell.snapshot.principalPlaces[PrincipalID(cell.compartment, name)] != nil
  }
}

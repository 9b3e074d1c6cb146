import CBOR
import Labels

extension LabelScheme {
  init(_ value: CBORValue, _ place: String) throws(DocumentFault) {
    var map = try DocumentMap(value, at: place)
    let policy = try map.name("policy")
    let classifications = try map.classifications("classifications")
    let tagSets = try map.list("tag-sets", upTo: LabelLimit.schemeTagSetsMax) {
      value, place throws(DocumentFault) in try TagSet(value, place)
    }
    let requirements = try map.list("requirements", upTo: LabelLimit.schemeRequirementsMax) {
      value, place throws(DocumentFault) in try Requirement(value, place)
    }
    try map.finish()
    do throws(LabelSchemeFault) {
      try self.init(
        policy: policy, classifications: classifications, tagSets: tagSets,
        requirements: requirements)
    } catch {
      throw DocumentFault(.malformedScheme, at: place)
    }
  }

  var value: CBORValue {
    .document([
      ("policy", .text(policy)),
      ("classifications", classifications.value),
      ("tag-sets", .list(tagSets) { $0.value }),
      ("requirements", .list(requirements) { $0.value }),
    ])
  }
}

extension TagSet {
  init(_ value: CBORValue, _ place: String) throws(DocumentFault) {
    var map = try DocumentMap(value, at: place)
    let id = try map.name("id")
    let title = try map.text("title")
    guard let kind = CategoryKind(word: try map.text("kind")) else {
      throw DocumentFault(.unknownWord, at: map.at("kind"))
    }
    let isSingle = try map.flag("single")
    let values = try map.list("values", upTo: LabelLimit.schemeValuesMax) {
      value, place throws(DocumentFault) in try TagValue(value, place)
    }
    try map.finish()
    self.init(id, title: title, kind: kind, isSingleSelection: isSingle, values: values)
  }

  var value: CBORValue {
    .document([
      ("id", .text(id)), ("title", .text(title)), ("kind", .text(kind.word)),
      ("single", .boolean(isSingleSelection)), ("values", .list(values) { $0.value }),
    ])
  }
}

extension TagValue {
  init(_ value: CBORValue, _ place: String) throws(DocumentFault) {
    var map = try DocumentMap(value, at: place)
    let name = try map.name("name")
    let excluded = try map.classifications("excludes")
    let isObsolete = try map.flag("obsolete")
    let isNeverOpened = try map.flagIfPresent("no-break-glass")
    try map.finish()
    self.init(
      name, excluded: excluded, isObsolete: isObsolete, isNeverOpened: isNeverOpened)
  }

  var value: CBORValue {
    .document([
      ("name", .text(name)), ("excludes", excluded.value), ("obsolete", .boolean(isObsolete)),
      ("no-break-glass", isNeverOpened ? .boolean(true) : nil),
    ])
  }
}

extension Requirement {
  init(_ value: CBORValue, _ place: String) throws(DocumentFault) {
    var map = try DocumentMap(value, at: place)
    let classifications = try map.classifications("when")
    guard let operation = Operation(word: try map.text("operation")) else {
      throw DocumentFault(.unknownWord, at: map.at("operation"))
    }
    let categories = try map.list("categories", upTo: LabelLimit.schemeValuesMax) {
      value, place throws(DocumentFault) in
      var map = try DocumentMap(value, at: place)
      let category = Category(try map.name("tag-set"), try map.name("value"))
      try map.finish()
      return category
    }
    try map.finish()
    self.init(when: classifications, operation, of: categories)
  }

  var value: CBORValue {
    .document([
      ("when", classifications.value),
      ("operation", .text(operation.word)),
      (
        "categories",
        .list(categories) {
          .document([("tag-set", .text($0.tagSet)), ("value", .text($0.value))])
        }
      ),
    ])
  }
}

extension ClassificationSet {
  /// HL7 codes, lowest first.
  fileprivate var value: CBORValue { .list(members) { .text($0.code) } }
}

extension DocumentMap {
  fileprivate mutating func classifications(
    _ key: String
  ) throws(DocumentFault) -> ClassificationSet {
    let members = try list(key, upTo: Classification.allCases.count) {
      value, place throws(DocumentFault) in
      guard let member = Classification(code: try DocumentLeaf(value, place).text()) else {
        throw DocumentFault(.unknownWord, at: place)
      }
      return member
    }
    guard isAscending(members) else { throw DocumentFault(.notCanonical, at: at(key)) }
    return ClassificationSet(members)
  }
}

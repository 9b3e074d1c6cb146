// Several fields of the format that share one element of FHIR that repeats.
extension Form {
  /// Items of the element that bear a mark of the field's own. Whoever shares the element without
  /// marks is named after.
  mutating func marked<T: FHIRValue>(
    _ field: StaticString, _ values: inout [T], in name: String, _ why: String = ""
  ) throws(FHIRError) {
    let mark = JSON.object([
      "url": .string(url(field.description)), "valueBoolean": .bool(true),
    ])
    switch desk.mode {
    case .describing:
      note(field, place(name) + " with extension `\(rule)-\(field)`", why)
    case .writing:
      var items: [JSON] = []
      for value in values {
        guard var members = try value.written(desk).value?.members() else { continue }
        let others = try members.take("extension")?.items() ?? []
        members.append("extension", .array(others + [mark]))
        items.append(.object(members))
      }
      append(name, items)
    case .reading:
      let items = try takeItems(name) { item throws(FHIRError) in
        try item.members()["extension"]?.items().contains(mark) == true
      }
      for item in items {
        var members = try item.members()
        let others = try members.take("extension")?.items() ?? []
        members.append("extension", .array(others.filter { $0 != mark }))
        values.append(try T.read(Slot(JSON(.object(members), at: item.offset)), desk))
      }
    }
  }

  /// Items of a backbone element, told apart by what stands beside the value: a participant's type.
  mutating func slices<T: FHIRValue>(
    _ field: StaticString, _ values: inout [T], in name: String, item: String, mark: JSONObject,
    _ why: String = ""
  ) throws(FHIRError) {
    switch desk.mode {
    case .describing: note(field, place(name) + "." + item, why)
    case .writing:
      var items: [JSON] = []
      for value in values {
        let slot = try value.written(desk)
        var members = JSONObject()
        if let content = slot.value { members.append(item, content) }
        if let more = slot.more { members.append("_" + item, more) }
        members.pairs += mark.pairs
        items.append(.object(members))
      }
      append(name, items)
    case .reading:
      let items = try takeItems(name) { candidate throws(FHIRError) in
        let members = try candidate.members()
        return mark.pairs.allSatisfy { members[$0.name] == $0.value }
      }
      for candidate in items {
        let members = try candidate.members()
        let slot = Slot(members[item], more: members["_" + item])
        let known = mark.pairs.count + (slot.value == nil ? 0 : 1) + (slot.more == nil ? 0 : 1)
        guard members.pairs.count == known else {
          throw FHIRError(.unknownElement, at: candidate.offset)
        }
        values.append(try T.read(slot, desk))
      }
    }
  }

  /// The same for a field that has one value.
  mutating func slice<T: FHIRValue>(
    _ field: StaticString, _ value: inout T?, in name: String, item: String, mark: JSONObject,
    _ why: String = ""
  ) throws(FHIRError) {
    var values = value.map { [$0] } ?? []
    try slices(field, &values, in: name, item: item, mark: mark, why)
    guard isReading else { return }
    guard values.count < 2 else { throw FHIRError(.unknownElement, at: offset) }
    value = values.first
  }
}

extension Form {
  /// References in an element that it shares with those to other types of resource, which are named
  /// after.
  mutating func references<T: FHIRResource>(
    _ field: StaticString, _ values: inout [T], in name: String
  ) throws(FHIRError) {
    switch desk.mode {
    case .describing: note(field, place(name), "references to \(T.resourceType)")
    case .writing: try elements(field, &values, as: name)
    case .reading:
      let desk = desk
      let items = try takeItems(name) { item throws(FHIRError) in
        try desk.type(of: Slot(item)) == T.resourceType
      }
      for item in items { values.append(try T.read(Slot(item), desk)) }
    }
  }

  /// Items of an element that follow from other elements; they are marked so, and left out when
  /// read.
  mutating func derivedItems(
    _ name: String, _ items: [JSON]
  ) throws(FHIRError) {
    switch desk.mode {
    case .describing: break
    case .writing:
      for item in items {
        var members = try item.members()
        let others = try members.take("extension")?.items() ?? []
        members.append("extension", .array(others + [Namespace.derived]))
        append(name, [.object(members)])
      }
    case .reading:
      _ = try takeItems(name) { item throws(FHIRError) in
        try item.members()["extension"]?.items().contains(Namespace.derived) == true
      }
    }
  }
}

// Fields that FHIR has under another datatype than the format.
extension Form {
  /// An element of a wrapper's datatype.
  mutating func element<W: FHIRWrapper>(
    _ field: StaticString, _ value: inout W.Content?, as name: String? = nil, like type: W.Type,
    if fits: Bool = true, _ why: String = ""
  ) throws(FHIRError) {
    var wrapped = value.map { W($0) }
    try element(field, &wrapped, as: name, if: fits, why)
    value = wrapped?.content
  }

  /// A demanded element of a wrapper's datatype.
  mutating func demanded<W: FHIRWrapper>(
    _ field: StaticString, _ value: inout W.Content?, as name: String? = nil, like type: W.Type,
    default standIn: JSON? = nil, _ why: String = ""
  ) throws(FHIRError) {
    var wrapped = value.map { W($0) }
    try demanded(field, &wrapped, as: name, default: standIn, why)
    value = wrapped?.content
  }

  /// Elements of a wrapper's datatype.
  mutating func elements<W: FHIRWrapper>(
    _ field: StaticString, _ values: inout [W.Content], as name: String? = nil, like type: W.Type,
    _ why: String = ""
  ) throws(FHIRError) {
    var wrapped = values.map { W($0) }
    try elements(field, &wrapped, as: name, why)
    values = wrapped.map(\.content)
  }

  /// The first in an element of a wrapper's datatype.
  mutating func first<W: FHIRWrapper>(
    _ field: StaticString, _ values: inout [W.Content], as name: String, like type: W.Type,
    if fits: Bool = true, _ why: String = ""
  ) throws(FHIRError) {
    var wrapped = values.map { W($0) }
    try first(field, &wrapped, as: name, if: fits, why)
    values = wrapped.map(\.content)
  }

  /// Extensions of a wrapper's datatype.
  mutating func extras<W: FHIRWrapper>(
    _ field: StaticString, _ values: inout [W.Content], like type: W.Type, _ why: String = ""
  ) throws(FHIRError) {
    var wrapped = values.map { W($0) }
    try extras(field, &wrapped, why)
    values = wrapped.map(\.content)
  }

  /// Slices of a wrapper's datatype.
  mutating func slices<W: FHIRWrapper>(
    _ field: StaticString, _ values: inout [W.Content], in name: String, item: String,
    mark: JSONObject, like type: W.Type, _ why: String = ""
  ) throws(FHIRError) {
    var wrapped = values.map { W($0) }
    try slices(field, &wrapped, in: name, item: item, mark: mark, why)
    values = wrapped.map(\.content)
  }
}

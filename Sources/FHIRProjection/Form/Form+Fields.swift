// Fields with an element of FHIR.
extension Form {
  /// A field that may be absent, under an element's name; as an extension where FHIR can't hold it.
  mutating func element<T: FHIRValue>(
    _ field: StaticString, _ value: inout T?, as name: String? = nil, if fits: Bool = true,
    _ why: String = ""
  ) throws(FHIRError) {
    let name = name ?? field.description
    switch desk.mode {
    case .describing: note(field, place(name), why)
    case .writing:
      guard let content = value else {
        if fits, desk.cleared.contains(rule + "." + field.description) {
          put(name, Self.slot(Namespace.cleared, for: T.self))
        }
        return
      }
      guard fits else { return try write(field, content) }
      put(name, try content.written(desk))
    case .reading:
      if let slot = takeSlot(name) {
        if try !Self.isStandIn(slot, for: T.self) { value = try T.read(slot, desk) }
      } else if let slot = try takeExtension(url(field.description), T.fhirType) {
        value = try T.read(slot, desk)
      }
    }
  }

  /// A field that is always there.
  mutating func element<T: FHIRValue>(
    _ field: StaticString, _ value: inout T, as name: String? = nil, _ why: String = ""
  ) throws(FHIRError) {
    var content: T? = value
    try element(field, &content, as: name, why)
    guard isReading else { return }
    guard let content else { throw FHIRError(.missing, at: offset) }
    value = content
  }

  /// A field that repeats, under the name of an element that repeats.
  mutating func elements<T: FHIRValue>(
    _ field: StaticString, _ values: inout [T], as name: String? = nil, _ why: String = ""
  ) throws(FHIRError) {
    let name = name ?? field.description
    switch desk.mode {
    case .describing: note(field, place(name), why)
    case .writing:
      var slots: [Slot] = []
      for value in values { slots.append(try value.written(desk)) }
      putList(name, slots)
    case .reading:
      for slot in try takeList(name) { values.append(try T.read(slot, desk)) }
    }
  }

  private mutating func putList(_ name: String, _ slots: [Slot]) {
    let hasMore = slots.contains { $0.more != nil }
    if slots.contains(where: { $0.value != nil }) {
      append(name, slots.map { $0.value ?? .null })
    }
    if hasMore { members.append("_" + name, .array(slots.map { $0.more ?? .null })) }
  }

  private mutating func takeList(_ name: String) throws(FHIRError) -> [Slot] {
    let values = members.take(name)
    let mores = members.take("_" + name)
    let left = try values?.items() ?? []
    let right = try mores?.items() ?? []
    guard values == nil || mores == nil || left.count == right.count else {
      throw FHIRError(.wrongValue, at: mores?.offset ?? 0)
    }
    return (0..<max(left.count, right.count)).map { index in
      Slot(
        index < left.count && left[index] != .null ? left[index] : nil,
        more: index < right.count && right[index] != .null ? right[index] : nil)
    }
  }

  /// A field that has one value, under an element that repeats.
  mutating func single<T: FHIRValue>(
    _ field: StaticString, _ value: inout T?, as name: String, _ why: String = ""
  ) throws(FHIRError) {
    var values = value.map { [$0] } ?? []
    try elements(field, &values, as: name, why)
    guard isReading else { return }
    guard values.count < 2 else { throw FHIRError(.unknownElement, at: offset) }
    value = values.first
  }

  /// A field that repeats, under an element that doesn't: the first there, the others as
  /// extensions.
  mutating func first<T: FHIRValue>(
    _ field: StaticString, _ values: inout [T], as name: String, if fits: Bool = true,
    _ why: String = ""
  ) throws(FHIRError) {
    if desk.mode == .describing {
      return note(field, place(name) + "; further ones " + extensionName(field), why)
    }
    if isWriting {
      guard let first = values.first, fits else { return try write(field, values) }
      put(name, try first.written(desk))
      return try write(field, Array(values.dropFirst()))
    }
    if let slot = takeSlot(name) { values.append(try T.read(slot, desk)) }
    for slot in try takeExtensions(url(field.description), T.fhirType) {
      values.append(try T.read(slot, desk))
    }
  }

  /// A field that FHIR demands: where the message has none, a default that says it is one, or the
  /// reason.
  mutating func demanded<T: FHIRValue>(
    _ field: StaticString, _ value: inout T?, as name: String? = nil, default standIn: JSON? = nil,
    if fits: Bool = true, _ why: String = ""
  ) throws(FHIRError) {
    let name = name ?? field.description
    guard isReading else {
      if value != nil || desk.mode == .describing {
        try element(field, &value, as: name, if: fits, why)
      }
      if isWriting, value == nil || !fits { put(name, Self.standIn(standIn, for: T.self)) }
      return
    }
    if let slot = takeSlot(name), try !Self.isStandIn(slot, for: T.self) {
      value = try T.read(slot, desk)
    } else {
      try element(field, &value, as: name, why)
    }
  }

  private static func standIn<T: FHIRValue>(_ value: JSON?, for type: T.Type) -> Slot {
    guard let value else { return slot(Namespace.unknown, for: type) }
    guard !type.isPrimitive, case .object(var members) = value.value else {
      return Slot(value, extensions: [Namespace.absent])
    }
    members.append("extension", .array([Namespace.absent]))
    return Slot(.object(members))
  }

  /// An element that has an extension and no value.
  private static func slot<T: FHIRValue>(_ mark: JSON, for type: T.Type) -> Slot {
    type.isPrimitive
      ? Slot(nil, extensions: [mark]) : Slot(.object(["extension": .array([mark])]))
  }

  private static func isStandIn<T: FHIRValue>(
    _ slot: Slot, for type: T.Type
  ) throws(FHIRError) -> Bool {
    let holder = type.isPrimitive ? slot.more : slot.value
    guard case .object(let members)? = holder?.value,
      case .array(let extensions)? = members["extension"]?.value
    else { return false }
    return [[Namespace.unknown], [Namespace.absent], [Namespace.cleared]].contains(extensions)
  }
}

// Fields without an element.
extension Form {
  /// A field that may be absent, as an extension.
  mutating func extra<T: FHIRValue>(
    _ field: StaticString, _ value: inout T?, _ why: String = ""
  ) throws(FHIRError) {
    switch desk.mode {
    case .describing: describe(field, T.self, why)
    case .writing: if let value { try write(field, value) }
    case .reading:
      guard let slot = try takeExtension(url(field.description), T.fhirType) else { return }
      value = try T.read(slot, desk)
    }
  }

  /// A field that is always there, as an extension.
  mutating func extra<T: FHIRValue>(
    _ field: StaticString, _ value: inout T, _ why: String = ""
  ) throws(FHIRError) {
    var content: T? = value
    try extra(field, &content, why)
    guard isReading else { return }
    guard let content else { throw FHIRError(.missing, at: offset) }
    value = content
  }

  /// A field that repeats, as extensions.
  mutating func extras<T: FHIRValue>(
    _ field: StaticString, _ values: inout [T], _ why: String = ""
  ) throws(FHIRError) {
    switch desk.mode {
    case .describing: describe(field, T.self, why)
    case .writing: try write(field, values)
    case .reading:
      for slot in try takeExtensions(url(field.description), T.fhirType) {
        values.append(try T.read(slot, desk))
      }
    }
  }

  /// A flag, as an extension that is there where it is true.
  mutating func flag(
    _ field: StaticString, _ value: inout Bool, _ why: String = ""
  ) throws(FHIRError) {
    var mark: Bool? = value ? true : nil
    try extra(field, &mark, why)
    value = mark ?? false
  }

  private func describe<T: FHIRValue>(_ field: StaticString, _ type: T.Type, _ why: String) {
    let value = T.fhirType.isEmpty ? "extensions" : "value" + T.fhirType
    guard !isExtension else { return note(field, "part `\(field)`: \(value)", why) }
    note(field, extensionName(field) + ": " + value, why.isEmpty ? Self.homeless : why)
  }

  private static var homeless: String { "R4 has no element for it" }

  private func extensionName(_ field: StaticString) -> String {
    "extension `\(rule)-\(field)`"
  }

  private mutating func write<T: FHIRValue>(
    _ field: StaticString, _ value: T
  ) throws(FHIRError) {
    putExtension(url(field.description), try value.written(desk), T.fhirType)
  }

  private mutating func write<T: FHIRValue>(
    _ field: StaticString, _ values: [T]
  ) throws(FHIRError) {
    for value in values { try write(field, value) }
  }
}

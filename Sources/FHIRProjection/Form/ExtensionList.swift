/// The extensions of an element while they are read, by their URLs.
struct ExtensionList {
  private var items: [(url: String, extension: JSON)] = []

  init() {}

  /// The extensions in a list of them.
  init(_ list: JSON?) throws(FHIRError) {
    for item in try list?.items() ?? [] {
      guard let url = try item.members()["url"] else { throw FHIRError(.missing, at: item.offset) }
      items.append((try url.text(), item))
    }
  }

  /// The extensions of a primitive.
  init(ofPrimitive more: JSON?) throws(FHIRError) {
    guard let more else {
      self.init()
      return
    }
    var members = try more.members()
    let list = members.take("extension")
    if let other = members.pairs.first { throw FHIRError(.unknownElement, at: other.value.offset) }
    try self.init(list)
  }

  /// Takes out the first with this URL.
  mutating func take(_ url: String) -> JSON? {
    guard let index = items.firstIndex(where: { $0.url == url }) else { return nil }
    return items.remove(at: index).extension
  }

  /// Takes out all with this URL.
  mutating func takeAll(_ url: String) -> [JSON] {
    let taken = items.filter { $0.url == url }
    if !taken.isEmpty { items.removeAll { $0.url == url } }
    return taken.map(\.extension)
  }

  /// Takes a mark out; whether it was there.
  mutating func takeMark(_ mark: JSON) -> Bool {
    guard let index = items.firstIndex(where: { $0.extension == mark }) else { return false }
    items.remove(at: index)
    return true
  }

  /// Refuses what was not taken.
  func finish() throws(FHIRError) {
    if let first = items.first { throw FHIRError(.unknownElement, at: first.extension.offset) }
  }

  /// The value of an extension of a type, as what stands under `value[x]`.
  static func slot(of item: JSON, _ type: String) throws(FHIRError) -> Slot {
    var members = try item.members()
    _ = members.take("url")
    guard !type.isEmpty else { return Slot(JSON(.object(members), at: item.offset)) }
    if let list = members.take("extension") { return try slot(ofParts: list, members, type) }
    let slot = Slot(members.take("value" + type))
    guard slot.value != nil else { throw FHIRError(.missing, at: item.offset) }
    if let other = members.pairs.first { throw FHIRError(.unknownElement, at: other.value.offset) }
    return slot
  }

  /// The value of an extension that has more to say than a primitive: a part `value`, and the rest.
  private static func slot(
    ofParts list: JSON, _ members: JSONObject, _ type: String
  ) throws(FHIRError) -> Slot {
    if let other = members.pairs.first { throw FHIRError(.unknownElement, at: other.value.offset) }
    var value: JSON?
    var rest: [JSON] = []
    for part in try list.items() {
      if value == nil, try part.members()["url"] == .string("value") {
        value = try slot(of: part, type).value
      } else {
        rest.append(part)
      }
    }
    let more = JSON(.object(["extension": JSON(.array(rest), at: list.offset)]), at: list.offset)
    return Slot(value, more: more)
  }

  /// An extension of a type. A primitive with extensions of its own is one with parts: FHIR would
  /// take `_valueString` too, but readers there are don't.
  static func item(_ url: String, _ slot: Slot, _ type: String) -> JSON {
    var members: JSONObject = ["url": .string(url)]
    if type.isEmpty {
      if case .object(let inner)? = slot.value?.value { members.pairs += inner.pairs }
      return .object(members)
    }
    guard let more = slot.more else {
      members.append("value" + type, slot.value ?? .null)
      return .object(members)
    }
    var parts: [JSON] = []
    if let value = slot.value {
      parts.append(.object(["url": .string("value"), "value" + type: value]))
    }
    if case .object(let inner) = more.value, case .array(let own)? = inner["extension"]?.value {
      parts += own
    }
    members.append("extension", .array(parts))
    return .object(members)
  }
}

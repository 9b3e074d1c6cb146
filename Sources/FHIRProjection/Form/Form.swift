/// One element or resource while it is written or read.
///
/// Each field of a record is named to it once, and goes both ways: that what is written is read
/// again is the form of the code, not a second table.
struct Form {
  let desk: Desk
  /// The record whose fields are named.
  var rule: String
  /// Where its elements stand, for the table.
  private(set) var path: String
  /// Whether it is an extension, within which URLs are relative.
  let isExtension: Bool
  /// Written so far, or not yet read.
  var members = JSONObject()
  /// Written so far.
  private var written: [JSON] = []
  /// Not yet read.
  private var unread = ExtensionList()
  let offset: Int
  /// `meta.profile` and, beside the label, `meta.security` of a resource; written, never read.
  var profiles: [String] = []
  var security: [JSON] = []

  /// An empty one, to write on.
  init(_ desk: Desk, _ type: any Mapped.Type) {
    self.init(
      desk, rule: type.ruleName, path: type.fhirPath, isExtension: type is any FHIRExtension.Type)
  }

  init(_ desk: Desk, rule: String, path: String, isExtension: Bool = false, offset: Int = 0) {
    self.desk = desk
    self.rule = rule
    self.path = path
    self.isExtension = isExtension
    self.offset = offset
  }

  /// One that was written, to read.
  init(_ desk: Desk, _ type: any Mapped.Type, reading value: JSON) throws(FHIRError) {
    self.init(
      desk, rule: type.ruleName, path: type.fhirPath,
      isExtension: type is any FHIRExtension.Type, offset: value.offset)
    try open(value)
  }

  private mutating func open(_ value: JSON) throws(FHIRError) {
    members = try value.members()
    unread = try ExtensionList(members.take("extension"))
    _ = unread.takeMark(Namespace.empty)
  }

  /// What was written; an element without anything says so, for FHIR has no empty ones.
  var closed: JSON {
    var all = members
    var extensions = written
    if all.pairs.isEmpty, extensions.isEmpty { extensions = [Namespace.empty] }
    if !extensions.isEmpty { all.append("extension", .array(extensions)) }
    return .object(all)
  }

  /// What was written, as a resource.
  func resource(_ type: String) -> JSONObject {
    var all: JSONObject = ["resourceType": .string(type)]
    var meta = JSONObject()
    if !profiles.isEmpty { meta.append("profile", .array(profiles.map { .string($0) })) }
    let tags = desk.security + security
    if !tags.isEmpty { meta.append("security", .array(tags)) }
    if !meta.pairs.isEmpty { all.append("meta", .object(meta)) }
    all.pairs += members.pairs
    if !written.isEmpty { all.append("extension", .array(written)) }
    return all
  }

  /// Takes type and `meta` of a resource; its label must be the bundle's.
  mutating func takeHead() throws(FHIRError) {
    _ = members.take("resourceType")
    var meta = try members.take("meta")?.members() ?? JSONObject()
    _ = meta.take("profile")
    let tags = try meta.take("security")?.items() ?? []
    guard Array(tags.prefix(desk.security.count)) == desk.security else {
      throw FHIRError(.wrongValue, at: offset)
    }
    if let other = meta.pairs.first { throw FHIRError(.unknownElement, at: other.value.offset) }
  }

  /// Refuses what was not read.
  func finish() throws(FHIRError) {
    if let other = members.pairs.first { throw FHIRError(.unknownElement, at: other.value.offset) }
    try unread.finish()
  }

  var isWriting: Bool { desk.mode == .writing }
  var isReading: Bool { desk.mode == .reading }
}

// MARK: What stands in it

extension Form {
  /// The URL of the extension for a field.
  func url(_ field: String) -> String {
    isExtension ? field : Namespace.extensions + rule + "-" + field
  }

  mutating func put(_ name: String, _ slot: Slot) {
    if let value = slot.value { members.append(name, value) }
    if let more = slot.more { members.append("_" + name, more) }
  }

  mutating func takeSlot(_ name: String) -> Slot? {
    let slot = Slot(members.take(name), more: members.take("_" + name))
    return slot.value == nil && slot.more == nil ? nil : slot
  }

  /// Appends to an element that is an array.
  mutating func append(_ name: String, _ items: [JSON]) {
    guard !items.isEmpty else { return }
    if let index = members.pairs.firstIndex(where: { $0.name == name }),
      case .array(let before) = members.pairs[index].value.value
    {
      members.pairs[index].value = .array(before + items)
    } else {
      members.append(name, .array(items))
    }
  }

  /// Takes those items of an array that are wanted; the others stay.
  mutating func takeItems(
    _ name: String, where isWanted: (JSON) throws(FHIRError) -> Bool
  ) throws(FHIRError) -> [JSON] {
    guard let index = members.pairs.firstIndex(where: { $0.name == name }) else { return [] }
    var wanted: [JSON] = []
    var others: [JSON] = []
    for item in try members.pairs[index].value.items() {
      if try isWanted(item) { wanted.append(item) } else { others.append(item) }
    }
    if others.isEmpty {
      members.pairs.remove(at: index)
    } else {
      members.pairs[index].value = JSON(.array(others), at: members.pairs[index].value.offset)
    }
    return wanted
  }

  mutating func putExtension(_ url: String, _ slot: Slot, _ type: String) {
    written.append(ExtensionList.item(url, slot, type))
  }

  mutating func takeExtension(_ url: String, _ type: String) throws(FHIRError) -> Slot? {
    guard let item = unread.take(url) else { return nil }
    return try ExtensionList.slot(of: item, type)
  }

  mutating func takeExtensionItem(_ url: String) -> JSON? { unread.take(url) }

  mutating func takeExtensions(_ url: String, _ type: String) throws(FHIRError) -> [Slot] {
    var slots: [Slot] = []
    for item in unread.takeAll(url) { slots.append(try ExtensionList.slot(of: item, type)) }
    return slots
  }

  /// Marks the element.
  mutating func mark(_ mark: JSON) { written.append(mark) }

  /// Takes a mark; whether it was there.
  mutating func takeMark(_ mark: JSON) -> Bool { unread.takeMark(mark) }
}

// MARK: Parts

extension Form {
  /// Fields that stand in an element within this one; nothing is written where none is there.
  mutating func group(
    _ name: String, isArray: Bool = false, _ body: (inout Form) throws(FHIRError) -> Void
  ) throws(FHIRError) {
    var inner = Form(desk, rule: rule, path: path + "." + name)
    if isReading, let value = members.take(name) {
      inner = Form(desk, rule: rule, path: path + "." + name, offset: value.offset)
      if isArray {
        let items = try value.items()
        guard items.count == 1 else { throw FHIRError(.unknownElement, at: value.offset) }
        try inner.open(items[0])
      } else {
        try inner.open(value)
      }
    }
    try body(&inner)
    switch desk.mode {
    case .describing: break
    case .reading: try inner.finish()
    case .writing:
      guard !inner.members.pairs.isEmpty || !inner.written.isEmpty else { return }
      members.append(name, isArray ? .array([inner.closed]) : inner.closed)
    }
  }

  /// A record whose fields stand among this one's.
  mutating func inline<T: Mapped>(_ field: StaticString, _ record: inout T) throws(FHIRError) {
    note(field, path, "its fields stand here, see \(T.ruleName)")
    let outer = rule
    rule = T.ruleName
    // Its fields are described where its own table is.
    if desk.mode != .describing { try record.map(&self) }
    rule = outer
  }

  /// What follows from other elements: written, and left out when read.
  mutating func derived(_ name: String, _ value: @autoclosure () -> JSON?) {
    switch desk.mode {
    case .describing: break
    case .reading: _ = takeSlot(name)
    case .writing: if let value = value() { members.append(name, value) }
    }
  }

  /// The patient of the bundle. A resource about another one is refused.
  mutating func subject(_ name: String, isDemanded: Bool = false) throws(FHIRError) {
    switch desk.mode {
    case .describing: break
    case .writing:
      if let patient = desk.patient {
        members.append(name, Desk.reference(patient))
      } else if isDemanded {
        members.append(name, .object(["extension": .array([Namespace.unknown])]))
      }
    case .reading:
      guard let slot = takeSlot(name) else { return }
      let target = try slot.value?.members()["reference"]?.text()
      guard target == desk.patient else { throw FHIRError(.badReference, at: slot.offset) }
    }
  }

  /// The encounter of the bundle.
  mutating func encounter(_ name: String = "encounter") throws(FHIRError) {
    switch desk.mode {
    case .describing: break
    case .writing:
      if let encounter = desk.encounter { members.append(name, Desk.reference(encounter)) }
    case .reading:
      guard let slot = takeSlot(name) else { return }
      guard try Desk.target(of: slot) == desk.encounter else {
        throw FHIRError(.badReference, at: slot.offset)
      }
    }
  }

  /// A row of the table.
  func note(_ field: StaticString, _ place: String, _ note: String = "") {
    guard desk.mode == .describing else { return }
    desk.rows.append(MappingRow(rule: rule, field: field.description, place: place, note: note))
  }

  /// An element's place, for the table.
  func place(_ name: String) -> String { path.isEmpty ? name : path + "." + name }
}

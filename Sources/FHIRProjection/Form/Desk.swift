import NormalizedFormat

/// The bundle while it is written or read: entries by their URLs, and what all of them refer to.
final class Desk {
  enum Mode { case writing, reading, describing }

  private struct Entry {
    let url: String
    var resource: JSON?
    var isClaimed = false
  }

  let mode: Mode
  private var entries: [Entry] = []
  private var indices: [String: Int] = [:]
  /// Entries of shared resources by their text.
  private var shared: [[UInt8]: String] = [:]
  private var nesting = 0
  private var sharedValues = FHIRLimit.sharedValuesMax
  private let seed: UInt64

  /// Entry of the patient, whom every resource of the bundle names.
  var patient: String?
  /// Entry of the encounter.
  var encounter: String?
  /// `meta.security` of every resource.
  var security: [JSON] = []
  /// Entries of the metrics of a set of observations, by containment.
  var metrics: [[UInt32]: String] = [:]
  /// The devices of that set.
  var tree: DeviceTree?
  /// Paths that the source says to delete.
  var cleared: Set<String> = []
  /// What the provenance is of.
  var targets: [String] = []
  /// The order whose items are written.
  var order: Order?
  /// The device that made all of the message.
  var device: Device?
  /// Rows of the README's table.
  var rows: [MappingRow] = []

  init(_ mode: Mode, seed: UInt64 = 0) {
    self.mode = mode
    self.seed = seed
  }

  static func reference(_ url: String) -> JSON { .object(["reference": .string(url)]) }

  /// One step deeper; references could lead round and round.
  func enter(at offset: Int) throws(FHIRError) {
    nesting += 1
    guard nesting <= FHIRLimit.nestingMax else { throw FHIRError(.depth, at: offset) }
  }

  func leave() { nesting -= 1 }
}

// MARK: Writing

extension Desk {
  /// A new entry, to be filled.
  func reserve() -> String {
    let url = EntryID.urn(seed: seed, number: entries.count)
    indices[url] = entries.count
    entries.append(Entry(url: url))
    return url
  }

  func fill(_ url: String, _ resource: JSONObject) {
    guard let index = indices[url] else { return }
    entries[index].resource = .object(resource)
  }

  /// The first entry.
  var header: String? { entries.first?.url }

  /// The entry of this resource, a new one if there is none like it.
  func share(_ resource: JSONObject) -> String {
    let text = JSONText.bytes(of: .object(resource))
    if let known = shared[text] { return known }
    let url = reserve()
    fill(url, resource)
    shared[text] = url
    return url
  }

  /// `Bundle.entry`.
  var written: JSON {
    .array(
      entries.map { entry in
        .object(["fullUrl": .string(entry.url), "resource": entry.resource ?? .object([:])])
      })
  }
}

// MARK: Reading

extension Desk {
  /// Takes the entries of a bundle in.
  func take(_ list: JSON) throws(FHIRError) {
    for item in try list.items() {
      var members = try item.members()
      guard let url = members.take("fullUrl"), let resource = members.take("resource"),
        resource.resourceType != nil
      else { throw FHIRError(.missing, at: item.offset) }
      if let other = members.pairs.first {
        throw FHIRError(.unknownElement, at: other.value.offset)
      }
      let name = try url.text()
      guard indices.updateValue(entries.count, forKey: name) == nil else {
        throw FHIRError(.claimedTwice, at: url.offset)
      }
      entries.append(Entry(url: name, resource: resource))
    }
  }

  /// The resource that a reference names. One that is not shared belongs to the first who claims
  /// it: so no bundle makes the reader work more than its size.
  func claim(_ slot: Slot, isShared: Bool = false) throws(FHIRError) -> JSON {
    let reference = try Self.target(of: slot)
    guard let index = indices[reference], let resource = entries[index].resource else {
      throw FHIRError(.badReference, at: slot.offset)
    }
    if entries[index].isClaimed {
      guard isShared else { throw FHIRError(.claimedTwice, at: slot.offset) }
      sharedValues -= resource.count
      guard sharedValues >= 0 else { throw FHIRError(.tooLarge, at: slot.offset) }
    }
    entries[index].isClaimed = true
    return resource
  }

  /// The type of what a reference names, without claiming it.
  func type(of slot: Slot) throws(FHIRError) -> String {
    guard let index = indices[try Self.target(of: slot)],
      let type = entries[index].resource?.resourceType
    else { throw FHIRError(.badReference, at: slot.offset) }
    return type
  }

  /// What a reference names.
  static func target(of slot: Slot) throws(FHIRError) -> String {
    guard let value = slot.value, slot.more == nil else {
      throw FHIRError(.wrongType, at: slot.offset)
    }
    var members = try value.members()
    guard let reference = members.take("reference") else {
      throw FHIRError(.missing, at: value.offset)
    }
    if let other = members.pairs.first { throw FHIRError(.unknownElement, at: other.value.offset) }
    return try reference.text()
  }

  /// The first entry, which is the header's.
  func first(at offset: Int) throws(FHIRError) -> Slot {
    guard let entry = entries.first else { throw FHIRError(.missing, at: offset) }
    return Slot(Self.reference(entry.url))
  }

  /// Refuses entries that nothing in the message came from; device metrics carry nothing of their
  /// own.
  func finish() throws(FHIRError) {
    for entry in entries where !entry.isClaimed && entry.resource?.resourceType != "DeviceMetric" {
      throw FHIRError(.unknownElement, at: entry.resource?.offset ?? 0)
    }
  }
}

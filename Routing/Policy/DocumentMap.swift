import CBOR
import Cryptography
import Labels

/// A map of a document whose keys are taken one by one; what is left at the end is an unknown key.
struct DocumentMap {
  let place: String
  /// In the order of the map. Its keys are few, and looking through them costs less than hashing
  /// them: a policy of ten thousand principals has that many maps, and as many for their grants.
  private var left: [(key: String, value: CBORValue)] = []

  init(_ value: CBORValue, at place: String) throws(DocumentFault) {
    self.place = place
    guard case .map(let pairs) = value else { throw DocumentFault(.wrongType, at: place) }
    left.reserveCapacity(pairs.count)
    for pair in pairs {
      guard case .text(let key) = pair.key else { throw DocumentFault(.wrongType, at: place) }
      left.append((key, pair.value))
    }
  }

  /// A whole document, which says first of all what it is.
  init(_ value: CBORValue, as format: String) throws(DocumentFault) {
    try self.init(value, at: "")
    guard try text(DocumentFormat.key) == format else {
      throw DocumentFault(.unknownFormat, at: DocumentFormat.key)
    }
  }

  /// A whole document of at most so many bytes.
  init(_ bytes: [UInt8], as format: String, upTo bound: Int) throws(DocumentFault) {
    guard bytes.count <= bound else { throw DocumentFault(.tooLarge, at: "") }
    try self.init(try CBORValue(document: bytes), as: format)
  }

  /// Refuses what was not taken.
  func finish() throws(DocumentFault) {
    guard left.isEmpty else { throw DocumentFault(.unknownKey, at: place) }
  }

  func at(_ key: String) -> String { place.isEmpty ? key : "\(place).\(key)" }

  func has(_ key: String) -> Bool { left.contains { $0.key == key } }

  mutating func optional(_ key: String) -> CBORValue? {
    guard let place = left.firstIndex(where: { $0.key == key }) else { return nil }
    return left.remove(at: place).value
  }

  mutating func value(_ key: String) throws(DocumentFault) -> CBORValue {
    guard let value = optional(key) else { throw DocumentFault(.missingKey, at: at(key)) }
    return value
  }

  mutating func map(_ key: String) throws(DocumentFault) -> DocumentMap {
    try DocumentMap(try value(key), at: at(key))
  }

  mutating func text(_ key: String) throws(DocumentFault) -> String {
    try DocumentLeaf(try value(key), at(key)).text()
  }

  mutating func name(_ key: String) throws(DocumentFault) -> String {
    try DocumentLeaf(try value(key), at(key)).name()
  }

  mutating func optionalName(_ key: String) throws(DocumentFault) -> String? {
    guard let value = optional(key) else { return nil }
    return try DocumentLeaf(value, at(key)).name()
  }

  mutating func optionalText(_ key: String) throws(DocumentFault) -> String? {
    guard let value = optional(key) else { return nil }
    return try DocumentLeaf(value, at(key)).text()
  }

  mutating func word<Word: RawRepresentable>(
    _ key: String, _ type: Word.Type = Word.self
  ) throws(DocumentFault) -> Word where Word.RawValue == String {
    guard let word = Word(rawValue: try text(key)) else {
      throw DocumentFault(.unknownWord, at: at(key))
    }
    return word
  }

  mutating func number(
    _ key: String, upTo bound: Int64
  ) throws(DocumentFault) -> Int64 {
    try DocumentLeaf(try value(key), at(key)).number(upTo: bound)
  }

  mutating func flag(_ key: String) throws(DocumentFault) -> Bool {
    guard case .boolean(let flag) = try value(key) else {
      throw DocumentFault(.wrongType, at: at(key))
    }
    return flag
  }

  /// A flag that stands only where it is true: absent is its one other form.
  mutating func flagIfPresent(_ key: String) throws(DocumentFault) -> Bool {
    guard has(key) else { return false }
    guard try flag(key) else { throw DocumentFault(.notCanonical, at: at(key)) }
    return true
  }

  mutating func curveKey(_ key: String) throws(DocumentFault) -> CurveKey {
    try DocumentLeaf(try value(key), at(key)).curveKey()
  }

  mutating func optionalKey(_ key: String) throws(DocumentFault) -> VerificationKey? {
    guard let value = optional(key) else { return nil }
    return try DocumentLeaf(value, at(key)).verificationKey()
  }

  mutating func label(_ key: String) throws(DocumentFault) -> Label {
    let value = try value(key)
    do {
      return try Label(encoded: try value.encoded())
    } catch {
      throw DocumentFault(.malformedLabel, at: at(key))
    }
  }

  mutating func clearance(_ key: String) throws(DocumentFault) -> Clearance {
    let value = try value(key)
    do {
      return try Clearance(encoded: try value.encoded())
    } catch {
      throw DocumentFault(.malformedLabel, at: at(key))
    }
  }

  /// The entries of an optional list, none where it is absent; a list of none has no other form.
  mutating func listIfPresent<Entry>(
    _ key: String, upTo bound: Int,
    _ read: (CBORValue, String) throws(DocumentFault) -> Entry
  ) throws(DocumentFault) -> [Entry] {
    guard has(key) else { return [] }
    let entries = try list(key, upTo: bound, read)
    guard !entries.isEmpty else { throw DocumentFault(.notCanonical, at: at(key)) }
    return entries
  }

  /// The entries of a list, each read by `read`, which is told the place as within the entry: the
  /// way to it is put before that of a fault, and else never written.
  mutating func list<Entry>(
    _ key: String, upTo bound: Int,
    _ read: (CBORValue, String) throws(DocumentFault) -> Entry
  ) throws(DocumentFault) -> [Entry] {
    guard case .array(let items) = try value(key) else {
      throw DocumentFault(.wrongType, at: at(key))
    }
    guard items.count <= bound else { throw DocumentFault(.tooMany, at: at(key)) }
    var entries: [Entry] = []
    entries.reserveCapacity(items.count)
    for (index, item) in items.enumerated() {
      do throws(DocumentFault) {
        entries.append(try read(item, ""))
      } catch {
        throw error.within("\(at(key))[\(index)]")
      }
    }
    return entries
  }
}

extension DocumentFault {
  /// The same fault, seen from what the entry at `place` stands in.
  fileprivate func within(_ place: String) -> DocumentFault {
    DocumentFault(code, at: self.place.isEmpty ? place : "\(place).\(self.place)")
  }
}

/// A value of a document without parts.
struct DocumentLeaf {
  let value: CBORValue
  let place: String

  init(_ value: CBORValue, _ place: String) {
    self.value = value
    self.place = place
  }

  func text() throws(DocumentFault) -> String {
    guard case .text(let text) = value else { throw DocumentFault(.wrongType, at: place) }
    return text
  }

  func name() throws(DocumentFault) -> String {
    let text = try text()
    guard Name.isValid(text) else { throw DocumentFault(.malformedName, at: place) }
    return text
  }

  func number(upTo bound: Int64) throws(DocumentFault) -> Int64 {
    guard case .unsigned(let number) = value else { throw DocumentFault(.wrongType, at: place) }
    guard number <= UInt64(bound) else { throw DocumentFault(.outOfRange, at: place) }
    return Int64(number)
  }

  func bytes() throws(DocumentFault) -> [UInt8] {
    guard case .byteString(let bytes) = value else { throw DocumentFault(.wrongType, at: place) }
    return bytes
  }

  func curveKey() throws(DocumentFault) -> CurveKey {
    guard let key = CurveKey(try bytes()) else { throw DocumentFault(.malformedKey, at: place) }
    return key
  }

  func digest() throws(DocumentFault) -> Digest {
    guard let digest = Digest(try bytes()) else { throw DocumentFault(.outOfRange, at: place) }
    return digest
  }

  func keyID() throws(DocumentFault) -> KeyID {
    guard let key = KeyID(try bytes()) else { throw DocumentFault(.malformedKey, at: place) }
    return key
  }

  func verificationKey() throws(DocumentFault) -> VerificationKey {
    let spki = try bytes()
    do {
      return try VerificationKey(spki: spki)
    } catch {
      throw DocumentFault(.malformedKey, at: place)
    }
  }
}

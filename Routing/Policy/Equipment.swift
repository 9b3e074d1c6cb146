package import Cryptography

/// The equipment that a principal stands for, as whoever signed its entry vouches.
///
/// Texts are printable ASCII of at most 64 bytes, in the maker's own spelling: they are compared as
/// they are.
package struct Equipment: Hashable, Sendable {
  package var maker: String
  package var model: String
  /// SHA-256 of the firmware's image.
  package var firmware: Digest?
  /// Where it was made: ISO 3166-1 alpha-2, upper case.
  package var country: String?
  /// Its entry in a public register, as a UDI-DI of EUDAMED or GUDID.
  package var registration: String?

  package init(maker: String, model: String) {
    self.maker = maker
    self.model = model
  }
}

/// Which equipment is meant. All that stands here must hold; what does not is any.
package struct EquipmentRequirement: Hashable, Sendable {
  package var maker: String?
  package var model: String?
  /// One of these; empty for any, and for none known.
  package var firmware: [Digest] = []
  /// One of these; empty for any, and for none known.
  package var countries: [String] = []
  /// Whether it must have an entry in a public register.
  package var isRegistered = false

  package init() {}

  /// Whether nothing stands here: it would mean all equipment.
  var isEmpty: Bool {
    maker == nil && model == nil && firmware.isEmpty && countries.isEmpty && !isRegistered
  }

  /// Whether this is such equipment. What is not known of it does not hold.
  package func isMet(by equipment: Equipment?) -> Bool {
    guard let equipment else { return false }
    if let maker, maker != equipment.maker { return false }
    if let model, model != equipment.model { return false }
    if !firmware.isEmpty {
      guard let known = equipment.firmware, firmware.contains(known) else { return false }
    }
    if !countries.isEmpty {
      guard let known = equipment.country, countries.contains(known) else { return false }
    }
    return !isRegistered || equipment.registration != nil
  }
}

extension [EquipmentRequirement] {
  /// Whether one of them is met; none asks for nothing.
  package func admits(_ equipment: Equipment?) -> Bool {
    isEmpty || contains { $0.isMet(by: equipment) }
  }
}

/// The grammar of what is said of equipment.
enum EquipmentText {
  static func isValid(_ text: String) -> Bool {
    let bytes = text.utf8
    guard (1...PolicyLimit.equipmentBytesMax).contains(bytes.count) else { return false }
    return bytes.allSatisfy { (0x20...0x7e).contains($0) } && bytes.first != 0x20
      && bytes.last != 0x20
  }

  static func isCountry(_ text: String) -> Bool {
    text.utf8.count == 2
      && text.utf8.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
  }
}

extension Equipment {
  func check(_ place: String) throws(DocumentFault) {
    for (key, text) in [("maker", maker), ("model", model), ("register", registration)] {
      guard text.map(EquipmentText.isValid) ?? true else {
        throw DocumentFault(.malformedText, at: "\(place).\(key)")
      }
    }
    guard country.map(EquipmentText.isCountry) ?? true else {
      throw DocumentFault(.malformedText, at: "\(place).country")
    }
  }
}

extension EquipmentRequirement {
  func check(_ place: String) throws(DocumentFault) {
    guard !isEmpty else { throw DocumentFault(.missingKey, at: place) }
    for (key, text) in [("maker", maker), ("model", model)] {
      guard text.map(EquipmentText.isValid) ?? true else {
        throw DocumentFault(.malformedText, at: "\(place).\(key)")
      }
    }
    let bound = PolicyLimit.equipmentValuesMax
    guard firmware.count <= bound, Set(firmware).count == firmware.count else {
      throw DocumentFault(firmware.count > bound ? .tooMany : .duplicate, at: "\(place).firmware")
    }
    guard countries.count <= bound, Set(countries).count == countries.count else {
      throw DocumentFault(countries.count > bound ? .tooMany : .duplicate, at: "\(place).countries")
    }
    guard countries.allSatisfy(EquipmentText.isCountry) else {
      throw DocumentFault(.malformedText, at: "\(place).countries")
    }
  }
}

extension [EquipmentRequirement] {
  func check(_ place: String) throws(DocumentFault) {
    guard count <= PolicyLimit.equipmentRequirementsMax else {
      throw DocumentFault(.tooMany, at: place)
    }
    for (index, requirement) in enumerated() { try requirement.check("\(place)[\(index)]") }
  }
}

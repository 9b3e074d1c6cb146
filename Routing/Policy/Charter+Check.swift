import Cryptography
import Labels

extension Charter {
  /// Refuses a charter that breaks a rule of its own, apart from signatures and succession.
  package func check() throws(DocumentFault) {
    guard Name.isValid(site) else { throw DocumentFault(.malformedName, at: "site") }
    try edition.check()
    try roots.check("roots")
    try checkCompartments()
    try adapterRelease?.check("adapter-release")
    try checkPartners()
    try checkKeysServeOnce()
  }

  private func checkCompartments() throws(DocumentFault) {
    guard compartments.count <= PolicyLimit.compartmentsMax else {
      throw DocumentFault(.tooMany, at: "compartments")
    }
    var names: Set<String> = []
    var curveKeys: Set<CurveKey> = []
    for (index, compartment) in compartments.enumerated() {
      let place = "compartments[\(index)]"
      try compartment.check(place)
      guard names.insert(compartment.name).inserted else {
        throw DocumentFault(.duplicate, at: "\(place).name")
      }
      guard curveKeys.insert(compartment.curveKey).inserted else {
        throw DocumentFault(.duplicate, at: "\(place).curve-key")
      }
      let category = Category(LabelScheme.compartmentTagSet, compartment.name)
      guard scheme.handle(category) != nil else {
        throw DocumentFault(.unknownReference, at: "\(place).name")
      }
    }
  }

  private func checkPartners() throws(DocumentFault) {
    guard partners.count <= PolicyLimit.partnersMax else {
      throw DocumentFault(.tooMany, at: "partners")
    }
    var sites: Set<String> = [site]
    for (index, partner) in partners.enumerated() {
      let place = "partners[\(index)]"
      guard Name.isValid(partner.site) else {
        throw DocumentFault(.malformedName, at: "\(place).site")
      }
      guard sites.insert(partner.site).inserted else {
        throw DocumentFault(.duplicate, at: "\(place).site")
      }
      try partner.roots.check("\(place).roots")
      guard scheme.refusal(of: partner.clearance) == nil else {
        throw DocumentFault(.invalidClearance, at: "\(place).clearance")
      }
    }
  }

  /// One key, one use: no key stands in two quorums of the site, or signs a ledger besides.
  private func checkKeysServeOnce() throws(DocumentFault) {
    var seen: Set<KeyID> = Set(roots.keys.map(\.keyID))
    for key in adapterRelease?.keys ?? [] where !seen.insert(key.keyID).inserted {
      throw DocumentFault(.duplicate, at: "adapter-release")
    }
    for (index, compartment) in compartments.enumerated() {
      for key in compartment.authority.keys where !seen.insert(key.keyID).inserted {
        throw DocumentFault(.duplicate, at: "compartments[\(index)].authority")
      }
    }
    seen.formUnion(partners.flatMap(\.roots.keys).map(\.keyID))
    for (index, compartment) in compartments.enumerated() {
      if let key = compartment.ledgerKey, !seen.insert(key.keyID).inserted {
        throw DocumentFault(.duplicate, at: "compartments[\(index)].ledger-key")
      }
    }
  }
}

extension CharteredCompartment {
  fileprivate func check(_ place: String) throws(DocumentFault) {
    guard Name.isValid(name) else { throw DocumentFault(.malformedName, at: "\(place).name") }
    try authority.check("\(place).authority")
    guard Endpoint.isValid(endpoint) else {
      throw DocumentFault(.malformedText, at: "\(place).endpoint")
    }
    guard (1...PolicyLimit.versionMax).contains(minimumVersion) else {
      throw DocumentFault(.outOfRange, at: "\(place).minimum-version")
    }
  }
}

extension Edition {
  func check() throws(DocumentFault) {
    guard (1...PolicyLimit.versionMax).contains(version) else {
      throw DocumentFault(.outOfRange, at: "version")
    }
    guard (version == 1) == (previous == nil) else {
      throw DocumentFault(.outOfRange, at: "previous")
    }
    guard (0...PolicyLimit.timeMax).contains(issued) else {
      throw DocumentFault(.outOfRange, at: "issued")
    }
    guard issued < expires, expires <= PolicyLimit.timeMax else {
      throw DocumentFault(.outOfRange, at: "expires")
    }
    guard (0...PolicyLimit.durationMax).contains(grace) else {
      throw DocumentFault(.outOfRange, at: "grace")
    }
  }
}

extension KeyQuorum {
  func check(_ place: String) throws(DocumentFault) {
    guard keys.count <= PolicyLimit.quorumKeysMax else {
      throw DocumentFault(.tooMany, at: "\(place).keys")
    }
    guard Set(keys.map(\.spki)).count == keys.count else {
      throw DocumentFault(.duplicate, at: "\(place).keys")
    }
    guard threshold >= 1, threshold <= keys.count else {
      throw DocumentFault(.outOfRange, at: "\(place).threshold")
    }
  }
}

/// The grammar of endpoints: `tcp://HOST:PORT`, the host a name, an IPv4 address or an IPv6 address
/// in brackets.
enum Endpoint {
  static func isValid(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    let scheme = Array("tcp://".utf8)
    guard bytes.count <= PolicyLimit.endpointBytesMax, bytes.starts(with: scheme),
      let colon = bytes.lastIndex(of: UInt8(ascii: ":")), colon > scheme.count
    else { return false }
    let port = String(decoding: bytes[(colon + 1)...], as: UTF8.self)
    guard let number = UInt16(port), number > 0, String(number) == port else { return false }
    return isHost(bytes[scheme.count..<colon])
  }

  private static func isHost(_ host: ArraySlice<UInt8>) -> Bool {
    guard host.first == UInt8(ascii: "[") else { return host.allSatisfy(isHostByte) }
    guard host.count > 2, host.last == UInt8(ascii: "]") else { return false }
    return host.dropFirst().dropLast().allSatisfy { isHostByte($0) || $0 == UInt8(ascii: ":") }
  }

  private static func isHostByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}

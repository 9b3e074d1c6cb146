import CBOR
import Cryptography
import Labels
import Policy
import PolicyTesting
import Testing

@Suite struct DocumentCodecTests {
  /// Every optional key present, every list filled.
  private func fullCharter() throws -> Charter {
    var charter = try Ward().charter
    charter.edition.version = 2
    charter.edition.previous = SHA256.hash([1])
    charter.adapterRelease = KeyQuorum(keys: [try Keys.signing(50)], threshold: 1)
    charter.partners = [
      Partner(
        site: "south", roots: KeyQuorum(keys: [try Keys.signing(51)], threshold: 1),
        clearance: try charter.scheme.clearance("U,L"))
    ]
    charter.revocations = Revocations(
      signingKeys: [try Keys.signing(52).keyID, try Keys.signing(53).keyID],
      curveKeys: [Keys.curve(3), Keys.curve(4)])
    charter.suites = ["es256", "es256-mldsa65"]
    return charter
  }

  private func fullPolicy() throws -> CompartmentPolicy {
    var policy = try Ward().icu
    var link = try Ward().cardiology.principals[0]
    link.curveKey = Keys.curve(31)
    policy.principals.append(link)
    policy.principals[1].purposes = ["treatment", "research"]
    policy.exports[0].link = "link-icu"
    policy.imports = [
      Import(
        from: "lab", flow: "results", link: "link-icu",
        ceiling: try Ward.scheme().label("N//compartment=lab"), retention: 60)
    ]
    policy.principals[1].subscribe.append(Grant(FlowID("lab", "results"), subject: "bed-1"))
    policy.denies = [
      Deny(
        principal: PrincipalID("cardiology", "link-icu"), flow: FlowID("icu", "vitals"),
        action: .export, reason: "fin de contrat à l'étage"), Deny(reason: "closed for all"),
    ]
    policy.denies[1].equipment = Ward.requirement()
    policy.principals[0].equipment = Ward.pump()
    policy.flows[0].equipment = [Ward.requirement()]
    policy.issuers = [try Ward.issuer()]
    policy.issuers[0].issuedFrom = Ward.time
    return policy
  }

  @Test func `a charter has one encoding, which decodes to it`() throws {
    let charter = try fullCharter()
    #expect(try Charter(encoded: charter.encoded()) == charter)
    #expect(try CBORValue(decoding: charter.encoded()).encoded() == charter.encoded())
  }

  @Test func `a policy has one encoding, which decodes to it`() throws {
    let policy = try fullPolicy()
    #expect(try CompartmentPolicy(encoded: policy.encoded()) == policy)
  }

  @Test func `optional keys may be absent`() throws {
    let ward = try Ward()
    #expect(try Charter(encoded: ward.charter.encoded()) == ward.charter)
    #expect(try CompartmentPolicy(encoded: ward.icu.encoded()) == ward.icu)
  }

  @Test func `every key that is added anywhere is refused`() throws {
    for value in [try fullCharter().value, try fullPolicy().value] {
      let grown = value.mutations { $0 + [.init(.text("zz-new"), .boolean(true))] }
      #expect(grown.count > 20)
      for document in grown { try expectRefused(document, like: value) }
    }
  }

  @Test func `every key that is taken away anywhere is refused, unless it is optional`() throws {
    let optional: Set<String> = [
      "previous", "adapter-release", "link", "retention", "principal", "flow", "action",
      "suites", "issuers", "issued-from", "equipment", "maker", "model", "firmware", "country",
      "countries", "register", "registered",
    ]
    for value in [try fullCharter().value, try fullPolicy().value] {
      let shrunk = value.removals(keeping: optional)
      #expect(shrunk.count > 60)
      for document in shrunk { try expectRefused(document, like: value) }
    }
  }

  @Test func `every value replaced by null is refused`() throws {
    for value in [try fullCharter().value, try fullPolicy().value] {
      for document in value.replacements(with: .null) { try expectRefused(document, like: value) }
    }
  }

  @Test func `case 44: a number that is none, or no whole one, is refused everywhere`() throws {
    for value in [try fullCharter().value, try fullPolicy().value] {
      for number in [Double.nan, .infinity, 0.5, 1] {
        for document in value.replacements(with: .double(number)) {
          try expectRefused(document, like: value)
        }
      }
    }
  }

  private func expectRefused(_ document: CBORValue, like value: CBORValue) throws {
    #expect(throws: DocumentFault.self) {
      if value["format"] == .text("vaguemestre-charter-1") {
        _ = try Charter(document)
      } else {
        _ = try CompartmentPolicy(document)
      }
    }
  }

  @Test func `a charter is no policy, nor a policy a charter`() throws {
    let ward = try Ward()
    #expect(throws: DocumentFault(.unknownFormat, at: "format")) {
      try CompartmentPolicy(encoded: ward.charter.encoded())
    }
    #expect(throws: DocumentFault(.unknownFormat, at: "format")) {
      try Charter(encoded: ward.icu.encoded())
    }
  }

  @Test func `bytes after a document are refused`() throws {
    let bytes = try Ward().icu.encoded()
    #expect(throws: DocumentFault(.malformedEncoding, at: "byte \(bytes.count)")) {
      try CompartmentPolicy(encoded: bytes + [0])
    }
  }

  @Test func `case 43: more bytes than a document may have are refused unread`() {
    let bytes = [UInt8](repeating: 0, count: PolicyLimit.documentBytesMax + 1)
    #expect(throws: DocumentFault(.tooLarge, at: "")) { try Charter(encoded: bytes) }
  }

  @Test func `the long name of an own flow is a second spelling`() throws {
    let policy = try Ward().icu
    let value = policy.value.replacing(.text("vitals"), under: "flow", with: .text("icu/vitals"))
    #expect(throws: DocumentFault(.notCanonical, at: "principals[0].publish[0].flow")) {
      try CompartmentPolicy(value)
    }
  }

  @Test func `revocations out of order are a second spelling`() throws {
    let value = try fullCharter().value
    let keys = value["revocations"]?["curve-keys"]
    guard case .array(let list) = keys else {
      Issue.record("no list")
      return
    }
    let reversed = value.replacing(.array(list), under: "curve-keys", with: .array(list.reversed()))
    #expect(throws: DocumentFault(.notCanonical, at: "revocations")) { try Charter(reversed) }
  }

  @Test func `an encoder refuses what no decoder would take`() throws {
    var policy = try Ward().icu
    policy.principals[0].name = "Monitor"
    #expect(throws: DocumentFault(.malformedName, at: "principals[0].name")) {
      try policy.encoded()
    }
  }
}

// MARK: changing trees

extension CBORValue {
  /// The tree once for every map in it, with that map's pairs changed.
  func mutations(_ change: ([Pair]) -> [Pair]) -> [CBORValue] {
    inside { $0.mutations(change) }
      + { if case .map(let pairs) = self { [.map(change(pairs))] } else { [] } }()
  }

  /// The tree once for every text key in it that is taken away.
  func removals(keeping optional: Set<String>) -> [CBORValue] {
    guard !isLabel else { return [] }
    var result = inside { $0.removals(keeping: optional) }
    guard case .map(let pairs) = self else { return result }
    for (index, pair) in pairs.enumerated() {
      guard case .text(let key) = pair.key, !optional.contains(key) else { continue }
      var left = pairs
      left.remove(at: index)
      result.append(.map(left))
    }
    return result
  }

  /// The tree once for every value below it that is replaced.
  func replacements(with value: CBORValue) -> [CBORValue] {
    inside { $0 == value ? [] : [value] + $0.replacements(with: value) }
  }

  /// The tree with one value under a key replaced wherever it stands.
  func replacing(_ old: CBORValue, under key: String, with new: CBORValue) -> CBORValue {
    switch self {
    case .map(let pairs):
      .map(
        pairs.map {
          let isHit = $0.key == .text(key) && $0.value == old
          return Pair($0.key, isHit ? new : $0.value.replacing(old, under: key, with: new))
        })
    case .array(let items): .array(items.map { $0.replacing(old, under: key, with: new) })
    default: self
    }
  }

  /// Labels and clearances are arrays that begin with a name; their maps have no fixed keys.
  private var isLabel: Bool {
    guard case .array(let items) = self, case .text = items.first, case .map = items.last else {
      return false
    }
    return true
  }

  private func inside(_ change: (CBORValue) -> [CBORValue]) -> [CBORValue] {
    switch self {
    case .map(let pairs):
      pairs.indices.flatMap { index in
        change(pairs[index].value).map { value in
          var changed = pairs
          changed[index] = Pair(pairs[index].key, value)
          return .map(changed)
        }
      }
    case .array(let items):
      items.indices.flatMap { index in
        change(items[index]).map { value in
          var changed = items
          changed[index] = value
          return .array(changed)
        }
      }
    default: []
    }
  }
}

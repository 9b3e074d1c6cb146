import ArgumentParser
import CBOR
import Cryptography
import Foundation
import Labels
import Policy
import SignedPolicy
import Site
import Testing

@testable import vaguemestre

@Suite struct PolicyChangesTests {
  /// A policy that says all that one can say.
  static func fullPolicy() throws -> CompartmentPolicy {
    var policy = try Template.policy()
    policy.edition.version = 2
    policy.edition.previous = SHA256.hash([1])
    policy.principals[0].purposes = ["treatment"]
    policy.principals[0].publish[0].subject = "icu/bed-1"
    policy.principals[1].subscribe[0].subject = "icu/bed-1"
    policy.exports[0].subject = "icu/bed-1"
    policy.imports[0].retention = 60
    policy.denies = [
      Deny(
        principal: PrincipalID("icu", "dashboard"), flow: FlowID("icu", "vitals"),
        action: .deliver, reason: "recall")
    ]
    var pump = Equipment(maker: "Fresenius Kabi", model: "Agilia")
    pump.firmware = SHA256.hash([1])
    pump.country = "FR"
    pump.registration = "04086000300786"
    policy.principals[0].equipment = pump
    var requirement = EquipmentRequirement()
    requirement.maker = "Fresenius Kabi"
    requirement.model = "Agilia"
    requirement.firmware = [SHA256.hash([1])]
    requirement.countries = ["FR", "DE"]
    requirement.isRegistered = true
    policy.denies[0].equipment = requirement
    policy.flows[0].equipment = [requirement]
    var template = CredentialTemplate(
      roles: [.device, .subscriber], clearance: policy.principals[1].clearance, lifetime: 3600)
    template.publish = [Grant(FlowID("icu", "vitals"), subject: "icu/bed-1")]
    template.subscribe = [Grant(FlowID("icu", "vitals"), subject: "icu/bed-1")]
    template.purposes = ["treatment"]
    template.equipment = [requirement]
    var issuer = Issuer(
      name: "bedside", keys: [try SigningKey.generate().publicKey],
      expires: policy.edition.expires, template: template)
    issuer.issuedFrom = policy.edition.issued
    policy.issuers = [issuer]
    policy.breakGlass = [try PolicyRoundTripTests.breakGlass(policy)]
    return policy
  }

  /// A charter that says all that one can say.
  static func fullCharter() throws -> Charter {
    var charter = try Template.charter()
    charter.edition.version = 2
    charter.edition.previous = SHA256.hash([1])
    charter.adapterRelease = KeyQuorum(
      keys: [try SigningKey.generate().publicKey, try SigningKey.generate().publicKey],
      threshold: 1)
    charter.partners = [
      Partner(
        site: "other",
        roots: KeyQuorum(
          keys: [try SigningKey.generate().publicKey, try SigningKey.generate().publicKey],
          threshold: 1),
        clearance: try charter.scheme.clearance("U,N//compartment=icu"))
    ]
    charter.revocations = Revocations(
      signingKeys: [try SigningKey.generate().publicKey.keyID],
      curveKeys: [try #require(CurveKey([UInt8](repeating: 7, count: 32)))])
    charter.suites = ["es256", "es256-mldsa65"]
    var tagSets = charter.scheme.tagSets
    tagSets[1].isSingleSelection = true
    tagSets[1].values[0].isObsolete = true
    tagSets[1].values[2].isNeverOpened = true
    tagSets[1].values[1].excluded = ClassificationSet([.unrestricted])
    charter.scheme = try LabelScheme(
      policy: "hospital", classifications: .all, tagSets: tagSets,
      requirements: [
        Requirement(
          when: ClassificationSet([.veryRestricted]), .oneOrMore,
          of: [Category("sensitivity", "psy")])
      ])
    return charter
  }

  /// What a change of every leaf shows, for those changes that leave a document one.
  private func expectEveryLeafSeen(
    _ value: CBORValue, atLeast count: Int,
    _ decode: (CBORValue) -> (PolicyDocument, [String])?
  ) throws {
    let key = CBORValue.byteString(try SigningKey.generate().publicKey.spki)
    var seen = 0
    for changed in value.withEachLeafChanged(key) {
      guard let (document, lines) = decode(changed.value) else { continue }
      seen += 1
      #expect(!lines.isEmpty, "\(changed.place) of the \(document.title)")
      // The text of a label leaves out the name of its scheme, which the charter holds to one.
      if !changed.place.hasSuffix(Self.schemeName) {
        #expect(lines != ["+ " + PolicyChanges.unseen], "\(changed.place)")
      }
    }
    #expect(seen >= count)
  }

  /// The place of the scheme's name in a label or clearance.
  private static let schemeName = "[0]"

  @Test func `no leaf of a policy changes unseen`() throws {
    let policy = try Self.fullPolicy()
    try expectEveryLeafSeen(policy.value, atLeast: 100) { value in
      guard let changed = try? CompartmentPolicy(value), changed != policy else { return nil }
      let changes = PolicyChanges(from: .policy(policy), to: .policy(changed))
      return (.policy(changed), changes.lines)
    }
  }

  @Test func `no leaf of a charter changes unseen`() throws {
    let charter = try Self.fullCharter()
    try expectEveryLeafSeen(charter.value, atLeast: 60) { value in
      guard let changed = try? Charter(value), changed != charter else { return nil }
      let changes = PolicyChanges(from: .charter(charter), to: .charter(changed))
      return (.charter(changed), changes.lines)
    }
  }

  @Test func `another key of a dashboard is what changes`() throws {
    let old = try Template.policy()
    var new = old
    new.principals[1].curveKey = try #require(CurveKey([UInt8](repeating: 7, count: 32)))
    let changes = PolicyChanges(from: .policy(old), to: .policy(new))
    #expect(changes.gained.count == 1 && changes.lost.count == 1)
    #expect(changes.gained[0].hasPrefix("principals[dashboard].curve-key: "))
  }

  @Test func `a removed export and a new grant are what changes`() throws {
    let old = try Template.policy()
    var new = old
    new.exports = []
    new.principals[2].subscribe.append(Grant(FlowID("icu", "alerts")))
    let changes = PolicyChanges(from: .policy(old), to: .policy(new))
    #expect(changes.gained == ["principals[officer].subscribe: alerts"])
    #expect(changes.lost.count == 5)
    #expect(changes.lost.allSatisfy { $0.hasPrefix("exports[vitals cardiology].") })
  }

  @Test func `what two entries exchange is seen`() throws {
    var old = try Template.policy()
    old.flows[1].retention = 60
    var new = old
    (new.flows[0].retention, new.flows[1].retention) = (60, old.flows[0].retention)
    #expect(PolicyChanges(from: .policy(old), to: .policy(new)).lines.count == 4)
  }

  @Test func `another order is said to be one`() throws {
    let old = try Template.policy()
    var new = old
    new.principals.swapAt(0, 1)
    let changes = PolicyChanges(from: .policy(old), to: .policy(new))
    #expect(changes.lost.isEmpty && changes.gained == [PolicyChanges.unseen])
  }

  @Test func `the same document changes nothing`() throws {
    let policy = PolicyDocument.policy(try Template.policy())
    #expect(PolicyChanges(from: policy, to: policy).lines.isEmpty)
  }

  @Test func `a first version gives all that it says`() throws {
    let policy = try Template.policy()
    let changes = PolicyChanges(from: nil, to: .policy(policy))
    #expect(changes.lost.isEmpty)
    #expect(changes.gained.contains("principals[dashboard].subscribe: lab/results"))
  }

  @Test func `what a field loses stands before what it gains`() throws {
    let old = try Template.policy()
    var new = old
    new.flows[0].isCritical = false
    new.flows[0].retention = 60
    #expect(
      PolicyChanges(from: .policy(old), to: .policy(new)).lines == [
        "- flows[vitals].critical: true", "- flows[vitals].retention: 30d",
        "+ flows[vitals].retention: 1m",
      ])
  }
}

extension CBORValue {
  /// The tree once for each leaf and change of it, and where that leaf stands.
  func withEachLeafChanged(
    _ key: CBORValue, at place: String = ""
  ) -> [(place: String, value: CBORValue)] {
    switch self {
    case .map(let pairs):
      return pairs.indices.flatMap { index in
        let name = if case .text(let text) = pairs[index].key { text } else { "" }
        return pairs[index].value.withEachLeafChanged(key, at: "\(place).\(name)").map {
          var changed = pairs
          changed[index] = Pair(pairs[index].key, $0.value)
          return ($0.place, CBORValue.map(changed))
        }
      }
    case .array(let items):
      return items.indices.flatMap { index in
        items[index].withEachLeafChanged(key, at: "\(place)[\(index)]").map {
          var changed = items
          changed[index] = $0.value
          return ($0.place, CBORValue.array(changed))
        }
      }
    default: return otherLeaves(key).map { (place, $0) }
    }
  }

  private func otherLeaves(_ key: CBORValue) -> [CBORValue] {
    switch self {
    case .unsigned(let number): return [.unsigned(number + 1), .unsigned(number &- 1)]
    case .boolean(let flag): return [.boolean(!flag)]
    case .byteString(var bytes):
      guard bytes.count < 64 else { return [key] }
      bytes[bytes.count - 1] ^= 1
      return [.byteString(bytes)]
    case .text(let text):
      let words = [
        "x", "icu", "lab", "dashboard", "event", "alert", "officer", "subscriber", "publish",
        "informative", "U", "R", "all",
      ]
      return (words + [text + "x"]).filter { $0 != text }.map { .text($0) }
    default: return []
    }
  }
}

@Suite struct SigningViewTests {
  /// A site in a directory that goes with the value, and a new version of its ICU's policy.
  private final class Draft {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    let site: CreatedSite
    let path: String

    init(_ change: (inout CompartmentPolicy) throws -> Void = { _ in }) throws {
      let now = Int64(Date().timeIntervalSince1970)
      site = try Site.create(.hospital(time: now), at: folder.path)
      path = folder.appending(path: "next.cbor").path
      let file = try Data(contentsOf: URL(filePath: site.layout.policy("icu")))
      let former = try UnverifiedPolicy([UInt8](file))
      var next = try former.claim()
      next.edition.version = 2
      next.edition.previous = former.digest
      try change(&next)
      try Data(next.encoded()).write(to: URL(filePath: path))
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func view(_ path: String? = nil, site: String? = nil) throws -> SigningView {
      let file = try PolicyDocumentFile(path ?? self.path)
      return SigningView(
        file, try PolicyBasis(of: file, site: site ?? folder.path, against: nil))
    }

    func signed(by keys: [SigningKey]) throws -> String {
      let file = try PolicyDocumentFile(path)
      var signer = try file.document.signer()
      for key in keys { try signer.sign(with: key) }
      let signed = folder.appending(path: "next.cose").path
      try Data(signer.encoded).write(to: URL(filePath: signed))
      return signed
    }

    func key(_ number: Int) throws -> SigningKey {
      let path = "\(site.layout.authorityKeys("icu"))/authority-\(number).pem"
      return try SigningKey(pem: [UInt8](Data(contentsOf: URL(filePath: path))))
    }
  }

  @Test func `a signer sees what changes of the version in force, and that it was verified`() throws
  {
    let draft = try Draft { $0.principals[1].expires -= 1 }
    let lines = try draft.view().lines()
    #expect(lines.contains { $0.hasPrefix("+ principals[dashboard].expires: ") })
    #expect(lines.contains { $0.hasPrefix("compared with version 1 in ") })
    #expect(lines.contains { $0.hasPrefix("roots \(draft.site.pin)") })
    #expect(!lines.contains { $0.contains("WARNING") })
  }

  @Test func `a version in force that nobody signed is said not to be verified`() throws {
    let draft = try Draft()
    let forged = try UnverifiedPolicy(
      [UInt8](Data(contentsOf: URL(filePath: draft.site.layout.policy("icu"))))
    ).claim()
    var signer = try PolicySigner(forged)
    try signer.sign(with: SigningKey.generate())
    try Data(signer.encoded).write(to: URL(filePath: draft.site.layout.policy("icu")))
    let lines = try draft.view().lines()
    #expect(lines.contains { $0.contains("WARNING") && $0.contains("VGM-2334") })
  }

  @Test func `without a version in force everything is shown`() throws {
    let draft = try Draft()
    try FileManager.default.removeItem(atPath: draft.site.layout.policy("icu"))
    #expect(try draft.view().changes.gained.count > 50)
  }

  @Test func `every signature that is there is shown for what it is worth`() throws {
    let draft = try Draft()
    let stranger = try SigningKey.generate()
    let path = try draft.signed(by: [draft.key(1), stranger])
    let view = try draft.view(path)
    let states = Dictionary(uniqueKeysWithValues: view.present.map { ($0.key, $0.state) })
    #expect(
      states == [
        try draft.key(1).publicKey.keyID: .valid, stranger.publicKey.keyID: .stranger,
      ])
    #expect(view.closing == ["neutral: 2 of 3 keys needed, 1 signed"])
  }

  @Test func `a signer sees how many keys a version needs, and why`() throws {
    let cut = try Draft { $0.exports = [] }
    #expect(
      try cut.view(cut.signed(by: [cut.key(3)])).closing == [
        "narrowing: 1 of 3 keys needed, 1 signed"
      ])
    let wider = try Draft { $0.principals[1].expires += 1 }
    let lines = try wider.view().lines()
    #expect(lines.contains("widening: 2 of 3 keys needed, 0 signed"))
    #expect(lines.contains("widens at principals.dashboard"))
    let care = try Draft { $0.principals.remove(at: 1) }
    #expect(try care.view().lines().contains("narrowing: 2 of 3 keys needed, 0 signed"))
    #expect(
      try care.view().lines().contains(
        "takes away what the quorum alone may: principals.dashboard"))
  }

  @Test func `after a version by one key the next needs the threshold, and that is said`() throws {
    let cut = try Draft { $0.exports = [] }
    let signed = try UnverifiedPolicy(
      [UInt8](Data(contentsOf: URL(filePath: cut.signed(by: [cut.key(3)])))))
    let now = Int64(Date().timeIntervalSince1970)
    _ = try Site.publish(signed, in: cut.site.layout, at: now)
    var next = try signed.claim()
    next.edition.version = 3
    next.edition.previous = signed.digest
    next.denies = [Deny(action: .import, reason: "x")]
    try Data(next.encoded()).write(to: URL(filePath: cut.path))
    let lines = try cut.view().lines()
    #expect(!lines.contains { $0.contains("WARNING") })
    #expect(lines.contains("narrowing: 2 of 3 keys needed, 0 signed"))
    #expect(lines.contains { $0.hasSuffix("it is the quorum's turn") })
  }

  @Test func `a wrong signature is shown as wrong and not added to`() throws {
    let draft = try Draft()
    let path = try draft.signed(by: [draft.key(1)])
    var bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
    bytes[bytes.count - 1] ^= 1
    try Data(bytes).write(to: URL(filePath: path))
    #expect(try draft.view(path).present.map(\.state) == [.wrong])
    let sign = try PolicyCommand.Sign.parse([
      path, "--key", "\(draft.site.layout.authorityKeys("icu"))/authority-2.pem", "-o", path,
      "--site", draft.folder.path,
    ])
    #expect(throws: CommandFailure.self) { try sign.run() }
  }

  @Test func `what the charter does not admit is not signed`() throws {
    let draft = try Draft { $0.principals[0].clearance.policy = "south" }
    let file = try PolicyDocumentFile(draft.path)
    let basis = try PolicyBasis(of: file, site: draft.folder.path, against: nil)
    #expect(throws: CommandFailure.self) { try basis.check(file) }
  }
}

import Cryptography
import Foundation
import Policy
import SignedPolicy
import Site
import Testing

/// A process that was away while versions came and went.
@Suite struct CatchUpTests {
  @Test func `case 30: versions that were missed are caught up with, and the last one's deny acts`()
    throws
  {
    let site = try Fixture()
    _ = try site.load()
    try site.publish { $0.denies = [Deny(flow: FlowID("icu", "alerts"), reason: "two")] }
    try site.publish { $0.denies = [Deny(flow: FlowID("icu", "vitals"), reason: "three")] }
    let loaded = try site.load()
    #expect(loaded.refused.isEmpty && loaded.snapshot.edition.version == 3)
    #expect(loaded.delivery() == .deny(.denied))
    #expect(loaded.delivery(of: "icu/alerts").isPermit)
    #expect(try site.store().load()?.policies["icu"]?.newest.version == 3)
  }

  @Test func `without the history a missed version is not skipped`() throws {
    let site = try Fixture()
    _ = try site.load()
    try site.publish()
    try site.publish()
    try site.remove(site.layout.history)
    let loaded = try site.load()
    #expect(loaded.refused.map(\.code) == [2337] && loaded.snapshot.edition.version == 1)
  }

  @Test func `a peer's missed versions are caught up with, too`() throws {
    let site = try Fixture()
    _ = try site.load()
    try site.publish("lab")
    try site.publish("lab") { $0.exports = [] }
    let loaded = try site.load()
    #expect(loaded.refused.isEmpty)
    #expect(loaded.snapshot.links.map(\.source) == ["admissions"])
  }

  @Test func `an authority that was replaced meanwhile is followed by charter and policy`() throws {
    let site = try Fixture()
    _ = try site.load()
    try site.publish()
    let fresh = try (0..<3).map { _ in try SigningKey.generate() }
    try site.publishCharter { charter in
      for place in charter.compartments.indices where charter.compartments[place].name == "icu" {
        charter.compartments[place].authority = KeyQuorum(
          keys: fresh.map(\.publicKey), threshold: 2)
      }
    }
    try site.publish(by: [1, 2])
    var signer = try PolicySigner(site.policy())
    for key in fresh.prefix(2) { try signer.sign(with: key) }
    try site.write(signer.encoded, site.layout.policy("icu"))
    let loaded = try site.load()
    #expect(loaded.refused.isEmpty)
    #expect(loaded.snapshot.edition.version == 3 && loaded.snapshot.charterEdition.version == 2)
  }

  @Test func `roots that changed twice meanwhile are followed`() throws {
    let site = try Fixture()
    _ = try site.load()
    let first = try (0..<3).map { _ in try SigningKey.generate() }
    let second = try (0..<3).map { _ in try SigningKey.generate() }
    try site.publishCharter(alsoBy: Array(first.prefix(2))) { charter in
      charter.roots = KeyQuorum(keys: first.map(\.publicKey), threshold: 2)
    }
    try site.publishCharter(alsoBy: Array((first.prefix(2) + second.prefix(2)))) { charter in
      charter.roots = KeyQuorum(keys: second.map(\.publicKey), threshold: 2)
    }
    let loaded = try site.load()
    #expect(loaded.refused.isEmpty && loaded.snapshot.charterEdition.version == 3)
    #expect(try Site.load(at: site.directory, time: Fixture.time).charter.accepted.version == 3)
  }

  @Test func `what is published in its turn is found by who was away`() throws {
    let site = try Fixture()
    _ = try site.load()
    for number in UInt64(2)...4 {
      let policy = try site.next { $0.denies = [Deny(reason: "version \(number)")] }
      #expect(
        try Site.publish(policy, in: site.layout, at: Fixture.time).version == number)
    }
    #expect(try site.load().snapshot.edition.version == 4)
    #expect(try site.load().refused.isEmpty)
  }

  @Test func `what does not follow, or came expired, is not published`() throws {
    let site = try Fixture()
    let skipping = try site.next { $0.edition.version = 3 }
    let expired = try site.next { $0.edition.expires = Fixture.time + 1 }
    for (policy, code) in [(skipping, 2337), (expired, 2516)] {
      let error = #expect(throws: SiteError.self) {
        try Site.publish(policy, in: site.layout, at: Fixture.time + 1)
      }
      #expect(error?.code == code)
    }
    #expect(try site.policy().edition.version == 1)
  }

  @Test func `a charter is published in its turn, and a policy over a damaged one`() throws {
    let site = try Fixture()
    var charter = try site.charter()
    charter.edition.version = 2
    charter.edition.previous = try UnverifiedCharter(site.bytes(site.layout.charter)).digest
    var signer = try PolicySigner(charter)
    for number in 1...2 {
      try signer.sign(with: site.key("\(site.layout.rootKeys)/root-\(number).pem"))
    }
    let document = try UnverifiedCharter(signer.encoded)
    #expect(try Site.publish(document, in: site.layout, at: Fixture.time).version == 2)
    #expect(try site.bytes(site.layout.formerCharter(1)).isEmpty == false)
    let policy = try UnverifiedPolicy(site.bytes(site.layout.policy("icu")))
    try site.write([0], site.layout.policy("icu"))
    #expect(try Site.publish(policy, in: site.layout, at: Fixture.time).version == 1)
    #expect(try site.load().refused.isEmpty)
  }

  @Test func `rubbish in the history blocks nothing`() throws {
    let site = try Fixture()
    _ = try site.load()
    try site.publishCharter()
    try site.publish()
    try site.write([0xd8, 0x62, 0x80], site.layout.formerCharter(2))
    try site.write([0xd8, 0x62, 0x80], site.layout.formerPolicy("icu", 2))
    let loaded = try site.load()
    #expect(loaded.refused.isEmpty)
    #expect(loaded.snapshot.edition.version == 2 && loaded.snapshot.charterEdition.version == 2)
  }

  @Test func `a copy that was lost or damaged is written again`() throws {
    let site = try Fixture()
    _ = try site.load()
    let (policy, charter) = (site.store().policy("icu", 1), site.store().charter(1))
    try site.remove(policy)
    try site.write([0], charter)
    #expect(try site.load().refused.isEmpty)
    #expect(try site.bytes(policy) == site.bytes(site.layout.policy("icu")))
    #expect(try site.bytes(charter) == site.bytes(site.layout.charter))
  }

  @Test func `an accepted charter that is lost everywhere is damage and no first start`() throws {
    let site = try Fixture()
    _ = try site.load()
    try site.publishCharter()
    try site.remove(site.layout.history)
    try site.remove(site.store().charter(1))
    let error = #expect(throws: SiteError.self) { try site.load() }
    #expect(error?.code == 2508 && error?.path == site.store().charter(1))
  }

  @Test func `case 43: a policy that nobody signed is refused before it is decoded`() throws {
    let site = try Fixture()
    _ = try site.load()
    // Under the content type, bytes that are no document at all: only a decoder would notice.
    var signer = try PolicySigner(site.policy())
    try signer.sign(with: SigningKey.generate())
    var bytes = signer.encoded
    let place = try #require(bytes.firstRange(of: Array("vaguemestre-policy-1".utf8)))
    bytes[place.lowerBound] ^= 1
    try site.write(bytes, site.layout.policy("icu"))
    #expect(try site.load().refused.map(\.code) == [2334])
  }
}

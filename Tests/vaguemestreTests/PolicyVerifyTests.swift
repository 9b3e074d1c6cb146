import ArgumentParser
import Cryptography
import Foundation
import Labels
import Policy
import SignedPolicy
import Site
import Testing

@testable import vaguemestre

/// A document is verified when it is needed: when what is in force has expired, when the roots have
/// changed, and by nothing that came along with it.
@Suite struct PolicyVerifyTests {
  /// A site, and files beside it.
  private final class Place {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    let site: CreatedSite
    var layout: SiteLayout { site.layout }

    init(_ name: String = "hospital") throws {
      let plan = SitePlan.hospital(site: name, time: 1_800_000_000)
      site = try Site.create(plan, at: folder.appending(path: "site").path)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func bytes(_ path: String) throws -> [UInt8] {
      [UInt8](try Data(contentsOf: URL(filePath: path)))
    }

    func key(_ path: String) throws -> SigningKey { try SigningKey(pem: bytes(path)) }

    func write(_ bytes: [UInt8], _ name: String) throws -> String {
      let path = folder.appending(path: name).path
      try Data(bytes).write(to: URL(filePath: path))
      return path
    }

    /// The next version of a policy in a file.
    func next(_ change: (inout CompartmentPolicy) -> Void = { _ in }) throws -> String {
      let former = try UnverifiedPolicy(bytes(layout.policy("icu")))
      var next = try former.claim()
      next.edition.version += 1
      next.edition.previous = former.digest
      change(&next)
      var signer = try PolicySigner(next)
      for number in 1...2 {
        try signer.sign(with: key("\(layout.authorityKeys("icu"))/authority-\(number).pem"))
      }
      return try write(signer.encoded, "next.cose")
    }

    /// The next charter, signed by the roots and others.
    func charter(
      signedAlsoBy others: [SigningKey] = [], _ change: (inout Charter) throws -> Void
    ) throws -> UnverifiedCharter {
      let former = try UnverifiedCharter(bytes(layout.charter))
      var next = try former.claim()
      next.edition.version += 1
      next.edition.previous = former.digest
      try change(&next)
      var signer = try PolicySigner(next)
      for number in 1...2 {
        try signer.sign(with: key("\(layout.rootKeys)/root-\(number).pem"))
      }
      for key in others { try signer.sign(with: key) }
      return try UnverifiedCharter(signer.encoded)
    }

    /// The next charter, with other roots; signed by both.
    func rotated() throws -> UnverifiedCharter {
      let fresh = try (0..<3).map { _ in try SigningKey.generate() }
      return try charter(signedAlsoBy: Array(fresh.prefix(2))) {
        $0.roots = KeyQuorum(keys: fresh.map(\.publicKey), threshold: 2)
      }
    }

    func verify(_ words: [String], at time: Int64 = 1_800_000_000) throws -> [VerifiedDocument] {
      try PolicyCommand.Verify.parse(words + ["--site", layout.root]).verified(at: time)
    }
  }

  private let later: Int64 = 1_800_000_000 + 1200 * 86_400

  @Test func `a renewal is verified though charter and former version have expired`() throws {
    let place = try Place()
    let file = try place.next {
      $0.edition.issued = later - 1
      $0.edition.expires = later + 86_400
    }
    let verified = try place.verify([file, "--after", place.layout.policy("icu")], at: later)
    #expect(verified.map(\.standing.novelty) == [.next])
    #expect(verified[0].standing.mayGrant)
  }

  @Test func `a whole site of any age is verified, and its age said`() throws {
    let verified = try Place().verify([], at: later)
    #expect(verified.count == 6)
    #expect(verified.allSatisfy { $0.standing.freshness != .fresh })
    #expect(verified.allSatisfy { $0.text.contains("\($0.standing.freshness), ") })
  }

  @Test func `a policy is verified after the roots have changed`() throws {
    let place = try Place()
    _ = try Site.publish(place.rotated(), in: place.layout, at: 1_800_000_000)
    #expect(try place.verify([place.next()]).count == 1)
    #expect(try place.verify([place.layout.charter]).map(\.document.edition.version) == [2])
    #expect(try place.verify([]).count == 6)
  }

  @Test func `a charter with other roots is verified as the one after that in force`() throws {
    let place = try Place()
    let file = try place.write(place.rotated().encoded, "charter-2.cose")
    #expect(
      try place.verify([file, "--after", place.layout.charter]).map(\.standing.novelty) == [.next])
    #expect(throws: CommandFailure.self) { try place.verify([file]) }
  }

  @Test func `a version by one key is verified by the one before it, and that is said`() throws {
    let place = try Place()
    let whole = try UnverifiedPolicy(place.bytes(place.next { $0.exports = [] })).claim()
    var signer = try PolicySigner(whole)
    try signer.sign(with: place.key("\(place.layout.authorityKeys("icu"))/authority-3.pem"))
    let file = try place.write(signer.encoded, "one.cose")
    for words in [[file], [file, "--after", place.layout.policy("icu")]] {
      let text = try place.verify(words)[0].text
      #expect(text.contains(", narrows version 1 by fewer keys than the threshold, "))
    }
    try FileManager.default.removeItem(atPath: place.layout.policy("icu"))
    #expect(throws: CommandFailure.self) { try place.verify([file]) }
  }

  @Test func `nothing is trusted for lying beside the file`() throws {
    let (place, other) = (try Place(), try Place())
    #expect(throws: (any Error).self) {
      try PolicyCommand.Verify.parse([other.layout.policy("icu")])
    }
    #expect(throws: CommandFailure.self) { try place.verify([other.layout.policy("icu")]) }
    #expect(throws: CommandFailure.self) { try place.verify([other.layout.charter]) }
  }

  @Test func `case 25: a partner's charter is held to the roots that the own charter pins`() throws
  {
    let (place, south) = (try Place(), try Place("south"))
    let document = south.layout.charter
    #expect(throws: CommandFailure.self, "no partner yet") { try place.verify([document]) }
    let roots = try UnverifiedCharter(south.bytes(document)).claim().roots
    let charter = try place.charter {
      $0.partners = [
        Partner(site: "south", roots: roots, clearance: try $0.scheme.clearance("U,N"))
      ]
    }
    _ = try Site.publish(charter, in: place.layout, at: 1_800_000_000)
    let verified = try place.verify([document])
    #expect(verified[0].text.hasPrefix("charter of south, version 1: verified, fresh, "))
    let (next, rotated) = (try south.charter { _ in }, try south.rotated())
    let file = try place.write(next.encoded, "south-2.cose")
    #expect(
      try place.verify([file, "--after", document]).map(\.standing.novelty) == [.next])
    let other = try place.write(rotated.encoded, "south-other.cose")
    #expect(throws: CommandFailure.self) { try place.verify([other]) }
    #expect(throws: CommandFailure.self) { try place.verify([other, "--after", document]) }
  }

  @Test func `a version that does not follow is refused`() throws {
    let place = try Place()
    let file = try place.next { $0.edition.version = 3 }
    #expect(throws: CommandFailure.self) {
      try place.verify([file, "--after", place.layout.policy("icu")])
    }
  }
}

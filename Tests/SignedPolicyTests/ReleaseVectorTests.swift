import Cryptography
import Foundation
import Policy
import Testing

@testable import SignedPolicy

/// `Vectors/releases.json`: signed documents and what becomes of them, for any implementation.
struct ReleaseVectors: Codable {
  struct Case: Codable {
    let name: String
    /// Seconds since the Unix epoch at which the release is asked for.
    let time: Int64
    /// Place in the charters.
    let charter: Int
    /// Signed documents, hexadecimal.
    let integrators: [String]
    let release: String
    let expect: ReleaseVerdict
  }

  /// The pin of every charter, and when charter and policy are verified.
  let pin: String
  let time: Int64
  /// Signed documents, hexadecimal; the policy is that of `icu`.
  let charters: [String]
  let policy: String
  let cases: [Case]

  static let path = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Vectors/releases.json")
}

@Suite struct ReleaseVectorTests {
  private func bytes(_ digits: String) throws -> [UInt8] {
    try #require(Hexadecimal.decode(digits))
  }

  @Test func `every vector of releases has the verdict that stands there`() throws {
    let vectors = try JSONDecoder().decode(
      ReleaseVectors.self, from: Data(contentsOf: ReleaseVectors.path))
    let pin = RootPin(try #require(Digest(try bytes(vectors.pin))))
    for each in vectors.cases {
      let document = try UnverifiedCharter(bytes(vectors.charters[each.charter]))
      let charter = try PolicyVerifier.verify(
        document, trusting: .pinned(pin, accepted: nil), at: vectors.time)
      let policy = try PolicyVerifier.verify(
        try UnverifiedPolicy(bytes(vectors.policy)), of: "icu",
        under: CharterSuccession(charter), accepted: nil, at: vectors.time)
      let basis = ReleaseBasis(try VerifiedSet(charter, own: policy), at: each.time)
      let verdict = ReleaseVerdict(
        basis, try each.integrators.map(bytes), try bytes(each.release))
      #expect(verdict == each.expect, "\(each.name)")
    }
    #expect(vectors.cases.map(\.name) == Self.cases.map(\.name))
  }

  /// All but the one that is too large to stand in a file that people read.
  private static var cases: [ReleaseCase] {
    ReleaseCase.all.filter { $0.expect.release != 2332 }
  }

  /// Run with `VAGUEMESTRE_WRITE_VECTORS=1` after a case was added.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["VAGUEMESTRE_WRITE_VECTORS"] == "1"))
  func `the vectors of releases are written anew`() throws {
    var charters: [(payload: [UInt8], signed: String)] = []
    let cases = try Self.cases.map { each in
      var scene = try ReleaseScene()
      try each.change(&scene)
      let payload = try scene.hospital.charter.encoded()
      if !charters.contains(where: { $0.payload == payload }) {
        charters.append((payload, Hexadecimal.encode(try scene.hospital.signed([0, 1]).encoded)))
      }
      return ReleaseVectors.Case(
        name: each.name, time: scene.time,
        charter: try #require(charters.firstIndex { $0.payload == payload }),
        integrators: try scene.signedIntegrators().map { Hexadecimal.encode($0) },
        release: Hexadecimal.encode(try scene.signedRelease()), expect: each.expect)
    }
    let hospital = try ReleaseScene().hospital
    let vectors = ReleaseVectors(
      pin: Hexadecimal.encode(hospital.pin.digest.bytes), time: Hospital.time,
      charters: charters.map(\.signed),
      policy: Hexadecimal.encode(try hospital.signed(hospital.policy(), [10, 11]).encoded),
      cases: cases)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    try encoder.encode(vectors).write(to: ReleaseVectors.path)
  }
}

import Cryptography
import Foundation
import Labels
import Policy
import PolicyTesting
import Testing

/// `Vectors/effects.json`: a policy, versions after it, and their effects, for any implementation.
struct EffectVectors: Codable {
  /// A version, its number left as it was, is the former one with the bytes between replaced: so
  /// many stay in front and behind.
  struct Version: Codable, CustomStringConvertible {
    let name: String
    let keep: [Int]
    let put: String
    let expect: String
    let reserved: Bool
    var description: String { name }
  }

  /// The charter whose scheme rules, and the policy; hexadecimal.
  let charter: String
  let policy: String
  let versions: [Version]

  static let path = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Vectors/effects.json")

  static func read() throws -> EffectVectors {
    try JSONDecoder().decode(EffectVectors.self, from: Data(contentsOf: path))
  }

  func bytes(of version: Version) throws -> [UInt8] {
    let old = try #require(Hexadecimal.decode(policy))
    let put = try #require(Hexadecimal.decode(version.put))
    return Array(old.prefix(version.keep[0])) + put + Array(old.suffix(version.keep[1]))
  }
}

@Suite struct EffectVectorTests {
  @Test func `every version of the vectors has the effect that stands there`() throws {
    let vectors = try EffectVectors.read()
    let charter = try Charter(encoded: try #require(Hexadecimal.decode(vectors.charter)))
    let old = try CompartmentPolicy(encoded: try #require(Hexadecimal.decode(vectors.policy)))
    for version in vectors.versions {
      let new = try CompartmentPolicy(encoded: try vectors.bytes(of: version))
      let effect = PolicyEffect(of: new, after: old, under: charter.scheme)
      #expect(effect.direction.rawValue == version.expect, "\(version)")
      #expect(effect.reserved.isEmpty != version.reserved, "\(version)")
    }
    for direction in PolicyEffect.Direction.allCases {
      #expect(vectors.versions.count { $0.expect == direction.rawValue } > 20, "\(direction)")
    }
    #expect(vectors.versions.count { $0.reserved && $0.expect == "narrowing" } > 20)
  }

  /// Run with `VAGUEMESTRE_WRITE_VECTORS=1` after a rule or an example was added.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["VAGUEMESTRE_WRITE_VECTORS"] == "1"))
  func `the vectors are written anew`() throws {
    let old = try EffectTests.policy()
    let bytes = try old.encoded()
    var versions: [EffectVectors.Version] = []
    let examples =
      EffectTests.narrowing + EffectTests.reserved + EffectTests.widening + EffectTests.neutral
    for example in examples {
      var new = old
      try example.edit(&new)
      versions += try version(example.name, new, old, bytes)
    }
    var random = Random(seed: 44)
    for number in 1...400 {
      var new = old
      for _ in 0...random.below(2) {
        try random.pick(PolicyEdit.allCases).apply(to: &new, &random)
      }
      // What differs in many places says no more, and is long.
      versions += try version("random \(number)", new, old, bytes).filter { $0.put.count <= 1200 }
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let vectors = EffectVectors(
      charter: Hexadecimal.encode(try Ward().charter.encoded()), policy: Hexadecimal.encode(bytes),
      versions: versions)
    try encoder.encode(vectors).write(to: EffectVectors.path)
  }

  /// None if it is no policy under the charter.
  private func version(
    _ name: String, _ new: CompartmentPolicy, _ old: CompartmentPolicy, _ before: [UInt8]
  ) throws -> [EffectVectors.Version] {
    guard let after = try? new.encoded() else { return [] }
    let front = zip(before, after).prefix { $0 == $1 }.count
    let rest = min(before.count, after.count) - front
    let back = zip(before.reversed(), after.reversed()).prefix { $0 == $1 }.count
    let behind = min(back, rest)
    let effect = PolicyEffect(of: new, after: old, under: try Ward.scheme())
    return [
      EffectVectors.Version(
        name: name, keep: [front, behind],
        put: Hexadecimal.encode(after[front..<(after.count - behind)]),
        expect: effect.direction.rawValue, reserved: !effect.reserved.isEmpty)
    ]
  }
}

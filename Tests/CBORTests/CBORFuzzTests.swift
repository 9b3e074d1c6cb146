import CBOR
import Testing

/// A seeded generator (SplitMix64), so that a failure can be run again.
struct Seeded: RandomNumberGenerator {
  private var state: UInt64
  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
    return mixed ^ mixed >> 31
  }
}

@Suite struct CBORFuzzTests {
  @Test func `of 100000 mutated inputs each is refused or comes out as it went in`() throws {
    var random = Seeded(8949)
    let seeds = Vector.all.map(\.bytes).filter { !$0.isEmpty }
    var accepted = 0
    for _ in 0..<100_000 {
      guard let seed = seeds.randomElement(using: &random) else { break }
      let input = mutate(seed, &random)
      guard let value = try? CBORValue(decoding: input, tags: true) else { continue }
      accepted += 1
      try #require(try value.encoded() == input, "\(input)")
    }
    #expect(accepted > 1_000, "a fuzz that never gets in tests nothing")
  }

  @Test func `of 20000 random inputs each is refused or comes out as it went in`() throws {
    var random = Seeded(7049)
    for _ in 0..<20_000 {
      let length = Int.random(in: 0...24, using: &random)
      let input = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
      guard let value = try? CBORValue(decoding: input, tags: true) else { continue }
      try #require(try value.encoded() == input, "\(input)")
    }
  }

  @Test func `every input of one and of two bytes is refused or comes out as it went in`() throws {
    for first in UInt8.min...UInt8.max {
      try check([first])
      for second in UInt8.min...UInt8.max { try check([first, second]) }
    }
  }

  @Test func `COSE of mutated inputs is refused or has its parts inside the input`() throws {
    var random = Seeded(9052)
    let part = COSESign.Signed(protected: COSEHeader.es256(keyID: [1, 2]), signature: [9, 9])
    let seeds = [
      COSESign1.encode(
        protected: COSEHeader.es256(), payload: [7], signature: [8], tagged: true),
      COSESign.encode(payload: [7], signatures: [part, part]),
    ]
    for _ in 0..<50_000 {
      guard let seed = seeds.randomElement(using: &random) else { break }
      let input = mutate(seed, &random)
      if let sign1 = try? COSESign1(decoding: input, tagging: .optional) {
        try #require(sign1.signature.upperBound == input.count)
      }
      if let sign = try? COSESign(decoding: input, tagging: .optional) {
        try #require(sign.signatures.last?.signature.upperBound == input.count)
      }
    }
  }

  private func check(_ input: [UInt8]) throws {
    guard let value = try? CBORValue(decoding: input, tags: true) else { return }
    try #require(try value.encoded() == input, "\(input)")
  }

  private func mutate(_ seed: [UInt8], _ random: inout Seeded) -> [UInt8] {
    var input = seed
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      let place = Int.random(in: 0...input.count, using: &random)
      switch Int.random(in: 0...4, using: &random) {
      case 0: input.insert(UInt8.random(in: 0...255, using: &random), at: place)
      case 1 where place < input.count: input.remove(at: place)
      case 2 where place < input.count: input[place] ^= 1 << UInt8.random(in: 0...7, using: &random)
      case 3: input.removeSubrange(place...)
      default: input.insert(contentsOf: input.prefix(place), at: place)
      }
    }
    return input
  }
}

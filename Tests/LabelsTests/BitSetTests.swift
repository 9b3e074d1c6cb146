import Testing

@testable import Labels

@Suite struct BitSetTests {
  @Test func `what a smaller set has no room for is not in it`() {
    var large = BitSet(capacity: 65)
    large.insert(64)
    #expect(large.contains(64) && !large.contains(63) && !large.isEmpty)
    for capacity in [0, 64] {
      let small = BitSet(capacity: capacity)
      #expect(!small.contains(64) && small.isEmpty)
      #expect(!large.isSubset(of: small) && small.isSubset(of: large))
      #expect(!large.intersects(small) && !small.intersects(large))
    }
  }
}

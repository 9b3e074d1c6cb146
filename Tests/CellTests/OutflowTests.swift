import CellProtocol
import Testing

@testable import Cell

/// The account of what a connection has read.
@Suite struct OutflowTests {
  private let outflow = Outflow(Peer(connection: 1, user: 1))

  private func token(_ number: Int) -> [UInt8] { [UInt8](repeating: UInt8(number), count: 8) }

  @Test func `a token that comes back shows that all before it was read`() {
    outflow.send(1_000)
    outflow.probe(token(1))
    outflow.send(500)
    #expect(outflow.unproven == 1_500)
    #expect(outflow.prove(token(1)))
    #expect(outflow.unproven == 500)
  }

  @Test func `the newest token stands for those before it, which prove nothing any more`() {
    for number in 1...3 {
      outflow.send(100)
      outflow.probe(token(number))
    }
    #expect(outflow.prove(token(3)))
    #expect(outflow.unproven == 0)
    #expect(!outflow.prove(token(2)))
  }

  @Test func `a token that was not sent proves nothing`() {
    outflow.send(100)
    outflow.probe(token(1))
    #expect(!outflow.prove(token(2)))
    #expect(!outflow.prove([]))
    #expect(outflow.unproven == 100)
  }

  @Test func `a proof is wanted behind every quarter of a megabyte`() {
    outflow.send(Limit.proofBytes - 1)
    #expect(!outflow.wantsProof)
    outflow.send(1)
    #expect(outflow.wantsProof)
    outflow.probe(token(1))
    #expect(!outflow.wantsProof)
  }

  @Test func `who never answers is asked for ever and remembered within bounds`() {
    for number in 0..<10_000 {
      outflow.send(1)
      outflow.probe([UInt8(number & 0xff), UInt8(number >> 8), 0, 0, 0, 0, 0, 0])
    }
    #expect(outflow.unproven == 10_000)
    #expect(outflow.prove([0, 0, 0, 0, 0, 0, 0, 0]), "the oldest is kept")
    #expect(outflow.unproven == 9_999)
    let newest = 9_999
    #expect(outflow.prove([UInt8(newest & 0xff), UInt8(newest >> 8), 0, 0, 0, 0, 0, 0]))
    #expect(outflow.unproven == 0)
  }
}
